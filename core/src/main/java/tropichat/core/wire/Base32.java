package tropichat.core.wire;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** Base32 (RFC 4648, section 6) in lower case and without padding, as multibase {@code b} has it. */
public final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private static final char[] DIGITS = ALPHABET.toCharArray();

    private Base32() {}

    /** All parts, one after the other, behind {@code prefix}. */
    public static String encode(String prefix, Bytes... parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        int at = prefix.length();
        char[] text = new char[at + (length * 8 + 4) / 5];
        prefix.getChars(0, at, text, 0);
        int pending = 0;
        int bits = 0;
        for (Bytes part : parts) {
            for (int i = 0; i < part.length(); i++) {
                pending = pending << 8 | part.at(i);
                for (bits += 8; bits >= 5; bits -= 5) {
                    text[at++] = DIGITS[pending >> (bits - 5) & 0x1f];
                }
                pending &= (1 << bits) - 1;
            }
        }
        if (bits > 0) {
            text[at] = DIGITS[pending << (5 - bits) & 0x1f];
        }
        return new String(text);
    }

    public static Bytes decode(String text) throws Malformed {
        byte[] content = new byte[text.length() * 5 / 8];
        int at = 0;
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new Malformed(Reason.SYNTAX, "a character that base32 does not have");
            }
            pending = (pending << 5 | digit) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                content[at++] = (byte) (pending >> bits);
            }
        }
        // Bits left over must be fewer than a digit and zero, else two texts would name the same bytes.
        if (bits >= 5 || (pending & (1 << bits) - 1) != 0) {
            throw new Malformed(Reason.NOT_CANONICAL, "bits left over at the end of base32");
        }
        return Bytes.wrap(content);
    }
}
