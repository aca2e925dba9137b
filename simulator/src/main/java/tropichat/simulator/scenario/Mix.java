package tropichat.simulator.scenario;

/** What share of what people do in the room is something else than a new text. */
public record Mix(double reply, double react, double edit, double retract, double rename) {
    public static final Mix PLAIN = new Mix(0, 0, 0, 0, 0);

    /** What somebody does. */
    public enum Kind {
        TEXT,
        REPLY,
        REACTION,
        EDIT,
        RETRACTION,
        RENAME
    }

    public Mix {
        if (reply + react + edit + retract + rename > 1) {
            throw new IllegalArgumentException("mix: the shares must not be above 1 in sum");
        }
    }

    /** Whether there are texts alone. */
    public boolean isPlain() {
        return equals(PLAIN);
    }

    /** The kind that belongs to a number from 0 to 1, drawn evenly. */
    public Kind kind(double drawn) {
        double left = drawn - reply;
        if (left < 0) {
            return Kind.REPLY;
        }
        left -= react;
        if (left < 0) {
            return Kind.REACTION;
        }
        left -= edit;
        if (left < 0) {
            return Kind.EDIT;
        }
        left -= retract;
        if (left < 0) {
            return Kind.RETRACTION;
        }
        return left < rename ? Kind.RENAME : Kind.TEXT;
    }
}
