package tropichat.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;

/** {@link JvmAead}; the page runs the same vectors in {@code aead.test.ts}. */
class JvmAeadTest {
    /** Those of AES-256 with a nonce of 12 bytes in McGrew and Viega's specification of GCM, appendix B. */
    private static final Path VECTORS = Path.of("src/test/resources/vectors/aes-gcm.json");

    private static final Bytes KEY = Bytes.wrap(new byte[Aead.KEY_LENGTH]);
    private static final Bytes NONCE = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);
    private static final Bytes ASSOCIATED = Bytes.utf8("where it belongs");
    private static final Bytes CONTENT = Bytes.utf8("over the water");

    private final Aead aead = new JvmAead();

    record Vector(String name, String key, String nonce, String associated, String content, String sealed) {
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
    void isWhatTheSpecificationSays(Vector vector) {
        Bytes key = hex(vector.key());
        Bytes nonce = hex(vector.nonce());
        Bytes associated = hex(vector.associated());
        assertEquals(hex(vector.sealed()), aead.seal(key, nonce, associated, hex(vector.content())));
        assertEquals(hex(vector.content()), aead.open(key, nonce, associated, hex(vector.sealed())));
    }

    @Test
    void opensNothingThatWasCutOrChanged() {
        Bytes sealed = aead.seal(KEY, NONCE, ASSOCIATED, CONTENT);
        assertEquals(CONTENT, aead.open(KEY, NONCE, ASSOCIATED, sealed));
        for (int length = 0; length < sealed.length(); length++) {
            assertNull(aead.open(KEY, NONCE, ASSOCIATED, sealed.slice(0, length)), "cut to " + length);
        }
        assertNull(aead.open(KEY, NONCE, ASSOCIATED, Bytes.concat(sealed, Bytes.wrap(new byte[1]))));
        for (int bit = 0; bit < Byte.SIZE * sealed.length(); bit++) {
            assertNull(aead.open(KEY, NONCE, ASSOCIATED, flipped(sealed, bit)), "bit " + bit);
        }
    }

    @Test
    void opensNothingWithAnotherKeyNonceOrPlace() {
        Bytes sealed = aead.seal(KEY, NONCE, ASSOCIATED, CONTENT);
        assertNull(aead.open(flipped(KEY, 0), NONCE, ASSOCIATED, sealed));
        assertNull(aead.open(KEY, flipped(NONCE, 0), ASSOCIATED, sealed));
        assertNull(aead.open(KEY, NONCE, flipped(ASSOCIATED, 0), sealed));
        assertNull(aead.open(KEY, NONCE, Bytes.EMPTY, sealed));
    }

    /** The JDK would take AES-128's keys, and nonces of any length. */
    @Test
    void takesKeysAndNoncesOfOneLengthOnly() {
        for (Bytes key : List.of(Bytes.EMPTY, KEY.slice(0, 16), Bytes.concat(KEY, KEY))) {
            assertThrows(IllegalArgumentException.class, () -> aead.seal(key, NONCE, ASSOCIATED, CONTENT));
            assertThrows(IllegalArgumentException.class, () -> aead.open(key, NONCE, ASSOCIATED, CONTENT));
        }
        for (Bytes nonce : List.of(NONCE.slice(0, 8), Bytes.concat(NONCE, NONCE))) {
            assertThrows(IllegalArgumentException.class, () -> aead.seal(KEY, nonce, ASSOCIATED, CONTENT));
        }
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return Bytes.wrap(changed);
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
