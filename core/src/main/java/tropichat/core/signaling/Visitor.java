package tropichat.core.signaling;

import org.jspecify.annotations.Nullable;

/** One connection and how far it has got: challenged, being checked, let in. */
final class Visitor {
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

    Visitor(String id, String host, long deadlineMillis) {
        this.id = id;
        this.host = host;
        this.deadlineMillis = deadlineMillis;
    }
}
