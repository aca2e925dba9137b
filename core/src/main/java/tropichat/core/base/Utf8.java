package tropichat.core.base;

import java.util.Arrays;
import tropichat.core.base.Malformed.Reason;

/**
 * UTF-8 (RFC 3629). Written out here for two reasons: the library's coders replace what they ought to refuse, and they
 * would add 7 kB to the module that pages load, a sixth of it.
 */
public final class Utf8 {
    private static final int ASCII_END = 0x80;
    private static final int TWO_BYTES_END = 0x800;
    private static final int THREE_BYTES_END = 0x10000;
    private static final int SURROGATES_START = 0xd800;
    private static final int SURROGATES_END = 0xe000;

    /** A char takes at most this many bytes, a pair of surrogates 4. */
    private static final int BYTES_PER_CHAR_MAX = 3;

    private Utf8() {}

    /** A surrogate without its partner, which no UTF-8 can say, becomes a question mark. */
    static byte[] encode(String text) {
        // Most texts are ASCII, and as long in bytes as in chars.
        byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            char next = text.charAt(i);
            if (next >= ASCII_END) {
                return encodeAny(text);
            }
            ascii[i] = (byte) next;
        }
        return ascii;
    }

    private static byte[] encodeAny(String text) {
        byte[] out = new byte[BYTES_PER_CHAR_MAX * text.length()];
        int used = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = text.codePointAt(i);
            if (codePoint < ASCII_END) {
                out[used++] = (byte) codePoint;
            } else if (codePoint < TWO_BYTES_END) {
                out[used++] = (byte) (0xc0 | codePoint >> 6);
                out[used++] = continuation(codePoint, 0);
            } else if (isSurrogate(codePoint)) {
                out[used++] = '?';
            } else if (codePoint < THREE_BYTES_END) {
                out[used++] = (byte) (0xe0 | codePoint >> 12);
                out[used++] = continuation(codePoint, 6);
                out[used++] = continuation(codePoint, 0);
            } else {
                out[used++] = (byte) (0xf0 | codePoint >> 18);
                out[used++] = continuation(codePoint, 12);
                out[used++] = continuation(codePoint, 6);
                out[used++] = continuation(codePoint, 0);
                i++;
            }
        }
        return Arrays.copyOf(out, used);
    }

    /** How many bytes the text takes; in it no surrogate may lack its partner. */
    public static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            // Two of a pair's four bytes for each of its halves.
            length += isSurrogate(next) ? 2 : lengthOf(next);
        }
        return length;
    }

    /** {@code SYNTAX} where the bytes are not UTF-8: cut short, longer than need be, a surrogate, above U+10FFFF. */
    public static String decode(Bytes utf8) throws Malformed {
        return decode(utf8, 0, utf8.length());
    }

    /** The same of the bytes from {@code from} up to but not including {@code to}. */
    public static String decode(Bytes utf8, int from, int to) throws Malformed {
        byte[] bytes = utf8.unsafeArray();
        char[] ascii = new char[to - from];
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return decodeAny(utf8.slice(from, to));
            }
            ascii[i - from] = (char) bytes[i];
        }
        return new String(ascii);
    }

    private static String decodeAny(Bytes utf8) throws Malformed {
        StringBuilder text = new StringBuilder(utf8.length());
        int at = 0;
        while (at < utf8.length()) {
            int first = utf8.at(at);
            int length = length(first);
            if (length > utf8.length() - at) {
                throw wrong();
            }
            // The first byte of n > 1 bytes gives 7 - n bits, each other one 6.
            int codePoint = length == 1 ? first : first & (0x7f >> length);
            for (int i = 1; i < length; i++) {
                int next = utf8.at(at + i);
                if ((next & 0xc0) != 0x80) {
                    throw wrong();
                }
                codePoint = codePoint << 6 | (next & 0x3f);
            }
            if (lengthOf(codePoint) != length || isSurrogate(codePoint) || codePoint > Character.MAX_CODE_POINT) {
                throw wrong();
            }
            text.appendCodePoint(codePoint);
            at += length;
        }
        return text.toString();
    }

    private static byte continuation(int codePoint, int shift) {
        return (byte) (0x80 | (codePoint >> shift & 0x3f));
    }

    /** How many bytes a sequence has that starts with {@code first}. */
    private static int length(int first) throws Malformed {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc0 || first >= 0xf8) {
            throw wrong();
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    /** How many bytes a code point takes. */
    private static int lengthOf(int codePoint) {
        if (codePoint < ASCII_END) {
            return 1;
        }
        return codePoint < TWO_BYTES_END ? 2 : codePoint < THREE_BYTES_END ? 3 : 4;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= SURROGATES_START && codePoint < SURROGATES_END;
    }

    private static Malformed wrong() {
        return new Malformed(Reason.SYNTAX, "text that is not UTF-8");
    }
}
