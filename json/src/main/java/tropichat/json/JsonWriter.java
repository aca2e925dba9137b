package tropichat.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tropichat.core.base.Bytes;

/**
 * JSON text, written front to back into bytes: {@code new JsonWriter().beginObject().name("id").text(id).endObject()}.
 * Commas come by themselves.
 */
public final class JsonWriter {
    private static final int FIRST_BYTES = 128;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] text = new byte[FIRST_BYTES];
    private int length;
    private boolean wantsComma;

    public JsonWriter() {}

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** The name of an object's next member. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        put(':');
        wantsComma = false;
        return this;
    }

    /** A string; half a surrogate pair becomes a question mark. */
    public JsonWriter text(String value) {
        separate();
        quote(value);
        return this;
    }

    public JsonWriter integer(long value) {
        separate();
        return putAscii(Long.toString(value));
    }

    public JsonWriter bool(boolean value) {
        separate();
        return putAscii(value ? "true" : "false");
    }

    /** JSON text that was checked before, copied as it is. */
    public JsonWriter raw(Bytes json) {
        separate();
        put(json.unsafeArray(), 0, json.length());
        return this;
    }

    /** A value that is being read, copied as it is. */
    public JsonWriter raw(Json json) {
        separate();
        put(json.array(), json.from(), json.to());
        return this;
    }

    public Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(text, length));
    }

    @Override
    public String toString() {
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private JsonWriter begin(char bracket) {
        separate();
        put(bracket);
        wantsComma = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        put(bracket);
        wantsComma = true;
        return this;
    }

    private void separate() {
        if (wantsComma) {
            put(',');
        }
        wantsComma = true;
    }

    private void quote(String value) {
        put('"');
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        for (byte next : encoded) {
            if (next == '"' || next == '\\') {
                put('\\');
                put((char) next);
            } else if (next >= 0 && next < ' ') {
                putAscii("\\u00");
                put((char) HEX[next >> 4]);
                put((char) HEX[next & 0xf]);
            } else {
                put((char) next);
            }
        }
        put('"');
    }

    private JsonWriter putAscii(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        put(bytes, 0, bytes.length);
        return this;
    }

    private void put(char value) {
        reserve(1);
        text[length++] = (byte) value;
    }

    private void put(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, text, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
        }
    }
}
