package tropichat.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * One value of a checked JSON text, read where it lies. Valid only until the call that handed it over returns, since
 * the bytes are the connection's read buffer; {@link #copy()} or {@link #text} keeps what is needed for longer.
 */
public final class Json {
    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private final JsonDocument document;
    private final int value;

    Json(JsonDocument document, int value) {
        this.document = document;
        this.value = value;
    }

    /** Parses a text of its own, which must not change while the value is in use. */
    public static Json parse(Bytes text) throws Malformed {
        byte[] content = text.unsafeArray();
        if (!Utf8.isValid(content, 0, content.length)) {
            throw new Malformed(Reason.SYNTAX, "JSON is not UTF-8");
        }
        return new JsonDocument().parse(content, 0, content.length);
    }

    public Kind kind() {
        return switch (document.text()[from()]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** The bytes that hold this value, from {@link #from()} to {@link #to()}; not to be written to. */
    public byte[] array() {
        return document.text();
    }

    public int from() {
        return document.at(value, JsonDocument.START);
    }

    public int to() {
        return document.at(value, JsonDocument.END);
    }

    /** This value's own bytes, to keep. */
    public Bytes copy() {
        return Bytes.wrap(Arrays.copyOfRange(array(), from(), to()));
    }

    /** How many elements an array has; 0 for anything else. */
    public int size() {
        int size = 0;
        if (kind() == Kind.ARRAY) {
            for (int child = value + 1; child < next(value); child = next(child)) {
                size++;
            }
        }
        return size;
    }

    /** The element at {@code index} of an array; null where there is none, or this is not an array. */
    public @Nullable Json element(int index) {
        if (kind() != Kind.ARRAY) {
            return null;
        }
        int left = index;
        for (int child = value + 1; child < next(value); child = next(child)) {
            if (left-- == 0) {
                return new Json(document, child);
            }
        }
        return null;
    }

    /** All elements of an array, in their order; none of anything else. */
    public List<Json> elements() {
        List<Json> elements = new ArrayList<>();
        if (kind() == Kind.ARRAY) {
            for (int child = value + 1; child < next(value); child = next(child)) {
                elements.add(new Json(document, child));
            }
        }
        return elements;
    }

    /** The members' names of an object, each once; none of anything else. At most {@code charsMax} UTF-16 code units each. */
    public Set<String> names(int charsMax) throws Malformed {
        Set<String> names = new LinkedHashSet<>();
        if (kind() == Kind.OBJECT) {
            for (int key = value + 1; key < next(value); key = next(next(key))) {
                names.add(new Json(document, key).text(charsMax));
            }
        }
        return names;
    }

    /**
     * The member {@code name} (ASCII) of an object; null where there is none, or this is not an object. The last of
     * several counts, as for ECMAScript's JSON.parse, so that both sides of a wire see the same.
     */
    public @Nullable Json field(String name) {
        if (kind() != Kind.OBJECT) {
            return null;
        }
        int found = -1;
        int key = value + 1;
        while (key < next(value)) {
            int member = next(key);
            if (isText(key, name)) {
                found = member;
            }
            key = next(member);
        }
        return found < 0 ? null : new Json(document, found);
    }

    /** Whether this is the string {@code expected} (ASCII). */
    public boolean isText(String expected) {
        return kind() == Kind.STRING && isText(value, expected);
    }

    /** A string, decoded; at most {@code charsMax} UTF-16 code units. */
    public String text(int charsMax) throws Malformed {
        if (kind() != Kind.STRING) {
            throw new Malformed(Reason.FIELD, "not a string");
        }
        String text = JsonStrings.decode(array(), from() + 1, to() - 1);
        if (text.length() > charsMax) {
            throw new Malformed(Reason.TOO_LARGE, "string is longer than " + charsMax + " characters");
        }
        return text;
    }

    /** A number without fraction or exponent, within the range of long. */
    public long integer() throws Malformed {
        if (kind() != Kind.NUMBER) {
            throw new Malformed(Reason.FIELD, "not a number");
        }
        try {
            return Long.parseLong(new String(array(), from(), to() - from(), StandardCharsets.US_ASCII));
        } catch (NumberFormatException notInteger) {
            throw new Malformed(Reason.FIELD, "not an integer");
        }
    }

    public boolean isTrue() {
        return array()[from()] == 't';
    }

    /** The text of this value. */
    @Override
    public String toString() {
        return new String(array(), from(), to() - from(), StandardCharsets.UTF_8);
    }

    private int next(int of) {
        return document.at(of, JsonDocument.NEXT);
    }

    private boolean isText(int string, String expected) {
        return JsonStrings.equal(
                array(),
                document.at(string, JsonDocument.START) + 1,
                document.at(string, JsonDocument.END) - 1,
                expected);
    }
}
