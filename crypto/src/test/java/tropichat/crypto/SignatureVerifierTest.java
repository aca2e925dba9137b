package tropichat.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.KeySignature;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SolanaSignature;
import tropichat.core.identity.WalletAddress;

class SignatureVerifierTest {
    private static final JvmHashes HASHES = new JvmHashes();
    private static final SignatureVerifier VERIFIER = new SignatureVerifier(HASHES);

    static Curve[] curves() {
        return new Curve[] {new NativeCurve(), new BouncyCastleCurve()};
    }

    @Test
    void usesNativeCodeHere() {
        assertTrue(VERIFIER.isNative());
    }

    /** Signed by wallets in the field: the verification vectors of the siwe test suite. */
    @ParameterizedTest
    @MethodSource("curves")
    void takesWhatWalletsSigned(Curve curve) throws Malformed {
        SignatureVerifier verifier = new SignatureVerifier(HASHES, curve);
        String login = """
                login.xyz wants you to sign in with your Ethereum account:
                0x9D85ca56217D2bb651b00f15e694EB7E713637D4

                Sign-In With Ethereum Example Statement

                URI: https://login.xyz
                Version: 1
                Chain ID: 1
                Nonce: bTyXgcQxn2htgkjJn
                Issued At: 2022-01-27T17:09:38.578Z
                Expiration Time: 2100-01-07T14:31:43.952Z""";
        String signature = "0xdc35c7f8ba2720df052e0092556456127f00f7707eaa8e3bbff7e56774e7f2e0"
                + "5a093cfc9e02964c33d86e8e066e221b7d153d27e5a2e97ccd5ca7d3f2ce06cb1b";
        assertTrue(verifier.verify(check("0x9D85ca56217D2bb651b00f15e694EB7E713637D4", login, signature)));
        assertFalse(verifier.verify(check("0x9D85ca56217D2bb651b00f15e694EB7E713637D4", login + " ", signature)));
        assertFalse(verifier.verify(check("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", login, signature)));
    }

    /** v of this one is 1. */
    @ParameterizedTest
    @MethodSource("curves")
    void takesRecoveryIdsWithoutOffset(Curve curve) throws Malformed {
        String login = """
                www.tally.xyz wants you to sign in with your Ethereum account:
                0xc95EB884FE852e241D409234bfC7045CB9E31BD7

                Sign in with Ethereum to Tally

                URI: https://tally.xyz
                Version: 1
                Chain ID: 1
                Nonce: 15050747
                Issued At: 2022-06-30T14:08:51.382Z""";
        String signature = "0x8c46b6eb8505939892d8e9b075f89f8277321b17b993151f37810cdda38cce6f"
                + "4a85909d2b53e6a14629c74c0ac38bf4becde78ee5b2529812bf6cceaf7b2a2501";
        assertTrue(new SignatureVerifier(HASHES, curve)
                .verify(check("0xc95EB884FE852e241D409234bfC7045CB9E31BD7", login, signature)));
    }

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @Test
    void takesSignaturesOfRfc8032() throws Malformed {
        assertTrue(VERIFIER.verify(session(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")));
        assertTrue(VERIFIER.verify(session(
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")));
        assertTrue(VERIFIER.verify(session(
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")));
    }

    /** The key of RFC 8032, section 7.1, test 2, and what OpenSSL signs with it: the vectors of solana.json. */
    @Test
    void takesWhatSolanaWalletsSign() throws Malformed {
        String address = "586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5";
        String statement = """
                tropichat.example wants you to sign in with your Solana account:
                586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5

                Enter TropiChat.

                URI: did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp
                Version: 1
                Chain ID: 5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp
                Nonce: abcdefgh12345678
                Issued At: 2026-01-01T00:00:00.000Z
                Expiration Time: 2026-01-08T00:00:00.000Z""";
        String signature = "5gM91M18X2J63bZNo7b4kWwUvuMxFC78H5VTPtDnzXnZqWwproKTrhUFgnnn8FpWWxveaSMAFtGgbmFdYQF3Vk7b";
        assertTrue(VERIFIER.verify(check(address, statement, signature)));
        assertFalse(VERIFIER.verify(check(address, statement + "\nResources:", signature)));
        String another = "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv";
        assertFalse(VERIFIER.verify(check(another, statement, signature)));
        String ethereum = "0x9D85ca56217D2bb651b00f15e694EB7E713637D4";
        assertFalse(VERIFIER.verify(check(ethereum, statement, signature)), "another kind of signer");
        String personal = "0xdc35c7f8ba2720df052e0092556456127f00f7707eaa8e3bbff7e56774e7f2e0"
                + "5a093cfc9e02964c33d86e8e066e221b7d153d27e5a2e97ccd5ca7d3f2ce06cb1b";
        assertFalse(VERIFIER.verify(check(address, statement, personal)), "another kind of signature");
    }

    @Test
    void refusesSessionsSignaturesOfOtherLengths() {
        SessionKey key = SessionKey.ofSeed(Bytes.wrap(new byte[SessionKey.SEED_LENGTH]));
        Bytes message = Bytes.utf8("hello");
        Bytes signature = key.sign(message);
        assertTrue(VERIFIER.verify(new SignatureCheck.BySession(key.did(), message, signature)));
        for (Bytes wrong : new Bytes[] {
            Bytes.EMPTY,
            signature.slice(0, 63),
            Bytes.concat(signature, Bytes.wrap(new byte[1])),
            Bytes.wrap(new byte[64])
        }) {
            assertFalse(VERIFIER.verify(new SignatureCheck.BySession(key.did(), message, wrong)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void bothEnginesAgreeOnWhateverComes(long seed) {
        RandomSource random = random(seed);
        Curve one = new NativeCurve();
        Curve other = new BouncyCastleCurve();
        for (int i = 0; i < 500; i++) {
            Bytes digest = random.next(32);
            Bytes scalars = random.next(64);
            assertEquals(one.recover(digest, scalars, i % 2), other.recover(digest, scalars, i % 2));
            Bytes secret = random.next(32);
            assertEquals(one.publicKey(secret), other.publicKey(secret));
            assertEquals(one.sign(digest, secret), other.sign(digest, secret));
        }
    }

    private static RandomSource random(long seed) {
        Random random = new Random(seed);
        return length -> {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }

    private static SignatureCheck check(String address, String message, String signature) throws Malformed {
        WalletAddress signer = WalletAddress.parse(address, HASHES);
        KeySignature given =
                signature.startsWith("0x") ? EthereumSignature.parse(signature) : SolanaSignature.parse(signature);
        return new SignatureCheck.ByWallet(signer, Bytes.utf8(message), given);
    }

    private static SignatureCheck session(String key, String message, String signature) {
        return new SignatureCheck.BySession(new DidKey(hex(key)), hex(message), hex(signature));
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
