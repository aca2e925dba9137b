package tropichat.crypto;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;

/**
 * A secp256k1 key that acts as a person's wallet: for guests without a wallet of their own on the JVM, tests and the
 * load generator. For any thread.
 */
public final class WalletKey {
    /** Bytes of the secret scalar. */
    public static final int SECRET_LENGTH = Curve.SCALAR_LENGTH;

    private final Curve curve;
    private final Hashes hashes;
    private final Bytes secret;
    private final EthereumAddress address;

    WalletKey(Curve curve, Hashes hashes, Bytes secret, Bytes publicKey) {
        this.curve = curve;
        this.hashes = hashes;
        this.secret = secret;
        this.address = address(publicKey, hashes);
    }

    public static WalletKey generate(RandomSource random, Hashes hashes) {
        while (true) {
            // One draw in 2^128 is not below the curve's order, and is drawn again.
            Bytes secret = random.next(SECRET_LENGTH);
            Bytes publicKey = Curve.best().publicKey(secret);
            if (publicKey != null) {
                return new WalletKey(Curve.best(), hashes, secret, publicKey);
            }
        }
    }

    /** The wallet of a secret of {@link #SECRET_LENGTH} bytes, from 1 to the curve's order less 1. */
    public static WalletKey ofSecret(Bytes secret, Hashes hashes) {
        return ofSecret(Curve.best(), secret, hashes);
    }

    static WalletKey ofSecret(Curve curve, Bytes secret, Hashes hashes) {
        Bytes publicKey = secret.length() == SECRET_LENGTH ? curve.publicKey(secret) : null;
        if (publicKey == null) {
            throw new IllegalArgumentException("not the secret of a secp256k1 key");
        }
        return new WalletKey(curve, hashes, secret, publicKey);
    }

    /** The last 20 bytes of a public key's Keccak-256 (Ethereum yellow paper, appendix F). */
    static EthereumAddress address(Bytes publicKey, Hashes hashes) {
        Bytes hash = hashes.keccak256(publicKey);
        return new EthereumAddress(hash.slice(hash.length() - EthereumAddress.LENGTH, hash.length()));
    }

    public EthereumAddress address() {
        return address;
    }

    /** Signs text as a wallet's {@code personal_sign} does (EIP-191). */
    public EthereumSignature signPersonal(String message) {
        return signPersonal(Bytes.utf8(message));
    }

    public EthereumSignature signPersonal(Bytes message) {
        Bytes digest = Eip191.digest(message, hashes);
        Bytes scalars = curve.sign(digest, secret);
        for (int recoveryId = 0; recoveryId <= 1; recoveryId++) {
            Bytes key = curve.recover(digest, scalars, recoveryId);
            if (key != null && address(key, hashes).equals(address)) {
                return signature(scalars, recoveryId);
            }
        }
        throw new AssertionError("a signature from which its own signer cannot be recovered");
    }

    private static EthereumSignature signature(Bytes scalars, int recoveryId) {
        try {
            return EthereumSignature.of(Bytes.concat(scalars, Bytes.wrap(new byte[] {(byte) recoveryId})));
        } catch (Malformed e) {
            throw new AssertionError("a signature of our own that is refused", e);
        }
    }
}
