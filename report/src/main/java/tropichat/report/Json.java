package tropichat.report;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, strings, numbers and truth values as indented JSON (RFC 8259). */
public final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * The JSON text of {@code value}. A number that JSON cannot express (NaN, infinity) becomes null; anything but
     * the types named above is an {@link IllegalArgumentException}.
     */
    public static String write(@Nullable Object value) {
        Json json = new Json();
        json.value(value, 0);
        return json.text.append('\n').toString();
    }

    /** The characters of {@code content} as they stand between the quotes of a JSON string. */
    public static String escape(String content) {
        Json json = new Json();
        content.chars().forEach(character -> json.character((char) character));
        return json.text.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> object(map, depth);
            case Collection<?> collection -> array(collection, depth);
            case String string -> text.append('"').append(escape(string)).append('"');
            case Boolean truth -> text.append(truth.booleanValue());
            case Double number -> text.append(number(number));
            case Integer number -> text.append(number.intValue());
            case Long number -> text.append(number.longValue());
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        text.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            text.append('"').append(escape(String.valueOf(entry.getKey()))).append("\": ");
            value(entry.getValue(), depth + 1);
            text.append(entries.hasNext() ? "," : "");
        }
        if (!map.isEmpty()) {
            newLine(depth);
        }
        text.append('}');
    }

    private void array(Collection<?> collection, int depth) {
        text.append('[');
        for (Iterator<?> items = collection.iterator(); items.hasNext(); ) {
            value(items.next(), depth + 1);
            text.append(items.hasNext() ? ", " : "");
        }
        text.append(']');
    }

    private void newLine(int depth) {
        text.append('\n').append(INDENT.repeat(depth));
    }

    private void character(char character) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (character < ' ') {
                    text.append(String.format("\\u%04x", (int) character));
                } else {
                    text.append(character);
                }
            }
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "null";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
