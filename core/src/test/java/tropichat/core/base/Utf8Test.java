package tropichat.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Utf8} against the coders of the JDK. */
class Utf8Test {
    @Test
    void everyCodePointIsWrittenAndRead() throws Malformed {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            Bytes utf8 = Bytes.utf8(text);
            assertEquals(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)), utf8);
            if (utf8.at(0) != '?') {
                assertEquals(text, Utf8.decode(utf8));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyCharsAreWrittenAsTheJdkWritesThem(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                // Half of them surrogates, so that pairs and broken pairs are frequent.
                text.append((char) (random.nextBoolean() ? random.nextInt(0xd800, 0xe000) : random.nextInt(0x10000)));
            }
            assertEquals(Bytes.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), Bytes.utf8(text.toString()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreReadOrRefusedAsTheJdkDoes(long seed) throws Malformed {
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextBoolean() ? random.nextInt(0x80, 0xc0) : random.nextInt(0x100));
            }
            String expected = strictly(bytes);
            if (expected == null) {
                Malformed refused = assertThrows(Malformed.class, () -> Utf8.decode(Bytes.wrap(bytes)));
                assertEquals(Malformed.Reason.SYNTAX, refused.reason());
            } else {
                assertEquals(expected, Utf8.decode(Bytes.wrap(bytes)));
            }
        }
    }

    private static @Nullable String strictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException refused) {
            return null;
        }
    }
}
