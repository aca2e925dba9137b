package tropichat.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;

/** What it costs to compare two long logs that differ in little. */
class ReconciliationCostTest {
    private static final int KEYS = 100_000;
    private static final int MISSING = 500;

    /** What {@code bench history} compares with, for these very keys. */
    private static final long PLAIN_BYTES = 879_201;

    @Test
    void costsNoMoreThanPlainNegentropy() throws Malformed {
        Random random = new Random(1);
        TreeSet<TestKey> mine = new TreeSet<>();
        TreeSet<TestKey> theirs = new TreeSet<>();
        for (int i = 0; i < KEYS + MISSING; i++) {
            TestKey key = TestKey.random(1 + i / 2, random);
            // One in so many is missing on either side, spread over the whole log: the worst that there is.
            if (i % (KEYS / MISSING) != 17) {
                mine.add(key);
            }
            if (i % (KEYS / MISSING) != 117) {
                theirs.add(key);
            }
        }
        TestSession session = TestSession.run(TestKey.set(mine, 1), 0, TestKey.set(theirs, 2), 0, TestSession.LARGE);
        assertEquals(TestKey.missing(theirs, mine).size(), session.need.size());
        assertEquals(TestKey.missing(mine, theirs).size(), session.have.size());
        long plain = plainBytes(new PlainNegentropy(mine), new PlainNegentropy(theirs));
        assertEquals(PLAIN_BYTES, plain);
        String cost = session.roundTrips + " round trips, " + session.bytes + " bytes; plainly " + plain;
        assertTrue(session.roundTrips <= 3, cost);
        assertTrue(session.bytes <= 1.3 * plain, cost);
    }

    private static long plainBytes(PlainNegentropy initiator, PlainNegentropy responder) {
        long bytes = 0;
        Bytes message = initiator.begin();
        do {
            Bytes answer = responder.reply(message, false);
            bytes += message.length() + answer.length();
            message = initiator.reply(answer, true);
        } while (!message.equals(Reconciliation.NOTHING));
        return bytes;
    }
}
