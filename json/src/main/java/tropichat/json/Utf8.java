package tropichat.json;

/** Well-formed UTF-8 (RFC 3629, section 4): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    public static boolean isValid(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            if (text[at] >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(text, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the sequence that begins at {@code at} with a byte above 0x7f; 0 where it is malformed. */
    private static int sequenceLength(byte[] text, int at, int to) {
        int first = text[at] & 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = text[at + 1] & 0xff;
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
