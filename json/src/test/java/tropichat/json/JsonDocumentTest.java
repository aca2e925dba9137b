package tropichat.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

class JsonDocumentTest {
    private static Json at(Json array, int index) {
        return Objects.requireNonNull(array.element(index));
    }

    private static Json member(Json object, String name) {
        return Objects.requireNonNull(object.field(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "10",
                "-1.5e+10",
                "1E5",
                "0.0",
                "\"\"",
                " [ 1 , { \"a\" : [ ] } ] ",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fF\"",
                "\"\\ud800\"",
                "{\"a\":1,\"a\":2}",
                "[[[[]]],{}]",
                "\"\u00e4\u20ac\ud83c\udf34\"",
                "\t\n\r 1"
            })
    void takesWhatTheGrammarAllows(String text) throws Malformed {
        assertNotNull(Json.parse(Bytes.utf8(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|TRUNCATED",
                "{|TRUNCATED",
                "[|TRUNCATED",
                "[1|TRUNCATED",
                "[1,|TRUNCATED",
                "[1,]|SYNTAX",
                "{\"a\"|TRUNCATED",
                "{\"a\":|TRUNCATED",
                "{\"a\":1,}|SYNTAX",
                "{a:1}|SYNTAX",
                "{\"a\" 1}|SYNTAX",
                "[1 2]|SYNTAX",
                "[1}|SYNTAX",
                "{\"a\":1]|SYNTAX",
                "]|SYNTAX",
                "01|TRAILING",
                "1.|TRUNCATED",
                "1.e5|SYNTAX",
                ".5|SYNTAX",
                "+1|SYNTAX",
                "-|TRUNCATED",
                "1e|TRUNCATED",
                "1e+|TRUNCATED",
                "tru|TRUNCATED",
                "truth|SYNTAX",
                "nul1|SYNTAX",
                "NaN|SYNTAX",
                "\"|TRUNCATED",
                "\"\\x\"|SYNTAX",
                "\"\\u12g4\"|SYNTAX",
                "\"\\u12|TRUNCATED",
                "\"\\|TRUNCATED",
                "1 1|TRAILING",
                "[]]|TRAILING",
                "'[\"\t\"]'|SYNTAX",
                "/**/1|SYNTAX",
                "\ufeff1|SYNTAX",
                "''''|SYNTAX"
            })
    void refusesWhatItDoesNot(String text, Reason reason) {
        Malformed refused = assertThrows(Malformed.class, () -> Json.parse(Bytes.utf8(text)));
        assertEquals(reason, refused.reason());
    }

    @Test
    void refusesControlCharactersWhereverTheyStandInAString() {
        for (int length = 1; length < 20; length++) {
            for (int at = 0; at < length; at++) {
                StringBuilder text = new StringBuilder("x".repeat(length));
                text.setCharAt(at, '\u001f');
                String quoted = "\"" + text + "\"";
                assertThrows(Malformed.class, () -> Json.parse(Bytes.utf8(quoted)));
            }
        }
    }

    @Test
    void findsTheEndOfStringsOfEveryLength() throws Malformed {
        for (int length = 0; length < 40; length++) {
            String text = "x".repeat(length) + "\\\"" + "y".repeat(length);
            assertEquals(
                    text.replace("\\", ""),
                    at(Json.parse(Bytes.utf8("[\"" + text + "\"]")), 0).text(100));
        }
    }

    @Test
    void refusesWhatNestsTooDeep() throws Malformed {
        String deepest = "[".repeat(JsonDocument.DEPTH_MAX) + "1" + "]".repeat(JsonDocument.DEPTH_MAX);
        assertNotNull(Json.parse(Bytes.utf8(deepest)));
        Malformed refused = assertThrows(Malformed.class, () -> Json.parse(Bytes.utf8("[" + deepest + "]")));
        assertEquals(Reason.TOO_LARGE, refused.reason());
    }

    @Test
    void refusesTooManyValues() {
        Malformed refused = assertThrows(
                Malformed.class, () -> Json.parse(Bytes.utf8("[" + "1,".repeat(JsonDocument.VALUES_MAX) + "1]")));
        assertEquals(Reason.TOO_LARGE, refused.reason());
    }

    @Test
    void findsElementsAndFieldsAndKeepsTheirBytes() throws Malformed {
        Json json = Json.parse(Bytes.utf8("[\"signal\", {\"signal\": {\"sdp\":[1, 2]} ,\"peerId\":\"abc\"}, 7]"));
        assertEquals(3, json.size());
        assertTrue(at(json, 0).isText("signal"));
        assertEquals("{\"sdp\":[1, 2]}", member(at(json, 1), "signal").toString());
        assertEquals("abc", member(at(json, 1), "peerId").text(3));
        assertEquals(7, at(json, 2).integer());
        assertNull(json.element(3));
        assertNull(at(json, 1).field("peer"));
        assertNull(json.field("signal"));
        assertNull(at(json, 1).element(0));
        assertEquals(
                Bytes.utf8("{\"sdp\":[1, 2]}"), member(at(json, 1), "signal").copy());
    }

    @Test
    void theLastOfSeveralMembersCountsAndEscapedNamesAreTheSame() throws Malformed {
        Json json = Json.parse(Bytes.utf8("{\"a\":1,\"\\u0061\":2,\"b\":{\"a\":3}}"));
        assertEquals(2, member(json, "a").integer());
    }

    @Test
    void decodesEscapesAndRefusesHalfASurrogatePair() throws Malformed {
        assertEquals(
                "\ud83c\udf34\n/\u0000",
                Json.parse(Bytes.utf8("\"\\uD83c\\udf34\\n\\/\\u0000\"")).text(10));
        for (String half : new String[] {"\\ud83c", "\\udf34\\ud83c", "\\ud83cx", "x\\udf34"}) {
            Json json = Json.parse(Bytes.utf8("\"" + half + "\""));
            assertThrows(Malformed.class, () -> json.text(10));
            assertFalse(json.isText("x"));
        }
    }

    @Test
    void refusesStringsThatAreTooLongAndValuesOfAnotherKind() throws Malformed {
        Json json = Json.parse(Bytes.utf8("[\"abcd\",1.5,12345678901234567890,true]"));
        assertEquals(
                Reason.TOO_LARGE,
                assertThrows(Malformed.class, () -> at(json, 0).text(3)).reason());
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> at(json, 1).text(3)).reason());
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> at(json, 1).integer()).reason());
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> at(json, 2).integer()).reason());
        assertTrue(at(json, 3).isTrue());
    }

    @Test
    void writesWhatItReads() throws Malformed {
        String text = "{\"a\":[1,\"\\\"\\\\\\u0007\u20ac\",true,false],\"b\":{},\"c\":[{},{\"d\":-5}]}";
        Bytes written = new JsonWriter()
                .beginObject()
                .name("a")
                .beginArray()
                .integer(1)
                .text("\"\\\u0007\u20ac")
                .bool(true)
                .bool(false)
                .endArray()
                .name("b")
                .raw(Bytes.utf8("{}"))
                .name("c")
                .beginArray()
                .beginObject()
                .endObject()
                .raw(Json.parse(Bytes.utf8("{\"d\":-5}")))
                .endArray()
                .endObject()
                .toBytes();
        assertEquals(Bytes.utf8(text), written);
        assertNotNull(Json.parse(written));
    }
}
