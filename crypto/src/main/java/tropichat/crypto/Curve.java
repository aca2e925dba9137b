package tropichat.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * What wallets do on secp256k1. Two engines give the same answers: native code where it can be loaded, for its speed,
 * and BouncyCastle elsewhere.
 */
sealed interface Curve permits NativeCurve, BouncyCastleCurve {
    /** Bytes of a scalar or a coordinate. */
    int SCALAR_LENGTH = 32;

    /** The uncompressed public key without its prefix (64 bytes); null where {@code secret} is 0 or too large. */
    @Nullable
    Bytes publicKey(Bytes secret);

    /** Signs 32 bytes deterministically (RFC 6979): r and s, s in the lower half (EIP-2). */
    Bytes sign(Bytes digest, Bytes secret);

    /**
     * The public key, as {@link #publicKey} gives it, that made a signature; null where there is none.
     *
     * @param scalars r and s
     * @param recoveryId 0 or 1
     */
    @Nullable
    Bytes recover(Bytes digest, Bytes scalars, int recoveryId);

    /** The faster engine that works on this machine; the first call may take a tenth of a second. */
    static Curve best() {
        return Best.CURVE;
    }

    /** Loads once, at first use. */
    final class Best {
        private static final Curve CURVE = choose();

        private Best() {}

        private static Curve choose() {
            try {
                return new NativeCurve();
            } catch (LinkageError | IllegalStateException e) {
                // No library for this system, or no place to unpack it: slower, but the same answers.
                return new BouncyCastleCurve();
            }
        }
    }
}
