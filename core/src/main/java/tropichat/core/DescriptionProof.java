package tropichat.core;

import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/**
 * A session's word that a description which came through the server is its own: without it the server could end links by
 * descriptions that it makes up. Over a link that is not open yet, the handshake proves as much.
 *
 * @param timeMillis the sender's clock; what is too old, or not newer than the last one, is a replay
 */
public record DescriptionProof(long timeMillis, Bytes signature) {
    /** Of Ed25519. */
    public static final int SIGNATURE_BYTES = 64;

    /** What is signed. */
    static Bytes signable(RoomName room, DidKey from, DidKey to, long timeMillis, Signal signal) {
        return SessionStatement.DESCRIPTION.signable(Cbor.encode(Value.map()
                .with("room", room.text())
                .with("from", from.publicKey())
                .with("to", to.publicKey())
                .with("time", timeMillis)
                .with("instance", signal.instance())
                .with("attempt", signal.attempt())
                .with("kind", signal.kind().word())
                .with("low", signal.low() ? new Value.Bool(true) : null)
                .with("body", signal.body())));
    }
}
