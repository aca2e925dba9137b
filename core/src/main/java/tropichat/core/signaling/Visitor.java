package tropichat.core.signaling;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.TokenBucket;

/** One connection and how far it has got: challenged, being checked, let in. */
final class Visitor {
    /** Once in five seconds, sustained: a guess, at what a page needs that has lost all its links and finds new ones. */
    static final double MEMBERS_ASKED_PER_SECOND = 0.2;

    /** Half a minute's worth at once: a guess. */
    static final int MEMBERS_ASKED_BURST = 6;

    final String id;
    final String host;

    /** By when it must have been let in. */
    final long deadlineMillis;

    /** The challenge that has not been answered yet. */
    @Nullable
    String nonce;

    long nonceUntilMillis;

    /** What is being verified. */
    @Nullable
    Claim claim;

    @Nullable
    Occupant occupant;

    /** How often it may still ask for the members of its room; made when it first does. */
    private @Nullable TokenBucket questions;

    Visitor(String id, String host, long deadlineMillis) {
        this.id = id;
        this.host = host;
        this.deadlineMillis = deadlineMillis;
    }

    boolean mayAskForMembers(long nowMillis) {
        if (questions == null) {
            questions = new TokenBucket(MEMBERS_ASKED_PER_SECOND, MEMBERS_ASKED_BURST, nowMillis);
        }
        return questions.take(1, nowMillis);
    }
}
