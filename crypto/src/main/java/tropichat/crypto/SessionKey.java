package tropichat.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;

/** An Ed25519 key pair (RFC 8032) that speaks for one device: what a page keeps in WebCrypto. For any thread. */
public final class SessionKey {
    /** Bytes of the seed that makes a key pair. */
    public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final Bytes seed;
    private final Bytes publicKey;

    private SessionKey(Bytes seed, Bytes publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    public static SessionKey generate(RandomSource random) {
        return ofSeed(random.next(SEED_LENGTH));
    }

    /** The key pair of a seed of {@link #SEED_LENGTH} bytes, which is its secret. */
    public static SessionKey ofSeed(Bytes seed) {
        if (seed.length() != SEED_LENGTH) {
            throw new IllegalArgumentException("a seed has " + SEED_LENGTH + " bytes");
        }
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed.unsafeArray(), 0, publicKey, 0);
        return new SessionKey(seed, Bytes.wrap(publicKey));
    }

    public DidKey did() {
        return new DidKey(publicKey);
    }

    /** A signature of 64 bytes; the same message always gets the same one. */
    public Bytes sign(Bytes message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        byte[] text = message.unsafeArray();
        Ed25519.sign(seed.unsafeArray(), 0, publicKey.unsafeArray(), 0, null, text, 0, text.length, signature, 0);
        return Bytes.wrap(signature);
    }
}
