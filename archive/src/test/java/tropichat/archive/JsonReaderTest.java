package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.report.Json;

/** JSON (RFC 8259). */
class JsonReaderTest {
    @Test
    void readsEveryKindOfValue() {
        String text = " {\"a\" : [1, -2.5e1, true , false, null, \"\\u00e9\\n\\\"\\/\"], \"b\": {}, \"c\":[]}\n";
        Map<String, Object> expected =
                Map.of("a", Arrays.asList(1.0, -25.0, true, false, null, "é\n\"/"), "b", Map.of(), "c", List.of());
        assertEquals(expected, JsonReader.read(text));
    }

    @Test
    void findsWhatLiesAtTheEndOfKeys() {
        Object line = JsonReader.read("{\"Root\":{\"Cid\":{\"/\":\"bafy\"},\"PinErrorMsg\":\"\"}}");
        assertEquals("bafy", JsonReader.text(line, "Root", "Cid", "/"));
        assertEquals("", JsonReader.text(line, "Root", "Cid"));
        assertEquals("", JsonReader.text(line, "Root", "Cid", "/", "x"));
        assertNull(JsonReader.find(null, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "\"",
                "\"\\x\"",
                "\"\\u12",
                "tru",
                "1 2",
                "--1"
            })
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
    }

    @Test
    void isNotLedTooDeep() {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[".repeat(100_000)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whateverComesIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        String valid = Json.write(Map.of("requestid", "x\n\"y", "info", List.of(1, 2.5, true, Map.of())));
        int refusals = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutant = new StringBuilder(valid);
            mutant.setCharAt(random.nextInt(mutant.length()), "{}[]\",:\\u1e-tn ".charAt(random.nextInt(15)));
            try {
                JsonReader.read(mutant.toString());
            } catch (IllegalArgumentException refused) {
                refusals++;
            }
        }
        assertTrue(refusals > 1_000 && refusals < 19_000, refusals + " refused");
    }
}
