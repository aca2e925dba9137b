package tropichat.server.turn;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.TokenBucket;

/** How many bytes a second may be relayed, for one user or for all of them. */
final class Bandwidth {
    /** What may be relayed at once, in seconds of the rate. */
    private static final double BURST_SECONDS = 2;

    private final double bytesPerSecond;

    /** From the first bytes on. */
    private @Nullable TokenBucket bytes;

    /** @param bytesPerSecond 0 for any number */
    Bandwidth(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Takes {@code count} bytes where that many may pass; otherwise takes none and answers false. */
    boolean take(int count, long nowMillis) {
        if (bytesPerSecond == 0) {
            return true;
        }
        if (bytes == null) {
            bytes = new TokenBucket(bytesPerSecond, BURST_SECONDS * bytesPerSecond, nowMillis);
        }
        return bytes.take(count, nowMillis);
    }

    /** Whether nothing has been taken that time has not given back. */
    boolean isFull(long nowMillis) {
        return bytes == null || bytes.isFull(nowMillis);
    }
}
