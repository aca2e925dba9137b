package tropichat.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.SignatureCheck;

/** {@link WalletKey}, {@link SessionKey} and {@link JvmHashes}. */
class KeysTest {
    private static final JvmHashes HASHES = new JvmHashes();

    /** From the documentation of web3.js, "eth.accounts.sign". */
    @Test
    void walletSignsAsWalletsDo() {
        for (Curve curve : SignatureVerifierTest.curves()) {
            WalletKey wallet = WalletKey.ofSecret(
                    curve, hex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"), HASHES);
            assertEquals(
                    "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23",
                    wallet.address().checksummed(HASHES));
            assertEquals(
                    "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
                            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c",
                    wallet.signPersonal("Some data").hex());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
            })
    void walletRefusesWhatIsNoSecret(String secret) {
        for (Curve curve : SignatureVerifierTest.curves()) {
            assertThrows(IllegalArgumentException.class, () -> WalletKey.ofSecret(curve, hex(secret), HASHES));
        }
    }

    /** Seeds and keys of the test vectors of the did:key method. */
    @ParameterizedTest
    @CsvSource({
        "00, did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "01, did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
        "02, did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf",
    })
    void sessionHasTheKeyOfItsSeed(String last, String did) {
        Bytes seed = Bytes.concat(Bytes.wrap(new byte[31]), hex(last));
        assertEquals(did, SessionKey.ofSeed(seed).did().did());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void freshKeysSignWhatTheVerifierTakes(long seed) {
        Random random = new Random(seed);
        RandomSource source = length -> {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
        SignatureVerifier verifier = new SignatureVerifier(HASHES);
        for (int i = 0; i < 100; i++) {
            Bytes message = source.next(i);
            WalletKey wallet = WalletKey.generate(source, HASHES);
            SessionKey session = SessionKey.generate(source);
            assertTrue(verifier.verify(
                    new SignatureCheck.ByWallet(wallet.address(), message, wallet.signPersonal(message))));
            assertTrue(verifier.verify(new SignatureCheck.BySession(session.did(), message, session.sign(message))));
        }
    }

    /** FIPS 180-4 and the Keccak team's test vectors, of the empty message. */
    @Test
    void hashesAreTheRightOnes() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                HASHES.sha256(Bytes.EMPTY).hex());
        assertEquals(
                "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
                HASHES.keccak256(Bytes.EMPTY).hex());
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
