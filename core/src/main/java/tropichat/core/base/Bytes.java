package tropichat.core.base;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes, compared by content and ordered as unsigned bytes. Records hold this where they would
 * hold an array, so that equality, hashing and printing mean what a reader expects.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final String HEX_DIGITS = "0123456789abcdef";

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Bytes copyOf(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** Takes {@code content} over without a copy; the caller must not write to it again. */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    public static Bytes utf8(String text) {
        return wrap(Utf8.encode(text));
    }

    /** Reads hexadecimal digits of either case, without a prefix; null where {@code hex} is anything else. */
    public static @Nullable Bytes parseHex(String hex) {
        if (hex.length() % 2 != 0) {
            return null;
        }
        byte[] content = new byte[hex.length() / 2];
        for (int i = 0; i < content.length; i++) {
            int high = hexValue(hex.charAt(2 * i));
            int low = hexValue(hex.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                return null;
            }
            content[i] = (byte) (high << 4 | low);
        }
        return wrap(content);
    }

    /** All parts, one after the other. */
    public static Bytes concat(Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        byte[] content = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.content, 0, content, at, part.length());
            at += part.length();
        }
        return wrap(content);
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at {@code index} as 0 to 255. */
    public int at(int index) {
        checkRange(index, index + 1);
        return content[index] & 0xff;
    }

    /** A copy of the bytes from {@code from} up to but not including {@code to}. */
    public Bytes slice(int from, int to) {
        checkRange(from, to);
        return wrap(Arrays.copyOfRange(content, from, to));
    }

    public boolean startsWith(Bytes prefix) {
        if (prefix.length() > length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (content[i] != prefix.content[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code other} has these bytes from {@code from} up to but not including {@code to}. */
    public boolean isAt(Bytes other, int from, int to) {
        other.checkRange(from, to);
        if (to - from != length()) {
            return false;
        }
        for (int i = 0; i < length(); i++) {
            if (content[i] != other.content[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** A copy that the caller may write to. */
    public byte[] toArray() {
        return content.clone();
    }

    /** The bytes themselves, for drivers that hand them on at once; the caller must not write to them. */
    public byte[] unsafeArray() {
        return content;
    }

    public String hex() {
        StringBuilder hex = new StringBuilder(2 * content.length);
        for (byte value : content) {
            hex.append(HEX_DIGITS.charAt(value >> 4 & 0xf)).append(HEX_DIGITS.charAt(value & 0xf));
        }
        return hex.toString();
    }

    @Override
    public int compareTo(Bytes other) {
        int shared = Math.min(content.length, other.content.length);
        for (int i = 0; i < shared; i++) {
            int difference = (content[i] & 0xff) - (other.content[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return content.length - other.content.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return hex();
    }

    // TeaVM's shipped build leaves array bounds unchecked, so ranges are checked here.
    private void checkRange(int from, int to) {
        if (from < 0 || from > to || to > content.length) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + content.length);
        }
    }

    private static int hexValue(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int lower = digit | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
