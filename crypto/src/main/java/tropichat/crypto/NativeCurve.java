package tropichat.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** Bitcoin's libsecp256k1 by JNI. Its context is only read, so any number of threads may use it. */
final class NativeCurve implements Curve {
    private final Secp256k1 library;

    /** Unpacks and loads the library; throws where this system has none. */
    NativeCurve() {
        library = Secp256k1.get();
    }

    @Override
    public @Nullable Bytes publicKey(Bytes secret) {
        if (!library.secKeyVerify(secret.unsafeArray())) {
            return null;
        }
        return withoutPrefix(library.pubkeyCreate(secret.unsafeArray()));
    }

    @Override
    public Bytes sign(Bytes digest, Bytes secret) {
        return Bytes.wrap(library.sign(digest.unsafeArray(), secret.unsafeArray(), null));
    }

    @Override
    public @Nullable Bytes recover(Bytes digest, Bytes scalars, int recoveryId) {
        try {
            return withoutPrefix(library.ecdsaRecover(scalars.unsafeArray(), digest.unsafeArray(), recoveryId));
        } catch (Secp256k1Exception e) {
            return null;
        }
    }

    private static Bytes withoutPrefix(byte[] publicKey) {
        return Bytes.wrap(publicKey).slice(1, publicKey.length);
    }
}
