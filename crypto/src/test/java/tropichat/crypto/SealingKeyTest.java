package tropichat.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/** {@link SealingKey}; the page runs the same vectors in {@code sealing.test.ts}. */
class SealingKeyTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/sealing.json");

    /** {@code ephemeral} is the secret of the key pair for this one text, where it is known. */
    record Vector(
            String name,
            String secret,
            String publicKey,
            @Nullable String ephemeral,
            String plaintext,
            String sealed) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> vectors() throws IOException {
        return List.of(new ObjectMapper().readValue(VECTORS.toFile(), Vector[].class));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void opensWhatEitherSideSealed(Vector vector) {
        SealingKey key = SealingKey.ofSecret(hex(vector.secret()));
        assertEquals(vector.publicKey(), key.publicKey().hex());
        assertEquals(hex(vector.plaintext()), key.open(hex(vector.sealed())));
    }

    @Test
    void sealsToTheByteAsBefore() throws IOException {
        int sealedHere = 0;
        for (Vector vector : vectors()) {
            String ephemeral = vector.ephemeral();
            if (ephemeral != null) {
                sealedHere++;
                Bytes plaintext = hex(vector.plaintext());
                Bytes sealed = SealingKey.seal(hex(vector.publicKey()), plaintext, length -> hex(ephemeral));
                assertEquals(hex(vector.sealed()), sealed, vector.name());
            }
        }
        assertTrue(sealedHere > 0);
    }

    /** RFC 9180, appendix A.1.1, which is of AES-128; and of the vectors that belong to the RFC those of AES-256. */
    @ParameterizedTest
    @CsvSource({
        HPKE.aead_AES_GCM128
                + ", 6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"
                + ", 3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"
                + ", 37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                + ", f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
        HPKE.aead_AES_GCM256
                + ", dac33b0e9db1b59dbbea58d59a14e7b5896e9bdf98fad6891e99d1686492b9ee"
                + ", 430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"
                + ", 6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"
                + ", e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
    })
    void theLibraryFollowsTheRfc(short aead, String ikmR, String pkRm, String enc, String ct)
            throws InvalidCipherTextException {
        HPKE suite = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, aead);
        AsymmetricCipherKeyPair recipient = suite.deriveKeyPair(array(ikmR));
        assertEquals(hex(pkRm), Bytes.wrap(suite.serializePublicKey(recipient.getPublic())));
        byte[] info = array("4f6465206f6e2061204772656369616e2055726e");
        byte[] plaintext = suite.setupBaseR(array(enc), recipient, info).open(array("436f756e742d30"), array(ct));
        assertEquals(Bytes.utf8("Beauty is truth, truth beauty"), Bytes.wrap(plaintext));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void opensWhatIsSealedToItAndNothingElse(long seed) {
        RandomSource random = source(seed);
        SealingKey key = SealingKey.generate(random);
        SealingKey other = SealingKey.generate(random);
        for (int length = 0; length < 100; length++) {
            Bytes plaintext = random.next(length);
            Bytes sealed = sealed(key, plaintext, random);
            assertEquals(plaintext, key.open(sealed));
            assertNull(other.open(sealed));
        }
    }

    @Test
    void refusesWhatWasCutOrChanged() {
        RandomSource random = source(4);
        SealingKey key = SealingKey.generate(random);
        Bytes sealed = sealed(key, Bytes.utf8("over the water"), random);
        for (int length = 0; length < sealed.length(); length++) {
            assertNull(key.open(sealed.slice(0, length)), "cut to " + length);
        }
        assertNull(key.open(Bytes.concat(sealed, Bytes.wrap(new byte[1]))));
        for (int bit = 0; bit < 8 * sealed.length(); bit++) {
            byte[] changed = sealed.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(key.open(Bytes.wrap(changed)), "bit " + bit);
        }
    }

    /** RFC 7748, section 6.1: a point of small order makes every secret agree on zeros. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            })
    void refusesPointsOfSmallOrder(String point) {
        RandomSource random = source(5);
        assertNull(SealingKey.seal(hex(point), Bytes.utf8("text"), random));
        assertNull(SealingKey.generate(random).open(Bytes.concat(hex(point), random.next(40))));
    }

    @Test
    void refusesWhatIsNoKey() {
        RandomSource random = source(6);
        for (int length : new int[] {0, 31, 33}) {
            assertNull(SealingKey.seal(random.next(length), Bytes.EMPTY, random));
            assertThrows(IllegalArgumentException.class, () -> SealingKey.ofSecret(random.next(length)));
        }
    }

    private static Bytes sealed(SealingKey key, Bytes plaintext, RandomSource random) {
        Bytes sealed = SealingKey.seal(key.publicKey(), plaintext, random);
        if (sealed == null) {
            throw new AssertionError("not sealed");
        }
        return sealed;
    }

    private static RandomSource source(long seed) {
        Random random = new Random(seed);
        return length -> {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }

    private static byte[] array(String digits) {
        return hex(digits).toArray();
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
