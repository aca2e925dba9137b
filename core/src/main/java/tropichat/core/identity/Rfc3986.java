package tropichat.core.identity;

/** Which texts are a URI or one of its parts (RFC 3986, appendix A), as far as EIP-4361 speaks of them. */
final class Rfc3986 {
    private static final String GENERAL_DELIMITERS = ":/?#[]@";
    private static final String SUB_DELIMITERS = "!$&'()*+,;=";
    private static final String UNRESERVED_MARKS = "-._~";

    /** What {@code query} and {@code fragment} may have beside unreserved, escaped and sub-delims. */
    private static final String QUERY_MARKS = ":@/?";

    private Rfc3986() {}

    /** {@code URI}: a scheme, then an authority or none, a path, a query or none, a fragment or none. */
    static boolean isUri(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !isScheme(text.substring(0, colon))) {
            return false;
        }
        int fragment = indexOrEnd(text, '#', colon);
        int query = Math.min(indexOrEnd(text, '?', colon), fragment);
        return isHierarchicalPart(text.substring(colon + 1, query))
                && isMadeOf(afterMark(text, query, fragment), QUERY_MARKS)
                && isMadeOf(afterMark(text, fragment, text.length()), QUERY_MARKS);
    }

    /** {@code scheme}. */
    static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = isDigit(c) || "+-.".indexOf(c) >= 0;
            if (!isLetter(c) && (i == 0 || !inside)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@code authority}, and one that names a host: the RFC would let it be empty. */
    static boolean isAuthorityWithHost(String text) {
        String hostAndPort = text.substring(text.indexOf('@') + 1);
        return isAuthority(text) && !hostAndPort.isEmpty() && hostAndPort.charAt(0) != ':';
    }

    /** {@code pchar} any number of times. */
    static boolean isPathCharacters(String text) {
        return isMadeOf(text, ":@");
    }

    /** {@code reserved}. */
    static boolean isReserved(char c) {
        return GENERAL_DELIMITERS.indexOf(c) >= 0 || SUB_DELIMITERS.indexOf(c) >= 0;
    }

    /** {@code unreserved}. */
    static boolean isUnreserved(char c) {
        return isLetter(c) || isDigit(c) || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    /** {@code unreserved} or {@code sub-delims}. */
    static boolean isUnescaped(char c) {
        return isUnreserved(c) || SUB_DELIMITERS.indexOf(c) >= 0;
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** {@code hier-part}. */
    private static boolean isHierarchicalPart(String text) {
        if (!text.startsWith("//")) {
            return isMadeOf(text, ":@/");
        }
        int path = indexOrEnd(text, '/', 2);
        return isAuthority(text.substring(2, path)) && isMadeOf(text.substring(path), ":@/");
    }

    private static boolean isAuthority(String text) {
        int at = text.indexOf('@');
        if (at >= 0 && !isMadeOf(text.substring(0, at), ":")) {
            return false;
        }
        String hostAndPort = text.substring(at + 1);
        int port = indexOrEnd(hostAndPort, ':', hostAndPort.indexOf(']') + 1);
        return isHost(hostAndPort.substring(0, port)) && isDigits(afterMark(hostAndPort, port, hostAndPort.length()));
    }

    private static boolean isHost(String text) {
        return text.startsWith("[") ? IpLiteral.is(text) : isMadeOf(text, "");
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} has only unreserved characters, sub-delims, {@code more}, and escapes like {@code %2F}. */
    private static boolean isMadeOf(String text, String more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (text.length() < i + 3 || !isHexDigit(text.charAt(i + 1)) || !isHexDigit(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isUnescaped(c) && more.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What stands behind the mark at {@code mark}, up to {@code end}; nothing where the mark is not there. */
    private static String afterMark(String text, int mark, int end) {
        return mark < end ? text.substring(mark + 1, end) : "";
    }

    private static int indexOrEnd(String text, char wanted, int from) {
        int index = text.indexOf(wanted, from);
        return index < 0 ? text.length() : index;
    }
}
