package tropichat.core.identity;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;

/** A session's key pair, made from a name: real Ed25519. */
public final class TestSession {
    private final byte[] secret;
    private final DidKey key;

    public TestSession(String name) {
        secret = new TestHashes().sha256(Bytes.utf8("session " + name)).toArray();
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        key = new DidKey(Bytes.wrap(publicKey));
    }

    public DidKey key() {
        return key;
    }

    public String did() {
        return key.did();
    }

    public Bytes sign(Bytes message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, message.unsafeArray(), 0, message.length(), signature, 0);
        return Bytes.wrap(signature);
    }
}
