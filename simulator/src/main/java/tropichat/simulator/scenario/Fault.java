package tropichat.simulator.scenario;

/**
 * Something that happens to the network or its peers. Times are microseconds since the beginning; {@code grace} is how
 * long after it messages may go astray, which then count for the recovery alone.
 */
public sealed interface Fault {
    /** A share of all living peers ends at one instant. */
    record Kill(long atMicros, double share, Ending ending, long graceMicros) implements Fault {}

    /**
     * A share of the peers is cut off from the others; the server stays with those.
     *
     * @param oneWay what the part sends still arrives, but nothing reaches it
     */
    record Partition(long fromMicros, long toMicros, double share, boolean oneWay, long graceMicros) implements Fault {}

    /** So many peers are frozen, as in a laptop that is shut. */
    record Sleep(long fromMicros, long toMicros, int peers, long graceMicros) implements Fault {}

    /** Again and again a peer ends, and a new one comes where it does not come back itself. */
    record Churn(long fromMicros, long toMicros, long everyMicros, Ending ending) implements Fault {
        public Churn {
            if (everyMicros <= 0) {
                throw new IllegalArgumentException("every must be above 0");
            }
        }
    }

    /** The signaling server is gone, with all that it knew; {@link Long#MAX_VALUE} when it does not come back. */
    record ServerDeath(long fromMicros, long toMicros) implements Fault {}

    /** So many peers come, spread over some time. */
    record Newcomers(long atMicros, int peers, long overMicros) implements Fault {}

    /** The server swaps fingerprints: whoever it is sits in the middle of every link that opens from now on. */
    record Interception(long fromMicros, long toMicros) implements Fault {}

    /** How a peer ends. */
    enum Ending {
        /** The person leaves the room. */
        LEAVE,
        /** The page is closed: the channels close. */
        CLOSE,
        /** The power fails: nobody is told. */
        CRASH,
        /** The page is closed and comes back with the log that it kept. */
        RELOAD,
        /** The page is closed and comes back with nothing kept. */
        WIPE;

        /** Whether it comes back. */
        public boolean returns() {
            return this == RELOAD || this == WIPE;
        }

        String words() {
            return switch (this) {
                case LEAVE -> "goodbye";
                case CLOSE -> "page closed";
                case CRASH -> "power cut";
                case RELOAD -> "reloaded";
                case WIPE -> "back with nothing";
            };
        }
    }

    /** Begin and end of each time during which messages may go astray because of it. */
    default long[][] graces() {
        return switch (this) {
            case Kill kill -> new long[][] {{kill.atMicros, kill.atMicros + kill.graceMicros}};
            case Partition part ->
                new long[][] {
                    {part.fromMicros, part.fromMicros + part.graceMicros},
                    {part.toMicros, part.toMicros + part.graceMicros}
                };
            case Sleep sleep ->
                new long[][] {{sleep.fromMicros, sleep.fromMicros}, {sleep.toMicros, sleep.toMicros + sleep.graceMicros}
                };
            case Churn _, ServerDeath _, Newcomers _, Interception _ -> new long[0][];
        };
    }

    /** When it begins, for lists and plots. */
    default long beginMicros() {
        return switch (this) {
            case Kill kill -> kill.atMicros;
            case Partition part -> part.fromMicros;
            case Sleep sleep -> sleep.fromMicros;
            case Churn churn -> churn.fromMicros;
            case ServerDeath death -> death.fromMicros;
            case Newcomers come -> come.atMicros;
            case Interception in -> in.fromMicros;
        };
    }

    /** When it is over; where it is a moment, that. */
    default long endMicros() {
        return switch (this) {
            case Kill kill -> kill.atMicros;
            case Partition part -> part.toMicros;
            case Sleep sleep -> sleep.toMicros;
            case Churn churn -> churn.toMicros;
            case ServerDeath death -> death.toMicros;
            case Newcomers come -> come.atMicros + come.overMicros;
            case Interception in -> in.toMicros;
        };
    }

    /** In words, for people. */
    default String words() {
        return switch (this) {
            case Kill kill ->
                percent(kill.share) + (kill.ending.returns() ? " end (" : " die (") + kill.ending.words() + ")";
            case Partition part -> percent(part.share) + " cut off" + (part.oneWay ? " one way" : "");
            case Sleep sleep -> sleep.peers + " asleep";
            case Churn churn ->
                (churn.ending.returns() ? "one after the other ends (" : "one goes, one comes (") + churn.ending.words()
                        + ")";
            case ServerDeath _ -> "server dead";
            case Newcomers come -> come.peers + " newcomers";
            case Interception _ -> "somebody in the middle";
        };
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
