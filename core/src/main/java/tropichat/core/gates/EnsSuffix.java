package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * Where names of ENS end, like {@code tropi.eth}. Only of letters, digits, hyphens and underscores of ASCII: among those no
 * two look alike to whoever checks a rule, and all are in their normal form (ENSIP-15).
 */
public record EnsSuffix(String text) {
    /** Characters of a name in DNS (RFC 1035, section 2.3.4). */
    static final int CHARS_MAX = 253;

    private static final int LABEL_CHARS_MAX = 63;

    /** Reads one, in words for whoever wrote it. */
    public static EnsSuffix parse(String text) throws Malformed {
        if (text.isEmpty() || text.length() > CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "suffix has 1 to " + CHARS_MAX + " characters");
        }
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            length = next == '.' ? 0 : length + 1;
            boolean isEmptyLabel = length == 0 && (i == 0 || text.charAt(i - 1) == '.' || i == text.length() - 1);
            if (isEmptyLabel || length > LABEL_CHARS_MAX) {
                throw new Malformed(
                        Reason.SYNTAX,
                        "suffix is made of parts of 1 to " + LABEL_CHARS_MAX + " characters with one dot between two");
            }
            if (next != '.' && !isPlain(next)) {
                throw new Malformed(
                        Reason.NOT_CANONICAL,
                        "suffix takes lower-case letters a to z, digits, hyphens and underscores only; character "
                                + (i + 1) + " is none of them (U+" + hex(next) + ")");
            }
        }
        return new EnsSuffix(text);
    }

    private static boolean isPlain(char next) {
        return (next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == '-' || next == '_';
    }

    private static String hex(char next) {
        return Bytes.wrap(new byte[] {(byte) (next >> 8), (byte) next}).hex();
    }

    /** Whether a name is this one or lies below it. */
    boolean covers(Bytes name) {
        Bytes self = Bytes.utf8(text);
        int from = name.length() - self.length();
        return from >= 0 && self.isAt(name, from, name.length()) && (from == 0 || name.at(from - 1) == '.');
    }
}
