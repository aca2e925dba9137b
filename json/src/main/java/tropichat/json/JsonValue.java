package tropichat.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Value;

/** JSON as a value of the DAG-CBOR data model: what people write, as core reads it. */
public final class JsonValue {
    /** Of one string; longer ones are no part of anything that is read this way. */
    private static final int CHARS_MAX = 4_096;

    private static final Bytes NULL = Bytes.utf8("null");

    private JsonValue() {}

    /**
     * All of it, copied.
     *
     * @throws Malformed where a number is not a whole one within ±(2^53 − 1), or a string is too long
     */
    public static Value of(Json json) throws Malformed {
        return switch (json.kind()) {
            case OBJECT -> {
                Value.Mapping map = Value.map();
                for (String name : json.names(CHARS_MAX)) {
                    Json member = json.field(name);
                    map.with(name, member == null ? new Value.Null() : of(member));
                }
                yield map;
            }
            case ARRAY -> {
                List<Value> items = new ArrayList<>();
                for (Json element : json.elements()) {
                    items.add(of(element));
                }
                yield new Value.Sequence(items);
            }
            case STRING -> new Value.Text(json.text(CHARS_MAX));
            case NUMBER -> integer(json.integer());
            case BOOLEAN -> new Value.Bool(json.isTrue());
            case NULL -> new Value.Null();
        };
    }

    /** Writes what JSON can hold; bytes and links are no part of it. */
    public static void write(Value value, JsonWriter into) {
        switch (value) {
            case Value.Mapping map -> {
                into.beginObject();
                for (String key : map.keys()) {
                    into.name(key);
                    write(Objects.requireNonNull(map.get(key)), into);
                }
                into.endObject();
            }
            case Value.Sequence sequence -> {
                into.beginArray();
                sequence.items().forEach(item -> write(item, into));
                into.endArray();
            }
            case Value.Text text -> into.text(text.text());
            case Value.Int number -> into.integer(number.value());
            case Value.Bool bool -> into.bool(bool.value());
            case Value.Null ignored -> into.raw(NULL);
            case Value.Blob ignored -> throw new IllegalArgumentException("bytes in JSON");
            case Value.Link ignored -> throw new IllegalArgumentException("a link in JSON");
            case Value.Leaf ignored -> throw new IllegalArgumentException("a link in JSON");
        }
    }

    private static Value integer(long number) throws Malformed {
        if (number > Value.Int.MAX || number < -Value.Int.MAX) {
            throw new Malformed(Reason.TOO_LARGE, "write a number above 2^53 - 1 as text");
        }
        return new Value.Int(number);
    }
}
