package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * A signal as it travels through peers: signed by whom it is from, and then sealed to whom it is for. The record that
 * comes along needs no check of its own: what is signed holds it.
 *
 * @param timeMillis the sender's clock; what is too old, or not newer than the last offer, is a replay
 */
record SealedSignal(DidKey to, PeerRecord from, long timeMillis, Signal signal) {
    private static final int INSTANCE_CHARS_MAX = 64;
    private static final int KIND_CHARS_MAX = 16;
    private static final String SIGNATURE = "sig";
    private static final int SIGNATURE_BYTES = 64;

    /** A signal whose signature is still to be checked. */
    record Opened(SealedSignal content, SignatureCheck check) {}

    Bytes signable() {
        return SessionStatement.SIGNAL.signable(Cbor.encode(mapping()));
    }

    Bytes encode(Bytes signature) {
        return Cbor.encode(mapping().with(SIGNATURE, signature));
    }

    private Value.Mapping mapping() {
        return Value.map()
                .with("to", to.publicKey())
                .with("from", from.encode())
                .with("time", timeMillis)
                .with("instance", signal.instance())
                .with("attempt", signal.attempt())
                .with("kind", signal.kind().word())
                .with("low", signal.low() ? new Value.Bool(true) : null)
                .with("body", signal.body());
    }

    static Opened decode(Bytes bytes) throws Malformed {
        Fields fields = Cbor.decodeFields(bytes);
        PeerRecord from = PeerRecord.decode(fields.map("from"));
        Signal.Kind kind = kind(fields.text("kind", KIND_CHARS_MAX));
        Signal signal = new Signal(
                kind == Signal.Kind.OFFER ? from.session() : null,
                fields.text("instance", INSTANCE_CHARS_MAX),
                (int) fields.integer("attempt", 1, Connections.ATTEMPT_MAX),
                kind,
                fields.has("low") && fields.flag("low"),
                fields.text("body", Limits.SIGNAL_BYTES_MAX));
        SealedSignal content =
                new SealedSignal(DidKey.of(fields, "to"), from, fields.integer("time", 0, Value.Int.MAX), signal);
        Bytes signed =
                SessionStatement.SIGNAL.signable(Cbor.encode(fields.mapping().without(SIGNATURE)));
        Bytes signature = fields.blob(SIGNATURE, SIGNATURE_BYTES, SIGNATURE_BYTES);
        return new Opened(content, new SignatureCheck.BySession(from.session(), signed, signature));
    }

    private static Signal.Kind kind(String word) throws Malformed {
        Signal.@Nullable Kind kind = switch (word) {
            case "offer" -> Signal.Kind.OFFER;
            case "answer" -> Signal.Kind.ANSWER;
            case "candidate" -> Signal.Kind.CANDIDATE;
            case "decline" -> Signal.Kind.DECLINE;
            default -> null;
        };
        if (kind == null) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a signal of an unknown kind");
        }
        return kind;
    }
}
