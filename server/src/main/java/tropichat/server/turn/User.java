package tropichat.server.turn;

import tropichat.core.base.TokenBucket;

/** Somebody with a credential: what they have, and how much more they may relay. */
final class User {
    final String id;
    int allocations;
    private final TokenBucket bytes;
    private final boolean limited;

    User(String id, double bytesPerSecond, long nowMillis) {
        this.id = id;
        limited = bytesPerSecond > 0;
        bytes = new TokenBucket(bytesPerSecond, TurnLimits.BURST_SECONDS * bytesPerSecond, nowMillis);
    }

    boolean mayRelay(int count, long nowMillis) {
        return !limited || bytes.take(count, nowMillis);
    }

    /** Whether nothing is lost by starting afresh. */
    boolean isForgettable(long nowMillis) {
        return allocations == 0 && bytes.isFull(nowMillis);
    }
}
