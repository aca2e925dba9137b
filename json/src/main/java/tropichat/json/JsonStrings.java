package tropichat.json;

import java.nio.charset.StandardCharsets;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** What stands between the quotes of a checked JSON string (RFC 8259, section 7), decoded and compared. */
final class JsonStrings {
    private JsonStrings() {}

    static String decode(byte[] text, int from, int to) throws Malformed {
        int plain = plainEnd(text, from, to);
        if (plain == to) {
            return new String(text, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder decoded = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            decoded.append(new String(text, at, plain - at, StandardCharsets.UTF_8));
            at = plain < to ? appendEscape(decoded, text, plain) : to;
            plain = plainEnd(text, at, to);
        }
        refuseLoneSurrogates(decoded);
        return decoded.toString();
    }

    /** Whether the string is {@code expected} (ASCII), however it is escaped. */
    static boolean equal(byte[] text, int from, int to, String expected) {
        if (to - from == expected.length()) {
            int same = 0;
            while (same < expected.length() && text[from + same] == expected.charAt(same)) {
                same++;
            }
            return same == expected.length();
        }
        if (to - from < expected.length() || plainEnd(text, from, to) == to) {
            return false;
        }
        try {
            return decode(text, from, to).equals(expected);
        } catch (Malformed loneSurrogate) {
            return false;
        }
    }

    private static int plainEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int appendEscape(StringBuilder decoded, byte[] text, int backslash) {
        byte kind = text[backslash + 1];
        if (kind == 'u') {
            int unit = 0;
            for (int i = 2; i < 6; i++) {
                unit = unit << 4 | Character.digit(text[backslash + i], 16);
            }
            decoded.append((char) unit);
            return backslash + 6;
        }
        decoded.append(
                switch (kind) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> (char) kind;
                });
        return backslash + 2;
    }

    private static void refuseLoneSurrogates(CharSequence decoded) throws Malformed {
        for (int i = 0; i < decoded.length(); i++) {
            char unit = decoded.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < decoded.length()
                    && Character.isLowSurrogate(decoded.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw new Malformed(Reason.SYNTAX, "string holds half a surrogate pair");
            }
        }
    }
}
