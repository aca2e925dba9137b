package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * How a session can be reached, as members hand it on to one another: its key, and the key to which signals for it are
 * sealed, signed by itself. Small, since views are made of it; who the person is, a link's hello tells.
 *
 * @param sealing the X25519 public key of the session's page (RFC 7748), {@link #SEALING_LENGTH} bytes
 * @param timeMillis when it was signed, by the session's own clock: a later record replaces an earlier one
 * @param id the signaling server's id for it, where it had one; only a hint, and not signed
 */
public record PeerRecord(
        DidKey session,
        Bytes sealing,
        long timeMillis,
        Bytes signature,
        @Nullable String id) {
    public static final int SEALING_LENGTH = 32;

    private static final int SIGNATURE_LENGTH = 64;
    private static final int ID_CHARS_MAX = 64;

    /** The bytes that the session signs. */
    public static Bytes signable(RoomName room, DidKey session, Bytes sealing, long timeMillis) {
        return SessionStatement.RECORD.signable(
                Bytes.concat(session.publicKey(), sealing, Bytes.utf8(timeMillis + "\n" + room.text())));
    }

    /** What must hold before a signal is sealed to it. */
    public SignatureCheck check(RoomName room) {
        return new SignatureCheck.BySession(session, signable(room, session, sealing, timeMillis), signature);
    }

    public PeerRecord withId(@Nullable String other) {
        return new PeerRecord(session, sealing, timeMillis, signature, other);
    }

    public Value encode() {
        return Value.map()
                .with("key", session.publicKey())
                .with("seal", sealing)
                .with("time", timeMillis)
                .with("sig", signature)
                .with("id", id);
    }

    public static PeerRecord decode(Fields fields) throws Malformed {
        return new PeerRecord(
                DidKey.of(fields, "key"),
                fields.blob("seal", SEALING_LENGTH, SEALING_LENGTH),
                fields.integer("time", 0, Value.Int.MAX),
                fields.blob("sig", SIGNATURE_LENGTH, SIGNATURE_LENGTH),
                fields.optionalText("id", ID_CHARS_MAX));
    }
}
