package tropichat.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.SignatureCheck;

/**
 * Answers the questions that core asks about signatures. Any thread may ask; an answer costs tens of microseconds of
 * computing, so it belongs on threads of its own.
 *
 * <p>Ed25519 is BouncyCastle's. Wallets' signatures are recovered by native code where its library loads, else by
 * BouncyCastle at a third of the speed. Measured on one core (x86-64, JDK 25, warm, messages of 400 bytes): 32,000
 * wallets' signatures a second natively, 11,000 by BouncyCastle; 18,000 sessions' signatures.
 */
public final class SignatureVerifier {
    private final Hashes hashes;
    private final @Nullable Curve fixedCurve;

    public SignatureVerifier(Hashes hashes) {
        this(hashes, null);
    }

    SignatureVerifier(Hashes hashes, @Nullable Curve fixedCurve) {
        this.hashes = hashes;
        this.fixedCurve = fixedCurve;
    }

    /** Whether the signature is right; what is not even a signature is wrong. */
    public boolean verify(SignatureCheck check) {
        return switch (check) {
            case SignatureCheck.BySession bySession -> verify(bySession);
            case SignatureCheck.ByWallet byWallet -> verify(byWallet);
        };
    }

    /**
     * Whether wallets' signatures are checked by native code. Asking loads the library, which the first check would
     * otherwise wait for.
     */
    public boolean isNative() {
        return curve() instanceof NativeCurve;
    }

    private boolean verify(SignatureCheck.BySession check) {
        if (check.signature().length() != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] message = check.message().unsafeArray();
        byte[] key = check.signer().publicKey().unsafeArray();
        return Ed25519.verify(check.signature().unsafeArray(), 0, key, 0, message, 0, message.length);
    }

    private boolean verify(SignatureCheck.ByWallet check) {
        Bytes digest = Eip191.digest(check.message(), hashes);
        Bytes key = curve().recover(
                        digest, check.signature().scalars(), check.signature().recoveryId());
        return key != null && WalletKey.address(key, hashes).equals(check.signer());
    }

    private Curve curve() {
        return fixedCurve == null ? Curve.best() : fixedCurve;
    }
}
