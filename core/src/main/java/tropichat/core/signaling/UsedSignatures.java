package tropichat.core.signaling;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import tropichat.core.base.Bytes;

/** Signatures that were accepted and whose message is young enough to be tried again. */
final class UsedSignatures {
    /** 100,000 logins in the ten minutes that a message can be good for; some 20 MB. */
    static final int SIZE_MAX = 100_000;

    private final Map<Bytes, Long> untilMillis = new LinkedHashMap<>();

    /** Takes note of a signature; false where it is known already. */
    boolean add(Bytes signature, long goodUntilMillis) {
        return untilMillis.putIfAbsent(signature, goodUntilMillis) == null;
    }

    void remove(Bytes signature) {
        untilMillis.remove(signature);
    }

    boolean isFull() {
        return untilMillis.size() >= SIZE_MAX;
    }

    /** Forgets what is too old to be accepted again; looks at the oldest only, the rest is younger or waits its turn. */
    void expire(long nowMillis) {
        Iterator<Long> oldest = untilMillis.values().iterator();
        while (oldest.hasNext() && oldest.next() <= nowMillis) {
            oldest.remove();
        }
    }
}
