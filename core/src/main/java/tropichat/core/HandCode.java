package tropichat.core;

import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What people hand to one another to link two pages without any server: an invitation with an offer, then a reply with
 * the answer. Signed by the session whose page made it.
 *
 * @param reply an answer to the invitation of the same nonce
 * @param nonce drawn for the invitation: each is used once
 * @param untilMillis when it ends, by the inviter's clock
 * @param name how the sender wants to be shown; proven by the link's handshake alone
 * @param body the session description, with all candidates
 */
public record HandCode(
        RoomName room, DidKey from, boolean reply, Bytes nonce, long untilMillis, String name, String body) {
    static final int NONCE_BYTES = 16;

    private static final int VERSION = 1;
    private static final String SIGNATURE = "sig";
    private static final int SIGNATURE_BYTES = 64;

    /** A code whose signature is still to be checked. */
    public record Received(HandCode code, SignatureCheck check) {}

    Bytes signable() {
        return SessionStatement.CODE.signable(Cbor.encode(mapping()));
    }

    Bytes encode(Bytes signature) {
        return Cbor.encode(mapping().with(SIGNATURE, signature));
    }

    private Value.Mapping mapping() {
        return Value.map()
                .with("v", VERSION)
                .with("room", room.text())
                .with("from", from.publicKey())
                .with("reply", new Value.Bool(reply))
                .with("nonce", nonce)
                .with("until", untilMillis)
                .with("name", name)
                .with("body", body);
    }

    public static Received decode(Bytes bytes) throws Malformed {
        Fields fields = Cbor.decodeFields(bytes);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a code of another version");
        }
        HandCode code = new HandCode(
                RoomName.parse(fields.text("room", Integer.MAX_VALUE)),
                DidKey.of(fields, "from"),
                fields.flag("reply"),
                fields.blob("nonce", NONCE_BYTES, NONCE_BYTES),
                fields.integer("until", 0, Value.Int.MAX),
                fields.text("name", Limits.USERNAME_CHARS_MAX),
                fields.text("body", Limits.SIGNAL_BYTES_MAX));
        Bytes signed =
                SessionStatement.CODE.signable(Cbor.encode(fields.mapping().without(SIGNATURE)));
        Bytes signature = fields.blob(SIGNATURE, SIGNATURE_BYTES, SIGNATURE_BYTES);
        return new Received(code, new SignatureCheck.BySession(code.from(), signed, signature));
    }
}
