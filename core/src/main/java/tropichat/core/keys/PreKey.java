package tropichat.core.keys;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * The key to which epochs' secrets are sealed for one device of a member, signed by its session: for one room and one
 * account, so that it counts in no other.
 *
 * @param key an X25519 public key (RFC 7748), {@link #KEY_LENGTH} bytes
 * @param timeMillis when it was signed, by the session's own clock: a later one replaces an earlier. A device of a
 *     forward-secret room does that by and by, and erases the secret half: grants stay in the log
 */
public record PreKey(DidKey session, Bytes key, long timeMillis, Bytes signature) {
    public static final int KEY_LENGTH = 32;

    private static final int SIGNATURE_LENGTH = 64;

    /** The bytes that the session signs. */
    public static Bytes signable(Cid room, WalletAddress account, DidKey session, Bytes key, long timeMillis) {
        return SessionStatement.PREKEY.signable(Cbor.encode(Value.map()
                .with("room", new Value.Link(room))
                .with("wallet", account.bytes())
                .with("session", session.publicKey())
                .with("key", key)
                .with("time", timeMillis)));
    }

    /** What must hold before anything is sealed to it. */
    public SignatureCheck check(Cid room, WalletAddress account) {
        return new SignatureCheck.BySession(session, signable(room, account, session, key, timeMillis), signature);
    }

    public Value encode() {
        return Value.map()
                .with("session", session.publicKey())
                .with("key", key)
                .with("time", timeMillis)
                .with("sig", signature);
    }

    public static PreKey decode(Fields fields) throws Malformed {
        return new PreKey(
                DidKey.of(fields, "session"),
                fields.blob("key", KEY_LENGTH, KEY_LENGTH),
                fields.integer("time", 0, Value.Int.MAX),
                fields.blob("sig", SIGNATURE_LENGTH, SIGNATURE_LENGTH));
    }
}
