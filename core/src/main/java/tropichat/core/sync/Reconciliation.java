package tropichat.core.sync;

import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.sync.MessageWriter.Budget;

/**
 * How two peers find out which entries each of them lacks, by little more than the difference: range-based set
 * reconciliation in the messages of <a href="https://github.com/hoytech/negentropy/blob/master/docs/negentropy-protocol-v1.md">
 * negentropy, version 1</a>, whose timestamps are our lamports.
 *
 * <p>The initiator {@linkplain #begin begins} with fingerprints of ranges of its keys. A range whose fingerprint differs is
 * split into sixteen by whoever reads it, or spelled out where it has few keys. The responder {@linkplain #answer answers}
 * every message, the initiator takes a {@linkplain #step step} by every answer and learns what it has and needs, until no
 * step leads to another message. Nothing is remembered between messages: sets may change meanwhile, messages may come in
 * any order, and whoever stops may begin again.
 *
 * <p>Where we depart from the reference, which limits a message too: the newest ranges come first and the older rest is
 * left as one fingerprint, a turn may take several messages, each of which speaks of other ranges, and keys below a floor
 * are skipped, since who does not keep them does not miss them.
 */
public final class Reconciliation {
    /** A message must fit into a frame beside the frame's other fields. */
    public static final int MESSAGE_BYTES_MAX = Limits.FRAME_BYTES_MAX - 56 * 1024;

    /** All messages by which one is answered; a guess: what a link carries in about a second. */
    public static final int TURN_BYTES_MAX = 1024 * 1024;

    /** Digests in {@link Step#have}: as many as the other side could name of its own. */
    public static final int HAVE_MAX = TURN_BYTES_MAX / IdSet.DIGEST_BYTES;

    static final int VERSION = 0x61;
    static final int FINGERPRINT_BYTES = 16;

    /** The message that says nothing: there is nothing left to tell. */
    public static final Bytes NOTHING = Bytes.wrap(new byte[] {VERSION});

    private static final Budget BUDGET = new Budget(MESSAGE_BYTES_MAX, TURN_BYTES_MAX);

    private Reconciliation() {}

    /**
     * What the initiator learns from one message of the responder.
     *
     * @param next what it says to that; empty where this message leaves nothing open
     * @param have digests that the responder lacks, newest first, at most {@link #HAVE_MAX}
     * @param need digests that the initiator lacks, newest first. Where {@code have} was full, a later step may name some
     *     of them once more
     */
    public record Step(List<Bytes> next, List<Bytes> have, List<Bytes> need) {
        public Step {
            next = List.copyOf(next);
            have = List.copyOf(have);
            need = List.copyOf(need);
        }
    }

    /** The initiator's first messages. */
    public static List<Bytes> begin(IdSet set, long floorLamport, Hashes hashes) {
        return begin(set, floorLamport, hashes, BUDGET);
    }

    /** The responder's messages for one of the initiator's; at least one, which may be {@link #NOTHING}. */
    public static List<Bytes> answer(IdSet set, long floorLamport, Bytes message, Hashes hashes) throws Malformed {
        return answer(set, floorLamport, message, hashes, BUDGET);
    }

    /** What the initiator learns from one of the responder's messages, and what it says next. */
    public static Step step(IdSet set, long floorLamport, Bytes message, Hashes hashes) throws Malformed {
        return step(set, floorLamport, message, hashes, BUDGET);
    }

    static List<Bytes> begin(IdSet set, long floorLamport, Hashes hashes, Budget budget) {
        return new Turn(set, floorLamport, hashes, budget, null).begin();
    }

    static List<Bytes> answer(IdSet set, long floorLamport, Bytes message, Hashes hashes, Budget budget)
            throws Malformed {
        List<Bytes> answers = new Turn(set, floorLamport, hashes, budget, null).reply(Range.read(message));
        return answers.isEmpty() ? List.of(NOTHING) : answers;
    }

    static Step step(IdSet set, long floorLamport, Bytes message, Hashes hashes, Budget budget) throws Malformed {
        Difference difference = new Difference(set, budget.turnBytes() / IdSet.DIGEST_BYTES);
        List<Bytes> next = new Turn(set, floorLamport, hashes, budget, difference).reply(Range.read(message));
        return new Step(next, difference.have(), difference.need());
    }
}
