package tropichat.core.rules;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/**
 * A rule on its way: an entry of the kind {@code rule}. It belongs to a log of its own, and the log of what is said takes
 * none.
 *
 * @param envelope its parents are rules, and its lamport is above all of theirs
 * @param content an encoded {@link Rule}; sealed with the room's key where the room is closed, so that only who has that
 *     can read it
 */
public record RuleEntry(Envelope envelope, Bytes content) {
    public static final String KIND = "rule";
    private static final String CONTENT = "rule";

    /** A rule as it came from somebody: its identifier, and the check that must pass before it counts. */
    public record Received(Cid id, RuleEntry entry, SignatureCheck check) {}

    /** The bytes that the author's session key signs. */
    public Bytes signable() {
        return envelope.signable(KIND, body());
    }

    /** The block: this entry with its signature. */
    public Bytes block(Bytes signature) {
        return envelope.block(KIND, body(), signature);
    }

    /** Reads a block; its signature is not checked yet, and its content is not read. */
    public static Received decode(Bytes block, Hashes hashes) throws Malformed {
        Envelope.Opened opened = Envelope.open(block);
        if (!opened.kind().equals(KIND)) {
            throw new Malformed(Reason.FIELD, "an entry that is no rule");
        }
        Bytes content = opened.body().blob(CONTENT, 1, Limits.ENTRY_BYTES_MAX);
        return new Received(Cid.ofBlock(block, hashes), new RuleEntry(opened.envelope(), content), opened.check());
    }

    private Value body() {
        return Value.map().with(CONTENT, content);
    }
}
