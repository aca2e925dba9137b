package tropichat.core.link;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * Of a frame that peers hand on: whom it is for, who it is from, as it says, and how many links it has come over.
 *
 * @param hops 0 to {@link Frame#HOPS_MAX}
 */
public record Way(DidKey to, DidKey from, int hops) {
    /** The same one link further. */
    public Way further() {
        return new Way(to, from, hops + 1);
    }

    /** Null of a frame that is for the link's other end. */
    static @Nullable Way read(Fields fields) throws Malformed {
        return fields.has("to")
                ? new Way(key(fields, "to"), key(fields, "from"), (int) fields.integer("hops", 0, Frame.HOPS_MAX))
                : null;
    }

    static Value.Mapping write(Value.Mapping frame, @Nullable Way way) {
        return way == null
                ? frame
                : frame.with("to", way.to.publicKey())
                        .with("from", way.from.publicKey())
                        .with("hops", way.hops);
    }

    private static DidKey key(Fields fields, String key) throws Malformed {
        return new DidKey(fields.blob(key, DidKey.KEY_LENGTH, DidKey.KEY_LENGTH));
    }
}
