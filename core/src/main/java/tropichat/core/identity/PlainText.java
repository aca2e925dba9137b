package tropichat.core.identity;

/** What a line of text may hold so that it cannot change the look of the text around it. */
public final class PlainText {
    private PlainText() {}

    /** No control characters, no line breaks, no directional overrides or isolates, no lone surrogates. */
    public static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) || isDirectional(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    // C0, DEL and C1; line and paragraph separator.
    private static boolean isControl(char c) {
        return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
    }

    // Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9, section 2).
    private static boolean isDirectional(char c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
