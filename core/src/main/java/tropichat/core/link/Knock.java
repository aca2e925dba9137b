package tropichat.core.link;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What somebody shows who was invited.
 *
 * @param invitation the public half of the invitation's key
 * @param proof its signature over room, account and session, {@link Frame#SIGNATURE_BYTES}
 */
public record Knock(DidKey invitation, Bytes proof) {
    public Value encode() {
        return Value.map().with("key", invitation.publicKey()).with("proof", proof);
    }

    public static Knock decode(Fields fields) throws Malformed {
        return new Knock(DidKey.of(fields, "key"), fields.blob("proof", Frame.SIGNATURE_BYTES, Frame.SIGNATURE_BYTES));
    }
}
