package tropichat.core.identity;

import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** Reads whole numbers in the one decimal form: no sign, no leading zero, no more than {@link #MAX}. */
final class Decimal {
    /** The largest whole number up to which a JavaScript number is exact: 2^53 − 1. */
    static final long MAX = (1L << 53) - 1;

    private static final int DIGITS_MAX = 16;

    private Decimal() {}

    static long parse(String text) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed(Reason.SYNTAX, "a number without digits");
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new Malformed(Reason.SYNTAX, "a number with something else than digits");
            }
            // Digits past the limit are checked to be digits, but no longer counted: the value cannot overflow.
            value = i < DIGITS_MAX ? 10 * value + (digit - '0') : value;
        }
        if (text.length() > 1 && text.charAt(0) == '0') {
            throw new Malformed(Reason.NOT_CANONICAL, "a number with leading zeros");
        }
        if (text.length() > DIGITS_MAX || value > MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a number above 2^53 - 1");
        }
        return value;
    }
}
