package tropichat.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @Test
    void agreesWithThePlatformOnAllPairsAndTriplesThatMatter() {
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                compare(new byte[] {(byte) first, (byte) second});
                compare(new byte[] {(byte) first, (byte) second, (byte) 0x80});
                compare(new byte[] {(byte) first, (byte) second, (byte) 0x80, (byte) 0xbf});
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void agreesWithThePlatformOnRandomBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] text = new byte[random.nextInt(12)];
            for (int at = 0; at < text.length; at++) {
                text[at] = (byte) (random.nextBoolean() ? random.nextInt() : "a\u00e4\u20ac".charAt(random.nextInt(3)));
            }
            compare(text);
        }
    }

    private static void compare(byte[] text) {
        boolean valid;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            valid = true;
        } catch (CharacterCodingException malformed) {
            valid = false;
        }
        assertEquals(
                valid,
                Utf8.isValid(text, 0, text.length),
                () -> java.util.HexFormat.of().formatHex(text));
    }
}
