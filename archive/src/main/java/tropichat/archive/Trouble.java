package tropichat.archive;

/** Something that went wrong outside of this program, in words for people: what, why, and what helps. */
class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    /** Nothing came from a server: it is silent, or nobody is there. */
    static final class Unanswered extends Trouble {
        private static final long serialVersionUID = 1L;

        Unanswered(String what, String why, String help) {
            super(what, why, help);
        }
    }

    /** How much of somebody else's text is shown. */
    private static final int QUOTE_CHARS_MAX = 200;

    Trouble(String what, String why, String help) {
        super(what + ": " + why.replaceAll("[.\\s]+$", "") + ". " + help);
    }

    /** What a stranger said, on one line that fits on a screen and without what would move the cursor. */
    static String quote(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return '"' + (line.length() > QUOTE_CHARS_MAX ? line.substring(0, QUOTE_CHARS_MAX) + "…" : line) + '"';
    }

    /** The words of an error that has perhaps none. */
    static String wordsOf(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
