package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A whole number below 2^256, as Ethereum's contracts count.
 *
 * @param word its {@link #LENGTH} bytes, the highest first: the order of bytes is that of numbers
 */
public record Uint256(Bytes word) implements Comparable<Uint256> {
    /** Bytes of a word (Ethereum yellow paper, section 9.1). */
    public static final int LENGTH = 32;

    public static final Uint256 ZERO = of(0);
    public static final Uint256 ONE = of(1);

    private static final int BASE = 10;
    private static final int BYTE_VALUES = 256;
    private static final int BYTE_BITS = 8;

    public Uint256 {
        if (word.length() != LENGTH) {
            throw new IllegalArgumentException("a word has " + LENGTH + " bytes, not " + word.length());
        }
    }

    /** Of a number that is not negative. */
    public static Uint256 of(long value) {
        byte[] word = new byte[LENGTH];
        long left = value;
        for (int i = LENGTH - 1; left > 0; i--) {
            word[i] = (byte) left;
            left >>>= BYTE_BITS;
        }
        return new Uint256(Bytes.wrap(word));
    }

    /**
     * Reads decimal digits, without sign or leading zeros.
     *
     * @throws Malformed {@code SYNTAX}, {@code NOT_CANONICAL}, or {@code TOO_LARGE} from 2^256 on
     */
    public static Uint256 parse(String digits) throws Malformed {
        if (digits.isEmpty()) {
            throw new Malformed(Reason.SYNTAX, "a number without digits");
        }
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            throw new Malformed(Reason.NOT_CANONICAL, "a number with leading zeros");
        }
        byte[] word = new byte[LENGTH];
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new Malformed(Reason.SYNTAX, "a number with something else than digits");
            }
            if (timesTenPlus(word, digit - '0')) {
                throw new Malformed(Reason.TOO_LARGE, "a number above 2^256 - 1");
            }
        }
        return new Uint256(Bytes.wrap(word));
    }

    /** Whether it did not fit. */
    private static boolean timesTenPlus(byte[] word, int digit) {
        int carry = digit;
        for (int i = LENGTH - 1; i >= 0; i--) {
            int value = (word[i] & 0xff) * BASE + carry;
            word[i] = (byte) value;
            carry = value / BYTE_VALUES;
        }
        return carry != 0;
    }

    @Override
    public int compareTo(Uint256 other) {
        return word.compareTo(other.word);
    }

    /** Decimal digits. */
    @Override
    public String toString() {
        byte[] rest = word.toArray();
        StringBuilder digits = new StringBuilder();
        boolean more = true;
        while (more) {
            int remainder = 0;
            more = false;
            for (int i = 0; i < LENGTH; i++) {
                int value = remainder * BYTE_VALUES + (rest[i] & 0xff);
                rest[i] = (byte) (value / BASE);
                remainder = value % BASE;
                more |= rest[i] != 0;
            }
            digits.append((char) ('0' + remainder));
        }
        return digits.reverse().toString();
    }
}
