package tropichat.crypto;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/**
 * An X25519 key pair (RFC 7748) for what others encrypt to one peer, and nobody on the way can read: HPKE in base mode
 * (RFC 9180), single shot, with HKDF-SHA256 and AES-256-GCM. It hides what is said; who said it must be signed. For any
 * thread.
 *
 * <p>A sealed text is the encapsulated key ({@value #KEY_LENGTH} bytes), then the ciphertext.
 */
public final class SealingKey {
    /** Bytes of a secret, of a public key and of an encapsulated key. */
    public static final int KEY_LENGTH = X25519PublicKeyParameters.KEY_SIZE;

    /** What is sealed here opens nowhere else: RFC 9180's info. */
    private static final Bytes INFO = Bytes.utf8("tropichat signal 1");

    private final AsymmetricCipherKeyPair keyPair;
    private final Bytes publicKey;

    private SealingKey(AsymmetricCipherKeyPair keyPair) {
        this.keyPair = keyPair;
        this.publicKey = Bytes.wrap(((X25519PublicKeyParameters) keyPair.getPublic()).getEncoded());
    }

    public static SealingKey generate(RandomSource random) {
        return ofSecret(random.next(KEY_LENGTH));
    }

    /** The key pair of a secret of {@link #KEY_LENGTH} bytes. */
    public static SealingKey ofSecret(Bytes secret) {
        return new SealingKey(keyPair(secret));
    }

    /** What others seal to: {@link #KEY_LENGTH} bytes. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** What was sealed to this key; null where it was not, or was changed on its way. */
    public @Nullable Bytes open(Bytes sealed) {
        if (sealed.length() < KEY_LENGTH) {
            return null;
        }
        byte[] encapsulated = sealed.slice(0, KEY_LENGTH).unsafeArray();
        byte[] ciphertext = sealed.slice(KEY_LENGTH, sealed.length()).unsafeArray();
        try {
            return Bytes.wrap(suite().setupBaseR(encapsulated, keyPair, INFO.unsafeArray())
                    .open(Bytes.EMPTY.unsafeArray(), ciphertext));
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // IllegalStateException: the agreed secret is all zeros, which RFC 9180 (section 7.1.4) has us refuse.
            return null;
        }
    }

    /**
     * Seals for whoever holds the secret half of a public key; null where it is no key that can be sealed to.
     *
     * @param random gives the secret of a key pair for this one text
     */
    public static @Nullable Bytes seal(Bytes to, Bytes plaintext, RandomSource random) {
        if (to.length() != KEY_LENGTH) {
            return null;
        }
        AsymmetricCipherKeyPair ephemeral = keyPair(random.next(KEY_LENGTH));
        try {
            HPKEContextWithEncapsulation context =
                    suite().setupBaseS(new X25519PublicKeyParameters(to.unsafeArray()), INFO.unsafeArray(), ephemeral);
            byte[] ciphertext = context.seal(Bytes.EMPTY.unsafeArray(), plaintext.unsafeArray());
            return Bytes.concat(Bytes.wrap(context.getEncapsulation()), Bytes.wrap(ciphertext));
        } catch (IllegalStateException e) {
            return null;
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("encryption has no invalid ciphertext", e);
        }
    }

    /** BouncyCastle's suites keep the state of a call, so each call has its own. */
    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    private static AsymmetricCipherKeyPair keyPair(Bytes secret) {
        if (secret.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("a secret has " + KEY_LENGTH + " bytes");
        }
        X25519PrivateKeyParameters half = new X25519PrivateKeyParameters(secret.unsafeArray());
        return new AsymmetricCipherKeyPair(half.generatePublicKey(), half);
    }
}
