package tropichat.core.identity;

/** A host in brackets: {@code IP-literal} of RFC 3986, section 3.2.2. */
final class IpLiteral {
    /** Groups of 16 bits in an address of IPv6. */
    private static final int GROUPS = 8;

    private static final int GROUP_DIGITS_MAX = 4;
    private static final int IPV4_NUMBERS = 4;
    private static final int IPV4_GROUPS = 2;
    private static final String GAP = "::";
    private static final int WRONG = -1;

    private IpLiteral() {}

    static boolean is(String text) {
        if (text.length() < 2 || !text.startsWith("[") || !text.endsWith("]")) {
            return false;
        }
        String address = text.substring(1, text.length() - 1);
        return isIpv6(address) || isIpvFuture(address);
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        String after = text.substring(gap + GAP.length());
        int left = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left != WRONG && right != WRONG && left + right < GROUPS;
    }

    /** How many groups {@code text} has between colons, the last one as IPv4 where {@code ipv4Last}; else WRONG. */
    private static int groups(String text, boolean ipv4Last) {
        int groups = 0;
        int start = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', start)) {
            if (!isGroup(text.substring(start, colon))) {
                return WRONG;
            }
            groups++;
            start = colon + 1;
        }
        String last = text.substring(start);
        if (isGroup(last)) {
            return groups + 1;
        }
        return ipv4Last && isIpv4(last) ? groups + IPV4_GROUPS : WRONG;
    }

    private static boolean isGroup(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Rfc3986.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= GROUP_DIGITS_MAX;
    }

    private static boolean isIpv4(String text) {
        int numbers = 1;
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            if (!isByte(text.substring(start, dot))) {
                return false;
            }
            numbers++;
            start = dot + 1;
        }
        return numbers == IPV4_NUMBERS && isByte(text.substring(start));
    }

    /** {@code dec-octet}: 0 to 255 without leading zeros. */
    private static boolean isByte(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Rfc3986.isDigit(text.charAt(i)) || i >= 3) {
                return false;
            }
            value = 10 * value + (text.charAt(i) - '0');
        }
        return !text.isEmpty() && value <= 0xff && (text.length() == 1 || text.charAt(0) != '0');
    }

    private static boolean isIpvFuture(String text) {
        int dot = text.indexOf('.');
        if (dot < 2 || (text.charAt(0) != 'v' && text.charAt(0) != 'V')) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = i < dot ? Rfc3986.isHexDigit(c) : Rfc3986.isUnescaped(c) || c == ':';
            if (!allowed) {
                return false;
            }
        }
        return text.length() > dot + 1;
    }
}
