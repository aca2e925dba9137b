package tropichat.core.wire;

import java.util.Arrays;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** Base58 with Bitcoin's alphabet (draft-msporny-base58-03), for keys of some dozens of bytes: its cost is quadratic. */
public final class Base58 {
    /** Longest text and content taken: a multibase public key has 48 characters and 34 bytes. */
    public static final int LENGTH_MAX = 128;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Base58() {}

    public static String encode(Bytes bytes) {
        int zeros = 0;
        while (zeros < bytes.length() && bytes.at(zeros) == 0) {
            zeros++;
        }
        // Digits of base 58, least significant first; 138/100 is above log(256)/log(58).
        int[] digits = new int[bytes.length() * 138 / 100 + 1];
        int used = 0;
        for (int i = zeros; i < bytes.length(); i++) {
            int carry = bytes.at(i);
            for (int j = 0; j < used || carry != 0; j++) {
                carry += digits[j] << 8;
                digits[j] = carry % 58;
                carry /= 58;
                used = Math.max(used, j + 1);
            }
        }
        StringBuilder text = new StringBuilder(zeros + used);
        for (int i = 0; i < zeros; i++) {
            text.append(ALPHABET.charAt(0));
        }
        for (int i = used - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(digits[i]));
        }
        return text.toString();
    }

    public static Bytes decode(String text) throws Malformed {
        if (text.length() > LENGTH_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "base58 text longer than " + LENGTH_MAX);
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        int[] digits = new int[text.length() + 1];
        int used = 0;
        for (int i = zeros; i < text.length(); i++) {
            int carry = ALPHABET.indexOf(text.charAt(i));
            if (carry < 0) {
                throw new Malformed(Reason.SYNTAX, "a character that base58 does not have");
            }
            for (int j = 0; j < used || carry != 0; j++) {
                carry += digits[j] * 58;
                digits[j] = carry & 0xff;
                carry >>= 8;
                used = Math.max(used, j + 1);
            }
        }
        byte[] content = new byte[zeros + used];
        Arrays.fill(content, 0, zeros, (byte) 0);
        for (int i = 0; i < used; i++) {
            content[zeros + i] = (byte) digits[used - 1 - i];
        }
        return Bytes.wrap(content);
    }
}
