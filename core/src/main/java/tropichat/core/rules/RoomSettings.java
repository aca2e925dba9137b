package tropichat.core.rules;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.PlainText;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What the owner of a room may change about it.
 *
 * @param name what people call it: 1 to {@link Limits#ROOM_CHARS_MAX} printable characters on one line; need not be
 *     unique
 * @param topic one line, at most {@link #TOPIC_BYTES_MAX} bytes of UTF-8, perhaps empty
 * @param capacity members that it may have, 1 to {@link #CAPACITY_MAX}
 * @param keptEntries how many entries of what was said are kept; 0 for no such bound
 * @param keptDays for how many days; 0 for no such bound
 * @param slowSeconds how long each member waits between two entries, at most {@link #SLOW_SECONDS_MAX}; 0 for not at all
 */
public record RoomSettings(String name, String topic, int capacity, int keptEntries, int keptDays, int slowSeconds) {
    /** A guess: some lines of words. */
    public static final int TOPIC_BYTES_MAX = 512;

    /** As many as rooms are simulated with. */
    public static final int CAPACITY_MAX = 10_000;

    /** Far above what a page keeps; a guess. */
    public static final int KEPT_ENTRIES_MAX = 10_000_000;

    /** Ten years; a guess. */
    public static final int KEPT_DAYS_MAX = 3_650;

    /** A day. */
    public static final int SLOW_SECONDS_MAX = 86_400;

    public RoomSettings {
        Malformed problem = problem(name, topic, capacity, keptEntries, keptDays, slowSeconds);
        if (problem != null) {
            throw new IllegalArgumentException(problem.getMessage());
        }
    }

    /**
     * Takes what somebody wrote.
     *
     * @throws Malformed {@code TOO_LARGE} where a text is too long, {@code FIELD} where one could change the look of what
     *     stands around it, or a number is out of range
     */
    public static RoomSettings parse(
            String name, String topic, int capacity, int keptEntries, int keptDays, int slowSeconds) throws Malformed {
        Malformed problem = problem(name, topic, capacity, keptEntries, keptDays, slowSeconds);
        if (problem != null) {
            throw problem;
        }
        return new RoomSettings(name, topic, capacity, keptEntries, keptDays, slowSeconds);
    }

    Value encode() {
        return Value.map()
                .with("name", name)
                .with("topic", topic)
                .with("capacity", capacity)
                .with("entries", keptEntries)
                .with("days", keptDays)
                .with("slow", slowSeconds);
    }

    static RoomSettings decode(Fields fields) throws Malformed {
        return parse(
                fields.text("name", Limits.ROOM_CHARS_MAX),
                fields.text("topic", TOPIC_BYTES_MAX),
                number(fields, "capacity"),
                number(fields, "entries"),
                number(fields, "days"),
                number(fields, "slow"));
    }

    private static int number(Fields fields, String key) throws Malformed {
        return (int) fields.integer(key, 0, Integer.MAX_VALUE);
    }

    private static @Nullable Malformed problem(
            String name, String topic, int capacity, int keptEntries, int keptDays, int slowSeconds) {
        if (name.length() > Limits.ROOM_CHARS_MAX) {
            return new Malformed(
                    Reason.TOO_LARGE, "a room's name has at most " + Limits.ROOM_CHARS_MAX + " characters");
        }
        if (name.isBlank() || !PlainText.isOneLine(name)) {
            return new Malformed(Reason.FIELD, "a room's name is printable characters on one line");
        }
        if (Bytes.utf8(topic).length() > TOPIC_BYTES_MAX) {
            return new Malformed(Reason.TOO_LARGE, "a room's topic has at most " + TOPIC_BYTES_MAX + " bytes");
        }
        if (!PlainText.isOneLine(topic)) {
            return new Malformed(Reason.FIELD, "a room's topic is printable characters on one line");
        }
        boolean inRange = isBetween(1, capacity, CAPACITY_MAX)
                && isBetween(0, keptEntries, KEPT_ENTRIES_MAX)
                && isBetween(0, keptDays, KEPT_DAYS_MAX)
                && isBetween(0, slowSeconds, SLOW_SECONDS_MAX);
        return inRange ? null : new Malformed(Reason.FIELD, "a setting that is out of range");
    }

    private static boolean isBetween(int min, int number, int max) {
        return min <= number && number <= max;
    }
}
