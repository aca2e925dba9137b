package tropichat.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SolanaAddress;
import tropichat.core.identity.SolanaSignature;

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
            // Only its chain can tell, and no chain is asked here.
            case SignatureCheck.ByContract ignored -> false;
        };
    }

    /**
     * Whether wallets' signatures are checked by native code. Asking loads the library, which the first check would
     * otherwise wait for.
     */
    public boolean isNative() {
        return curve() instanceof NativeCurve;
    }

    private static boolean verify(SignatureCheck.BySession check) {
        return verify(check.signer().publicKey(), check.message(), check.signature());
    }

    private boolean verify(SignatureCheck.ByWallet check) {
        return switch (check.signature()) {
            case EthereumSignature signature -> check.signer().equals(signer(check.message(), signature));
            case SolanaSignature signature ->
                check.signer() instanceof SolanaAddress key && verify(key.bytes(), check.message(), signature.bytes());
        };
    }

    private @Nullable EthereumAddress signer(Bytes message, EthereumSignature signature) {
        Bytes digest = Eip191.digest(message, hashes);
        Bytes key = curve().recover(digest, signature.scalars(), signature.recoveryId());
        return key == null ? null : WalletKey.address(key, hashes);
    }

    private static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (signature.length() != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] said = message.unsafeArray();
        byte[] key = publicKey.unsafeArray();
        return Ed25519.verify(signature.unsafeArray(), 0, key, 0, said, 0, said.length);
    }

    private Curve curve() {
        return fixedCurve == null ? Curve.best() : fixedCurve;
    }
}
