package tropichat.simulator.scenario;

import java.util.List;
import tropichat.core.keys.History;

/**
 * That the room belongs to the first peer, and only who is invited comes in.
 *
 * @param gated who comes in needs no invitation, but must hold something
 * @param uses how often an invitation can be used
 * @param outsiders share of the peers that nobody has invited, or that hold nothing, though they know the room's key
 * @param decrees what is decided about the room while people talk
 */
public record Ownership(History history, boolean gated, int uses, double outsiders, Decrees decrees) {
    /** So often that many of those who may decide something, each without knowing of the others. */
    public record Decrees(long fromMicros, long toMicros, long everyMicros, int together, List<Kind> kinds) {
        public static final Decrees NONE = new Decrees(0, 0, 1, 0, List.of(Kind.LEAVE));

        public Decrees {
            kinds = List.copyOf(kinds);
            if (everyMicros <= 0) {
                throw new IllegalArgumentException("every must be above 0");
            }
        }
    }

    /** What somebody decides. */
    public enum Kind {
        REMOVE,
        BAN,
        UNBAN,
        APPOINT,
        DEMOTE,
        /** The person goes, and stays outside of the room with the page open. */
        LEAVE,
        INVITE,
        REVOKE,
        MUTE,
        /** A member gives away what let it in. */
        SELL,
        /** Somebody who holds nothing gets what is asked for. */
        BUY
    }

    Ownership with(Decrees others) {
        return new Ownership(history, gated, uses, outsiders, others);
    }
}
