package tropichat.server.net;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import tropichat.core.base.TokenBucket;

/** A rate for each address; forgets addresses that have been quiet, and the oldest when there are too many. */
public final class AddressLimiter {
    /** About 8 MB of buckets at worst. */
    private static final int ADDRESSES_MAX = 65_536;

    /** Old addresses looked at for each new one, so that forgetting keeps pace. */
    private static final int FORGET_STEP = 2;

    private final double perSecond;
    private final double burst;
    private final Map<RemoteKey, TokenBucket> buckets = new LinkedHashMap<>();

    /** {@code perSecond} 0 means no limit. */
    public AddressLimiter(double perSecond, double burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    public boolean allows(RemoteKey address, long nowMillis) {
        if (perSecond <= 0) {
            return true;
        }
        TokenBucket bucket = buckets.get(address);
        if (bucket == null) {
            forget(nowMillis);
            bucket = new TokenBucket(perSecond, burst, nowMillis);
            buckets.put(address, bucket);
        }
        return bucket.take(1, nowMillis);
    }

    private void forget(long nowMillis) {
        Iterator<TokenBucket> oldest = buckets.values().iterator();
        for (int i = 0; i < FORGET_STEP && oldest.hasNext(); i++) {
            if (oldest.next().isFull(nowMillis) || buckets.size() >= ADDRESSES_MAX) {
                oldest.remove();
            }
        }
    }
}
