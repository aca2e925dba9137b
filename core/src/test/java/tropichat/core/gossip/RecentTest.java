package tropichat.core.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cid;

/** How much of what was said is kept, and for how long. */
class RecentTest {
    private static final DidKey AUTHOR = new TestSession("author").key();

    private final Recent recent = new Recent();

    @Test
    void keepsWhatWasSaid() {
        recent.add(kept(1, 0, 10));
        assertNotNull(recent.find(id(1)));
        assertNull(recent.find(id(2)));
    }

    @Test
    void keepsOnlySoManyEntries() {
        for (int i = 0; i <= Recent.ENTRIES_MAX; i++) {
            recent.add(kept(i, 0, 10));
        }
        assertNull(recent.find(id(0)));
        assertNotNull(recent.find(id(1)));
        assertEquals(Recent.ENTRIES_MAX, recent.since(0, Integer.MAX_VALUE).size());
    }

    @Test
    void keepsOnlySoManyBytes() {
        int most = Recent.BYTES_MAX / Limits.TEXT_BYTES_MAX;
        for (int i = 0; i <= most; i++) {
            recent.add(kept(i, 0, Limits.TEXT_BYTES_MAX));
        }
        assertNull(recent.find(id(0)));
        assertEquals(most, recent.since(0, Integer.MAX_VALUE).size());
        recent.add(kept(most + 1, 0, Recent.BYTES_MAX));
        assertEquals(1, recent.since(0, Integer.MAX_VALUE).size());
    }

    @Test
    void keepsItOnlySoLong() {
        recent.add(kept(1, 0, 10));
        recent.add(kept(2, Recent.KEPT_MILLIS, 10));
        assertNotNull(recent.find(id(1)));
        recent.add(kept(3, Recent.KEPT_MILLIS + 1, 10));
        assertNull(recent.find(id(1)));
        assertNotNull(recent.find(id(2)));
    }

    @Test
    void tellsTheLastOfThoseSinceATime() {
        for (int i = 0; i < 10; i++) {
            recent.add(kept(i, i, 10));
        }
        List<Cid> ids = recent.since(5, 3).stream().map(kept -> kept.id()).toList();
        assertEquals(List.of(id(7), id(8), id(9)), ids);
        assertEquals(5, recent.since(5, 100).size());
    }

    private static Cid id(int number) {
        return Cid.ofBlock(Bytes.utf8("block " + number), new TestHashes());
    }

    private static Recent.Kept kept(int number, long atMillis, int bytes) {
        return new Recent.Kept(id(number), Bytes.wrap(new byte[bytes]), AUTHOR, null, 1, 1, 1, false, atMillis);
    }
}
