package tropichat.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SignatureVerifier;

final class WalletTest {
    /** Enough wallets for both values of v, and for s on either side of half the order. */
    private static final int WALLETS = 32;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aSignatureIsLowAndRecoversTheAddress(long seed) throws Malformed {
        SplittableRandom random = new SplittableRandom(seed);
        SignatureVerifier verifier = new SignatureVerifier(new JvmHashes());
        for (int i = 0; i < WALLETS; i++) {
            Wallet wallet = Wallet.create(random);
            String message = "message " + i + " of seed " + seed;
            EthereumSignature signature = EthereumSignature.parse(wallet.sign(message));
            assertTrue(
                    verifier.verify(new SignatureCheck.ByWallet(wallet.address(), Bytes.utf8(message), signature)),
                    message);
        }
    }
}
