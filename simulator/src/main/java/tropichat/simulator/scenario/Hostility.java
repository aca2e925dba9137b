package tropichat.simulator.scenario;

import java.util.List;

/**
 * How many of the peers mean harm, and how: those that do take the kinds in turn.
 *
 * @param fromMicros when they begin; until then they behave
 * @param toMicros when they stop doing anything of their own; what they do in the place of their peers' goes on
 */
public record Hostility(double share, List<Kind> kinds, long fromMicros, long toMicros) {
    public static final Hostility NONE = new Hostility(0, List.of(), 0, Long.MAX_VALUE);

    /** What a hostile peer does. */
    public enum Kind {
        /** Says things in others' names. */
        FORGE,
        /** Sends again what others said. */
        REPLAY,
        /** Sends as much as it can. */
        FLOOD,
        /** Sends nothing on. */
        DROP,
        /** Tells of members that do not exist. */
        LIE,
        /** Sends entries that end too early. */
        TRUNCATE,
        /** Says entries that claim to be their own ancestors. */
        CYCLE,
        /** Says entries whose parents nobody has said. */
        ORPHAN,
        /** Says entries of times to come: just possible ones and impossible ones. */
        FUTURE,
        /** Says entries that are too large. */
        OVERSIZE,
        /** Says entries under others' profiles and delegations. */
        MASK,
        /** Says to have entries that others want, and never gives any. */
        WITHHOLD,
        /** Answers every comparison so that it must go on. */
        ENDLESS,
        /** Compares by messages that are none. */
        GARBLE,
        /** Asks for entries and comparisons without waiting for answers. */
        GREED,
        /** Makes rules that it has no right to. */
        USURP,
        /** Makes rules in others' names, and changes others' rules. */
        FAKE,
        /** Sends old rules again, and asks for all of them again and again. */
        REWIND,
        /** Says entries in epochs that are over, a member or not. */
        LINGER,
        /** Grants secrets that are none. */
        MISLEAD,
        /** Calls others' keys its own devices'. */
        BORROW
    }

    public Hostility {
        kinds = List.copyOf(kinds);
        if (share > 0 && kinds.isEmpty()) {
            throw new IllegalArgumentException("hostile: kinds are missing");
        }
    }
}
