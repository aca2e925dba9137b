package tropichat.core.base;

/**
 * A rate limit: {@code perSecond} sustained, {@code burst} at once. Holds no clock; every call is told the time in
 * milliseconds, and a time that runs backwards refills nothing.
 */
public final class TokenBucket {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final double perMilli;
    private final double burst;
    private double tokens;
    private long filledAtMillis;

    public TokenBucket(double perSecond, double burst, long nowMillis) {
        this.perMilli = perSecond / MILLIS_PER_SECOND;
        this.burst = burst;
        this.tokens = burst;
        this.filledAtMillis = nowMillis;
    }

    /** Takes {@code amount} tokens where that many are left; otherwise takes none and answers false. */
    public boolean take(double amount, long nowMillis) {
        if (!holds(amount, nowMillis)) {
            return false;
        }
        tokens -= amount;
        return true;
    }

    /** Whether {@code amount} tokens are left. */
    public boolean holds(double amount, long nowMillis) {
        refill(nowMillis);
        return tokens >= amount;
    }

    /** Whether nothing has been taken that time has not given back: such a bucket may be forgotten. */
    public boolean isFull(long nowMillis) {
        refill(nowMillis);
        return tokens >= burst;
    }

    private void refill(long nowMillis) {
        if (nowMillis > filledAtMillis) {
            tokens = Math.min(burst, tokens + (nowMillis - filledAtMillis) * perMilli);
            filledAtMillis = nowMillis;
        }
    }
}
