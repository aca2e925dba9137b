package tropichat.simulator.scenario;

import java.util.List;

/**
 * How many of the peers mean harm, and how: those that do take the kinds in turn.
 *
 * @param fromMicros when they begin; until then they behave
 */
public record Hostility(double share, List<Kind> kinds, long fromMicros) {
    public static final Hostility NONE = new Hostility(0, List.of(), 0);

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
        LIE
    }

    public Hostility {
        kinds = List.copyOf(kinds);
        if (share > 0 && kinds.isEmpty()) {
            throw new IllegalArgumentException("hostile: kinds are missing");
        }
    }
}
