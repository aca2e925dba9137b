package tropichat.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) as what it is in Java: {@link Map}, {@link List}, {@link String}, {@link Double},
 * {@link Boolean}, null.
 */
final class JsonReader {
    /** Deeper than any answer that is read here. */
    private static final int DEPTH_MAX = 32;

    private static final String NUMBER_CHARS = "+-.0123456789eE";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Throws {@link IllegalArgumentException} where {@code text} is not one JSON value. */
    static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        if (reader.peek() != 0) {
            throw reader.bad();
        }
        return value;
    }

    /** What lies at the end of these keys; null where there is no such thing. */
    static @Nullable Object find(@Nullable Object value, String... path) {
        Object found = value;
        for (String key : path) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return found;
    }

    /** The text at the end of these keys; empty where there is none. */
    static String text(@Nullable Object value, String... path) {
        return find(value, path) instanceof String string ? string : "";
    }

    private @Nullable Object value(int depth) {
        if (depth > DEPTH_MAX) {
            throw bad();
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        if (peek() == '}') {
            at++;
            return object;
        }
        do {
            if (peek() != '"') {
                throw bad();
            }
            String key = string();
            expect(':');
            object.put(key, value(depth + 1));
        } while (another('}'));
        return object;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        if (peek() == ']') {
            at++;
            return array;
        }
        do {
            array.add(value(depth + 1));
        } while (another(']'));
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (true) {
            char next = next();
            if (next == '"') {
                return string.toString();
            }
            string.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() {
        char code = next();
        return switch (code) {
            case '"', '\\', '/' -> code;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw bad();
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw bad();
        };
    }

    private Double number() {
        int begin = at;
        while (at < text.length() && NUMBER_CHARS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.valueOf(text.substring(begin, at));
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw bad();
        }
        at += word.length();
        return value;
    }

    private boolean another(char end) {
        char next = peek();
        at++;
        if (next != ',' && next != end) {
            throw bad();
        }
        return next == ',';
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw bad();
        }
        at++;
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        if (at >= text.length()) {
            throw bad();
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("not JSON at character " + at);
    }
}
