package tropichat.server.turn;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** What requests that change something were answered lately: sent again, they get the same (RFC 8489, section 6.3.1). */
final class Answers {
    /** As long as a client may repeat a request. */
    static final long KEPT_MILLIS = 40_000;

    /** Two megabytes at most. The oldest go first: their clients are told of a mismatch, which they know to handle. */
    static final int KEPT_MAX = 8_192;

    private record Request(InetSocketAddress client, int method, long transactionHigh, int transactionLow) {}

    private record Answer(Bytes message, long atMillis) {}

    private final Map<Request, Answer> kept = new LinkedHashMap<>();

    void keep(
            InetSocketAddress client,
            int method,
            long transactionHigh,
            int transactionLow,
            Bytes message,
            long nowMillis) {
        forget(nowMillis);
        kept.put(new Request(client, method, transactionHigh, transactionLow), new Answer(message, nowMillis));
    }

    @Nullable
    Bytes find(InetSocketAddress client, int method, long transactionHigh, int transactionLow, long nowMillis) {
        Answer answer = kept.get(new Request(client, method, transactionHigh, transactionLow));
        return answer == null || answer.atMillis + KEPT_MILLIS < nowMillis ? null : answer.message;
    }

    void forget(long nowMillis) {
        Iterator<Answer> oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            boolean old = oldest.next().atMillis + KEPT_MILLIS < nowMillis;
            if (!old && kept.size() < KEPT_MAX) {
                return;
            }
            oldest.remove();
        }
    }
}
