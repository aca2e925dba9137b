package tropichat.server.web;

import org.jspecify.annotations.Nullable;

/** How a file may be compressed ahead of time, in the order in which we prefer it. */
enum Encoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz"),
    IDENTITY("identity", "");

    private final String token;
    private final String suffix;

    Encoding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** Its name in HTTP (RFC 9110, section 8.4.1). */
    String token() {
        return token;
    }

    /** What the compressed file's name adds to the plain one's. */
    String suffix() {
        return suffix;
    }

    /** Whether an Accept-Encoding header names it, and not with a weight of 0 (RFC 9110, section 12.5.3). */
    boolean isIn(@Nullable String acceptEncoding) {
        if (this == IDENTITY) {
            return true;
        }
        if (acceptEncoding == null) {
            return false;
        }
        for (String item : acceptEncoding.split(",", -1)) {
            String[] parts = item.split(";", 2);
            if (parts[0].strip().equalsIgnoreCase(token)) {
                return parts.length == 1 || !isZero(parts[1].strip());
            }
        }
        return false;
    }

    private static boolean isZero(String weight) {
        return weight.startsWith("q=0") && weight.substring(3).chars().allMatch(digit -> digit == '.' || digit == '0');
    }
}
