package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cid;

/** What a peer remembers of a room's log. */
class LogTest {
    private static final TestSession AUTHOR = new TestSession("author");

    /** Far above all lamports, as clocks are. */
    private static final long NOW = 1_000_000;

    private final Log log = new Log(1);

    @Test
    void knowsASecondCopy() {
        assertTrue(log.add(id(1), entry(1)));
        assertFalse(log.add(id(1), entry(1)));
    }

    @Test
    void forgetsTheOldestOfManyEntries() {
        for (int i = 1; i <= 101; i++) {
            assertTrue(log.add(id(i), entry(i)));
            assertEquals(0, log.trim(100));
        }
        log.add(id(102), entry(102));
        assertEquals(3, log.trim(100));
        assertEquals(3, log.floor());
        assertFalse(log.contains(id(2)));
        assertFalse(log.add(id(2), entry(2)));
        assertTrue(log.contains(id(3)));
        assertEquals(103, log.nextLamport(NOW));
    }

    @Test
    void manyOfOneLamportGoTogether() {
        for (int i = 1; i <= 102; i++) {
            log.add(id(i), entry(7));
        }
        assertEquals(8, log.trim(100));
        assertEquals(0, log.keys().size());
        assertEquals(0, log.trim(100));
    }

    @Test
    void whatIsSaidNextLiesAboveWhatWasForgotten() {
        log.forgetBelow(50);
        assertEquals(50, log.nextLamport(NOW));
        assertTrue(log.add(id(1), entry(log.nextLamport(NOW))));
    }

    @Test
    void takesAgainWhatTheHostHasLost() {
        log.add(id(1), entry(1));
        log.add(id(2), entry(2, id(1)));
        log.forget(id(2));
        assertFalse(log.contains(id(2)));
        assertEquals(List.of(), log.parents());
        assertEquals(3, log.nextLamport(NOW));
        assertTrue(log.add(id(2), entry(2, id(1))));
    }

    @Test
    void goesOnWhereTheHostSaysThatItEnded() {
        log.restore(List.of(new EntryKey(7, id(7)), new EntryKey(6, id(6))));
        log.restoreHeads(List.of(received(7, 7, id(6)), received(6, 6)));
        assertEquals(8, log.nextLamport(NOW));
        assertEquals(List.of(id(7)), log.parents());
        assertEquals(new EntryKey(6, id(6)), log.key(id(6)));
        assertNull(log.key(id(5)));
    }

    @Test
    void endsWithWhatNobodyAnswered() {
        log.add(id(1), entry(1));
        log.add(id(2), entry(1));
        log.add(id(3), entry(2, id(1)));
        assertEquals(List.of(id(2), id(3)), log.parents());
    }

    @Test
    void endsWithTheLatestOfManyEnds() {
        for (int i = 1; i <= Limits.ENTRY_PARENTS_MAX + 2; i++) {
            log.add(id(i), entry(1));
        }
        assertEquals(Limits.ENTRY_PARENTS_MAX, log.parents().size());
        assertEquals(id(3), log.parents().getFirst());
    }

    @Test
    void countsOnFromTheHighestLamport() {
        assertEquals(1, log.nextLamport(NOW));
        log.add(id(1), entry(9));
        log.add(id(2), entry(4));
        assertEquals(10, log.nextLamport(NOW));
    }

    @Test
    void isNotPushedPastItsOwnClock() {
        log.add(id(1), entry(NOW + 7));
        assertEquals(NOW, log.nextLamport(NOW));
        assertEquals(NOW + 8, log.nextLamport(NOW + 9));
        log.forgetBelow(NOW + 8);
        assertEquals(NOW + 8, log.nextLamport(NOW), "what is forgotten is not said again");
    }

    @Test
    void blamesNobodyForWhatAClockAheadTakes() {
        assertTrue(Log.isTakenSomewhere(entry(1_000 + 3L * Limits.CLOCK_SKEW_MILLIS_MAX), 1_000));
        assertFalse(Log.isTakenSomewhere(entry(1_001 + 3L * Limits.CLOCK_SKEW_MILLIS_MAX), 1_000));
    }

    @Test
    void findsMoreEntriesThanMillisecondsImplausible() {
        assertTrue(Log.isPlausible(entry(1_000 + Limits.CLOCK_SKEW_MILLIS_MAX), 1_000));
        assertFalse(Log.isPlausible(entry(1_001 + Limits.CLOCK_SKEW_MILLIS_MAX), 1_000));
    }

    private static Entry.Received received(int number, long lamport, Cid... parents) {
        SignatureCheck check = new SignatureCheck.BySession(AUTHOR.key(), Bytes.EMPTY, Bytes.EMPTY);
        return new Entry.Received(id(number), entry(lamport, parents), check);
    }

    private static Cid id(int number) {
        return Cid.ofBlock(Bytes.utf8("block " + number), new TestHashes());
    }

    private static Entry entry(long lamport, Cid... parents) {
        return new Entry(
                RoomName.LOBBY,
                AUTHOR.key(),
                lamport,
                0,
                List.of(parents),
                id(0),
                new EntryBody.Text("text", false, null));
    }
}
