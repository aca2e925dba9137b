package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;

/**
 * A moment together with the text that it was written as, since a signature covers the text. Two timestamps are equal
 * where their texts are.
 */
public final class Timestamp {
    private final String text;
    private final long millis;

    private Timestamp(String text, long millis) {
        this.text = text;
        this.millis = millis;
    }

    /** Reads a {@code date-time} of RFC 3339; anything else is {@code SYNTAX}. */
    public static Timestamp parse(String text) throws Malformed {
        return new Timestamp(text, Rfc3339.parse(text));
    }

    /** Writes Unix milliseconds in UTC, with three digits of a fraction, as JavaScript's {@code toISOString} does. */
    public static Timestamp ofMillis(long millis) {
        return new Timestamp(Rfc3339.format(millis), millis);
    }

    public String text() {
        return text;
    }

    /** Unix milliseconds; what was written more finely is cut off. */
    public long millis() {
        return millis;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Timestamp timestamp && text.equals(timestamp.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
