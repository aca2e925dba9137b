package tropichat.core.base;

/**
 * Bytes or text that are not what they claim to be: the only thing that a parser of foreign input throws. Carries no
 * stack trace, since a flood of bad input must stay cheap.
 */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why the input was refused; names double as metric labels. */
    public enum Reason {
        /** Ends before it should. */
        TRUNCATED,
        /** Goes on after it should have ended. */
        TRAILING,
        /** Longer, deeper or more than a named limit allows. */
        TOO_LARGE,
        /** Well-formed, but not in the one form that is allowed. */
        NOT_CANONICAL,
        /** Not of the grammar at all. */
        SYNTAX,
        /** A field is missing or has the wrong type. */
        FIELD,
        /** A version or kind that this build does not know. */
        UNKNOWN_VERSION,
        /** A checksum or digest does not match. */
        CHECKSUM
    }

    private final Reason reason;

    public Malformed(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
