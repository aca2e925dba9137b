package tropichat.core.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;
import tropichat.core.gossip.Missing.Request;
import tropichat.core.wire.Cid;

/** What is waited for, and whom to ask for it. */
class MissingTest {
    private static final long AGAIN_MILLIS = 500;

    private final Missing missing = new Missing();

    @Test
    void asksEachHolderOnceInTheOrderOfTheirAnnouncements() {
        announce(1, 7, 1_000);
        announce(1, 8, 1_200);
        announce(1, 7, 900);
        assertEquals(900, missing.deadlineMillis());
        assertEquals(List.of(), missing.due(899, AGAIN_MILLIS).requests());
        assertEquals(
                List.of(new Request(id(1), 7)), missing.due(900, AGAIN_MILLIS).requests());
        assertEquals(900 + AGAIN_MILLIS, missing.deadlineMillis());
        assertEquals(
                List.of(new Request(id(1), 8)),
                missing.due(900 + AGAIN_MILLIS, AGAIN_MILLIS).requests());
        assertEquals(List.of(), missing.due(10_000, AGAIN_MILLIS).requests());
        assertEquals(Long.MAX_VALUE, missing.deadlineMillis());
    }

    @Test
    void tellsWhoDidNotSendWhatItAnnounced() {
        announce(1, 7, 1_000);
        announce(2, 7, 1_000);
        missing.due(1_000, AGAIN_MILLIS);
        missing.onCopy(id(2), 8);
        missing.onCopy(id(1), 7);
        assertEquals(List.of(7), missing.due(1_000 + AGAIN_MILLIS, AGAIN_MILLIS).broken());
    }

    @Test
    void whoAnnouncesMostGivesWay() {
        for (int i = 0; i < 2 * Missing.ENTRIES_MAX; i++) {
            announce(i, 7, 1_000);
        }
        announce(5_000, 8, 1_000);
        announce(5_001, 9, 1_000);
        List<Request> requests = missing.due(1_000, AGAIN_MILLIS).requests();
        assertEquals(Missing.ENTRIES_MAX, requests.size());
        assertEquals(
                List.of(new Request(id(5_000), 8), new Request(id(5_001), 9)),
                requests.subList(Missing.ENTRIES_MAX - 2, Missing.ENTRIES_MAX));
    }

    @Test
    void waitsForNothingThatCame() {
        announce(1, 7, 1_000);
        resolve(1);
        assertEquals(Long.MAX_VALUE, missing.deadlineMillis());
        assertEquals(List.of(), missing.due(2_000, AGAIN_MILLIS).requests());
    }

    @Test
    void waitsForOnlySoManyEntries() {
        for (int i = 0; i < Missing.ENTRIES_MAX + 10; i++) {
            announce(i, 7, 1_000);
        }
        assertEquals(
                Missing.ENTRIES_MAX, missing.due(1_000, AGAIN_MILLIS).requests().size());
    }

    @Test
    void remembersOnlySoManyHolders() {
        for (int i = 0; i < Missing.HOLDERS_MAX + 10; i++) {
            announce(1, i, 0);
        }
        int asked = 0;
        for (long now = 0; missing.deadlineMillis() != Long.MAX_VALUE; now += AGAIN_MILLIS) {
            asked += missing.due(now, AGAIN_MILLIS).requests().size();
        }
        assertEquals(Missing.HOLDERS_MAX, asked);
    }

    private void announce(int number, int link, long dueAtMillis) {
        missing.announce(id(number), link, dueAtMillis);
    }

    private void resolve(int number) {
        missing.resolve(id(number));
    }

    private static Cid id(int number) {
        return Cid.ofBlock(Bytes.utf8("block " + number), new TestHashes());
    }
}
