package tropichat.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

class FieldsTest {
    private static final Bytes BYTES = Bytes.wrap(new byte[3]);

    private final Fields fields = fields();

    @Test
    void areReadByTheirTypes() throws Malformed {
        assertEquals("abc", fields.text("text", 3));
        assertEquals(BYTES, fields.blob("bytes", 3, 3));
        assertEquals(7, fields.integer("number", 7, 7));
        assertEquals(true, fields.flag("flag"));
        assertEquals(2, fields.list("list", 2).size());
        assertEquals("x", fields.map("map").text("inner", 1));
    }

    @Test
    void mayBeMissingWhereTheyAreOptional() throws Malformed {
        assertNull(fields.optionalText("none", 1));
        assertNull(fields.optionalBlob("none", 1));
    }

    @Test
    void areRefusedWhereTheyAreMissingOrOfAnotherType() {
        for (String key : new String[] {"none", "list"}) {
            assertEquals(Reason.FIELD, refusal(() -> fields.text(key, 9)));
            assertEquals(Reason.FIELD, refusal(() -> fields.blob(key, 0, 9)));
            assertEquals(Reason.FIELD, refusal(() -> fields.integer(key, 0, 9)));
            assertEquals(Reason.FIELD, refusal(() -> fields.flag(key)));
            assertEquals(Reason.FIELD, refusal(() -> fields.map(key)));
        }
        assertEquals(Reason.FIELD, refusal(() -> fields.list("text", 9)));
        assertEquals(Reason.FIELD, refusal(() -> fields.optionalText("number", 9)));
        assertEquals(Reason.FIELD, refusal(() -> Fields.of(new Value.Null())));
    }

    @Test
    void areRefusedOutsideTheirBounds() {
        assertEquals(Reason.TOO_LARGE, refusal(() -> fields.text("text", 2)));
        assertEquals(Reason.FIELD, refusal(() -> fields.blob("bytes", 4, 9)));
        assertEquals(Reason.FIELD, refusal(() -> fields.blob("bytes", 0, 2)));
        assertEquals(Reason.FIELD, refusal(() -> fields.integer("number", 8, 9)));
        assertEquals(Reason.FIELD, refusal(() -> fields.integer("number", 0, 6)));
        assertEquals(Reason.TOO_LARGE, refusal(() -> fields.list("list", 1)));
    }

    private static Reason refusal(Executable read) {
        return assertThrows(Malformed.class, read).reason();
    }

    private static Fields fields() {
        try {
            return Fields.of(Value.map()
                    .with("text", "abc")
                    .with("bytes", BYTES)
                    .with("number", 7)
                    .with("flag", new Value.Bool(true))
                    .with("list", new Value.Sequence(List.of(new Value.Int(1), new Value.Null())))
                    .with("map", Value.map().with("inner", "x")));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneIsTakenOutOfTheEncoding() throws Malformed {
        Value.Mapping whole = fields.mapping();
        Bytes encoded = Cbor.encode(whole);
        for (String key : List.of("bytes", "flag", "list", "map", "number", "text", "missing")) {
            assertEquals(Cbor.encode(whole.without(key)), Cbor.without(encoded, key), key);
        }
    }
}
