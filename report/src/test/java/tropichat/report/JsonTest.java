package tropichat.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
    @Test
    void objectsKeepTheOrderOfTheirEntries() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("listeningMillis", 360.5);
        inner.put("rounds", List.of(1.0, 2.0));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("figures", inner);
        outer.put("pinned", true);
        outer.put("nothing", Map.of());
        assertEquals("""
                {
                  "figures": {
                    "listeningMillis": 360.5,
                    "rounds": [1, 2]
                  },
                  "pinned": true,
                  "nothing": {}
                }
                """, Json.write(outer));
    }

    @Test
    void quotesBackslashesAndControlsAreEscaped() {
        assertEquals("a\\\"b\\\\c\\nd\\re\\tf\\u0001é", Json.escape("a\"b\\c\nd\re\tf\u0001é"));
    }

    @Test
    void whatJsonCannotExpressIsNull() {
        assertEquals("[null, null]\n", Json.write(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
    }

    @Test
    void anyOtherTypeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    }
}
