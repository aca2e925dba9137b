package tropichat.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Value;

class JsonValueTest {
    private static Value read(String text) throws Malformed {
        return JsonValue.of(Json.parse(Bytes.utf8(text)));
    }

    @Test
    void isWhatWasWritten() throws Malformed {
        Value.Mapping inner = Value.map().with("b", new Value.Bool(true)).with("n", new Value.Null());
        Value expected = Value.map()
                .with("list", new Value.Sequence(List.of(new Value.Int(-3), new Value.Text("é"), inner)))
                .with("empty", new Value.Sequence(List.of()));
        assertEquals(expected, read("{\"list\":[-3,\"\\u00e9\",{\"n\":null,\"b\":true}],\"empty\":[]}"));
    }

    @Test
    void isWrittenAsItWasRead() throws Malformed {
        String text = "{\"a\":[1,\"b\",true,null,{\"c\":-5}]}";
        JsonWriter written = new JsonWriter();
        JsonValue.write(read(text), written);
        assertEquals(text, written.toString());
    }

    /** As for ECMAScript's JSON.parse. */
    @Test
    void theLastOfSeveralMembersCounts() throws Malformed {
        assertEquals(Value.map().with("a", 2), read("{\"a\":1,\"a\":2}"));
    }

    @Test
    void numbersThatAreNotWholeOrTooLargeAreRefused() {
        assertEquals(
                Reason.FIELD, assertThrows(Malformed.class, () -> read("1.5")).reason());
        assertEquals(
                Reason.TOO_LARGE,
                assertThrows(Malformed.class, () -> read("9007199254740993")).reason());
    }
}
