package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cid;

/** What a peer remembers of a room's log. */
class TimelineTest {
    private static final TestSession AUTHOR = new TestSession("author");

    private final Timeline timeline = new Timeline();

    @Test
    void knowsASecondCopy() {
        assertTrue(timeline.add(id(1), entry(1)));
        assertFalse(timeline.add(id(1), entry(1)));
    }

    @Test
    void forgetsTheOldestOfManyEntries() {
        for (int i = 0; i <= Timeline.SEEN_MAX; i++) {
            assertTrue(timeline.add(id(i), entry(1)));
        }
        assertFalse(timeline.add(id(1), entry(1)));
        assertTrue(timeline.add(id(0), entry(1)));
    }

    @Test
    void endsWithWhatNobodyAnswered() {
        timeline.add(id(1), entry(1));
        timeline.add(id(2), entry(1));
        timeline.add(id(3), entry(2, id(1)));
        assertEquals(List.of(id(2), id(3)), timeline.parents());
    }

    @Test
    void endsWithTheLatestOfManyEnds() {
        for (int i = 1; i <= Limits.ENTRY_PARENTS_MAX + 2; i++) {
            timeline.add(id(i), entry(1));
        }
        assertEquals(Limits.ENTRY_PARENTS_MAX, timeline.parents().size());
        assertEquals(id(3), timeline.parents().getFirst());
    }

    @Test
    void countsOnFromTheHighestLamport() {
        assertEquals(1, timeline.nextLamport());
        timeline.add(id(1), entry(9));
        timeline.add(id(2), entry(4));
        assertEquals(10, timeline.nextLamport());
    }

    @Test
    void findsALeapImplausible() {
        assertTrue(timeline.isPlausible(entry(Timeline.LAMPORT_LEAP_MAX)));
        assertFalse(timeline.isPlausible(entry(Timeline.LAMPORT_LEAP_MAX + 1)));
        timeline.add(id(1), entry(5));
        assertTrue(timeline.isPlausible(entry(Timeline.LAMPORT_LEAP_MAX + 5)));
        assertTrue(timeline.isPlausible(entry(1)));
    }

    private static Cid id(int number) {
        return Cid.ofBlock(Bytes.utf8("block " + number), new TestHashes());
    }

    private static Entry entry(long lamport, Cid... parents) {
        return new Entry(RoomName.LOBBY, AUTHOR.key(), lamport, 0, List.of(parents), new EntryBody.Text("text", false));
    }
}
