package tropichat.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * One JSON text (RFC 8259) checked against the grammar in a single pass over its bytes, which stay where they are: the
 * pass leaves a tape with the place of every value, and {@link Json} reads through it. An instance is reused for text
 * after text and allocates nothing but a longer tape; what was read through it before is then void.
 *
 * <p>The bytes must be valid UTF-8 already (see {@link Utf8}); escapes are checked, but a surrogate without its partner
 * is refused only when the string is decoded, as the grammar allows it.
 *
 * <p>Tape: three ints a value, in the order of the text. An object's children are key, value, key, value.
 */
public final class JsonDocument {
    /** Containers within containers; a session description nests twice, so this is far more than anybody needs. */
    static final int DEPTH_MAX = 64;

    /** Keys and values of one text. Bounds the tape to 768 KiB; the largest session description has a dozen. */
    static final int VALUES_MAX = 65_536;

    static final int START = 0;
    static final int END = 1;
    static final int NEXT = 2;
    private static final int INTS_PER_VALUE = 3;
    private static final int FIRST_VALUES = 32;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private final int[] open = new int[DEPTH_MAX];
    private int[] tape = new int[FIRST_VALUES * INTS_PER_VALUE];
    private int values;
    private byte[] text = new byte[0];

    public JsonDocument() {}

    /** Checks that {@code from} to {@code to} of {@code text} is one value, white space around it allowed. */
    public Json parse(byte[] text, int from, int to) throws Malformed {
        this.text = text;
        values = 0;
        int end = skipSpace(scan(from, to), to);
        if (end < to) {
            throw new Malformed(Reason.TRAILING, "JSON goes on after its value");
        }
        return new Json(this, 0);
    }

    byte[] text() {
        return text;
    }

    /** START, END or NEXT (the value after this one and all within it) of a value. */
    int at(int value, int part) {
        return tape[value * INTS_PER_VALUE + part];
    }

    int values() {
        return values;
    }

    private int scan(int from, int to) throws Malformed {
        long objects = 0; // one bit a level, the innermost lowest: set where that level is an object
        int depth = 0;
        int at = from;
        while (true) {
            at = skipSpace(at, to);
            int value = begin(at);
            byte first = byteAt(at, to);
            if (first == '{' || first == '[') {
                boolean object = first == '{';
                at = skipSpace(at + 1, to);
                if (byteAt(at, to) != (object ? '}' : ']')) {
                    if (depth == DEPTH_MAX) {
                        throw new Malformed(Reason.TOO_LARGE, "JSON nests too deep");
                    }
                    open[depth++] = value;
                    objects = objects << 1 | (object ? 1 : 0);
                    at = object ? key(at, to) : at;
                    continue;
                }
                at++;
            } else {
                at = scalar(first, at, to);
            }
            finish(value, at);
            while (true) {
                if (depth == 0) {
                    return at;
                }
                at = skipSpace(at, to);
                boolean object = (objects & 1) != 0;
                byte next = byteAt(at++, to);
                if (next == ',') {
                    at = object ? key(skipSpace(at, to), to) : at;
                    break;
                }
                if (next != (object ? '}' : ']')) {
                    throw new Malformed(Reason.SYNTAX, "JSON wants a comma or the end of a container");
                }
                finish(open[--depth], at);
                objects >>>= 1;
            }
        }
    }

    private int scalar(byte first, int at, int to) throws Malformed {
        return switch (first) {
            case '"' -> string(at, to);
            case 't' -> literal(at, to, "true");
            case 'f' -> literal(at, to, "false");
            case 'n' -> literal(at, to, "null");
            default -> number(at, to);
        };
    }

    private int begin(int at) throws Malformed {
        if (values == VALUES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "JSON holds too many values");
        }
        int slot = values * INTS_PER_VALUE;
        if (slot == tape.length) {
            tape = Arrays.copyOf(tape, 2 * tape.length);
        }
        tape[slot + START] = at;
        return values++;
    }

    private void finish(int value, int end) {
        tape[value * INTS_PER_VALUE + END] = end;
        tape[value * INTS_PER_VALUE + NEXT] = values;
    }

    /** A key and its colon. */
    private int key(int at, int to) throws Malformed {
        if (byteAt(at, to) != '"') {
            throw new Malformed(Reason.SYNTAX, "JSON wants a key");
        }
        int value = begin(at);
        int end = string(at, to);
        finish(value, end);
        int colon = skipSpace(end, to);
        if (byteAt(colon, to) != ':') {
            throw new Malformed(Reason.SYNTAX, "JSON wants a colon");
        }
        return colon + 1;
    }

    // Eight bytes at a time for what is neither quote, backslash nor control character: the lowest marked byte of
    // (word - limit) & ~word & 0x80… is exact, since borrows run upwards only.
    private int string(int opening, int to) throws Malformed {
        int at = opening + 1;
        while (true) {
            while (at + Long.BYTES <= to) {
                long word = (long) WORDS.get(text, at);
                long quotes = word ^ QUOTES;
                long escapes = word ^ BACKSLASHES;
                long quote = (quotes - ONES) & ~quotes;
                long escape = (escapes - ONES) & ~escapes;
                long control = (word - SPACES) & ~word;
                long marks = (quote | escape | control) & HIGHS;
                if (marks != 0) {
                    at += Long.numberOfTrailingZeros(marks) >>> 3;
                    break;
                }
                at += Long.BYTES;
            }
            byte next = byteAt(at, to);
            if (next == '"') {
                return at + 1;
            } else if (next == '\\') {
                at = escape(at, to);
            } else if (next >= 0 && next < ' ') {
                throw new Malformed(Reason.SYNTAX, "JSON string holds a control character");
            } else {
                at++;
            }
        }
    }

    private int escape(int backslash, int to) throws Malformed {
        return switch (byteAt(backslash + 1, to)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> unicodeEscape(backslash, to);
            default -> throw new Malformed(Reason.SYNTAX, "JSON escape is unknown");
        };
    }

    private int unicodeEscape(int backslash, int to) throws Malformed {
        for (int i = 2; i < 6; i++) {
            if (Character.digit(byteAt(backslash + i, to), 16) < 0) {
                throw new Malformed(Reason.SYNTAX, "JSON \\u wants four hexadecimal digits");
            }
        }
        return backslash + 6;
    }

    private int literal(int at, int to, String word) throws Malformed {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(at + i, to) != word.charAt(i)) {
                throw new Malformed(Reason.SYNTAX, "JSON value is unknown");
            }
        }
        return at + word.length();
    }

    private int number(int from, int to) throws Malformed {
        int at = text[from] == '-' ? from + 1 : from;
        if (byteAt(at, to) == '0') {
            at++;
        } else {
            at = digits(at, to);
        }
        if (at < to && text[at] == '.') {
            at = digits(at + 1, to);
        }
        if (at < to && (text[at] | 0x20) == 'e') {
            at++;
            byte sign = byteAt(at, to);
            at = digits(sign == '+' || sign == '-' ? at + 1 : at, to);
        }
        return at;
    }

    private int digits(int from, int to) throws Malformed {
        if (!isDigit(byteAt(from, to))) {
            throw new Malformed(Reason.SYNTAX, "JSON wants a digit");
        }
        int at = from + 1;
        while (at < to && isDigit(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private int skipSpace(int from, int to) {
        int at = from;
        while (at < to && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
        return at;
    }

    private byte byteAt(int at, int to) throws Malformed {
        if (at >= to) {
            throw new Malformed(Reason.TRUNCATED, "JSON ends early");
        }
        return text[at];
    }
}
