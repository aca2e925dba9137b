package tropichat.chain;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** Numbers and bytes as Ethereum's JSON-RPC writes them: text that begins with {@code 0x}. */
final class Hex {
    /** What stands for a number that is none, or is too large to count blocks or chains. */
    static final long NONE = -1;

    private static final String PREFIX = "0x";
    private static final int NUMBER_DIGITS_MAX = 15;
    private static final int RADIX = 16;
    private static final int WORD_LENGTH = 32;

    /** 32 KiB: more than any answer that is read here. */
    private static final int CHARS_MAX = 65_538;

    private Hex() {}

    static String of(long number) {
        return PREFIX + Long.toHexString(number);
    }

    static String of(Bytes bytes) {
        return PREFIX + bytes.hex();
    }

    /** {@link #NONE} for anything but {@code 0x} and digits. */
    static long number(@Nullable Json value) {
        String digits = digits(value);
        if (digits == null || digits.isEmpty() || digits.length() > NUMBER_DIGITS_MAX) {
            return NONE;
        }
        try {
            return Long.parseUnsignedLong(digits, RADIX);
        } catch (NumberFormatException notNumber) {
            return NONE;
        }
    }

    /** Null for anything else, or more than some 32 KiB. */
    static @Nullable Bytes bytes(@Nullable Json value) {
        String digits = digits(value);
        return digits == null ? null : Bytes.parseHex(digits);
    }

    /** The first bytes of any number of them; null for anything else. */
    static @Nullable Bytes beginning(@Nullable Json value, int lengthMax) {
        String digits = digits(value, Integer.MAX_VALUE);
        return digits == null ? null : Bytes.parseHex(digits.substring(0, Math.min(digits.length(), 2 * lengthMax)));
    }

    /** A number as a word of 32 bytes; null for anything else. */
    static @Nullable Bytes word(@Nullable Json value) {
        String digits = digits(value);
        if (digits == null || digits.isEmpty() || digits.length() > 2 * WORD_LENGTH) {
            return null;
        }
        return Bytes.parseHex("0".repeat(2 * WORD_LENGTH - digits.length()) + digits);
    }

    private static @Nullable String digits(@Nullable Json value) {
        return digits(value, CHARS_MAX);
    }

    private static @Nullable String digits(@Nullable Json value, int charsMax) {
        if (value == null || value.kind() != Json.Kind.STRING || value.to() - value.from() > charsMax) {
            return null;
        }
        try {
            String text = value.text(charsMax);
            return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
        } catch (Malformed malformed) {
            return null;
        }
    }
}
