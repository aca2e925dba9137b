package tropichat.core.identity;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Answers core's questions about signatures of {@link TestSession} and {@link TestWallet}. */
public final class TestSignatures {
    private TestSignatures() {}

    public static boolean isValid(SignatureCheck check) {
        return switch (check) {
            case SignatureCheck.BySession session -> {
                byte[] message = session.message().unsafeArray();
                yield Ed25519.verify(
                        session.signature().unsafeArray(),
                        0,
                        session.signer().publicKey().unsafeArray(),
                        0,
                        message,
                        0,
                        message.length);
            }
            case SignatureCheck.ByWallet wallet ->
                TestWallet.sign(wallet.signer(), wallet.message()).equals(wallet.signature());
            case SignatureCheck.ByContract contract ->
                TestContract.sign(contract.signer().address(), contract.message())
                        .equals(contract.signature());
        };
    }
}
