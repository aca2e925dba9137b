package tropichat.core.link;

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

    static Way read(Fields fields) throws Malformed {
        return new Way(
                DidKey.of(fields, "to"), DidKey.of(fields, "from"), (int) fields.integer("hops", 0, Frame.HOPS_MAX));
    }

    Value.Mapping write(Value.Mapping frame) {
        return frame.with("to", to.publicKey()).with("from", from.publicKey()).with("hops", hops);
    }
}
