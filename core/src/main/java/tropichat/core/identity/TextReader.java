package tropichat.core.identity;

import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** A cursor over a text of lines with fixed words in fixed places. */
final class TextReader {
    private final String text;
    private int at;

    TextReader(String text) {
        this.text = text;
    }

    /** Goes past {@code words} where they come next; otherwise stays and answers false. */
    boolean take(String words) {
        if (!text.startsWith(words, at)) {
            return false;
        }
        at += words.length();
        return true;
    }

    /** Goes past {@code words}, which must come next. */
    void expect(String words) throws Malformed {
        if (!take(words)) {
            throw new Malformed(
                    at >= text.length() ? Reason.TRUNCATED : Reason.SYNTAX,
                    "\"" + words.replace("\n", "") + "\" is missing");
        }
    }

    /** What is left of the line, which may be nothing; the line feed is not taken. */
    String restOfLine() {
        int end = text.indexOf('\n', at);
        String rest = text.substring(at, end < 0 ? text.length() : end);
        at += rest.length();
        return rest;
    }

    /** Whether {@code words} come next. */
    boolean sees(String words) {
        return text.startsWith(words, at);
    }

    void expectEnd() throws Malformed {
        if (at < text.length()) {
            throw new Malformed(Reason.TRAILING, "text goes on behind its end");
        }
    }
}
