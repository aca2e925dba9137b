package tropichat.core.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;
import tropichat.core.gossip.PassiveView.Candidate;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;

/** Who is kept in mind for when a link is wanted, and that nobody can fill that with members of its own. */
class PassiveViewTest {
    private final PassiveView view = new PassiveView(new Random(1)::nextInt);
    private int keys;

    @Test
    void keepsOnlySoManyMembers() {
        for (int i = 0; i < 10 * PassiveView.SIZE_MAX; i++) {
            view.add(key(), null, null, null);
            assertTrue(view.size() <= PassiveView.SIZE_MAX);
        }
        assertEquals(PassiveView.SIZE_MAX, view.size());
    }

    @Test
    void takesOnlySoManyOfOneIntroducer() {
        DidKey honest = key();
        for (int i = 0; i < PassiveView.SHARE_MAX; i++) {
            view.add(key(), null, null, honest);
        }
        DidKey liar = key();
        for (int i = 0; i < 1_000; i++) {
            view.add(key(), null, null, liar);
        }
        assertEquals(2 * PassiveView.SHARE_MAX, view.size());
    }

    @Test
    void aFullShareReplacesOnlyItsOwn() {
        DidKey liar = key();
        DidKey first = key();
        view.add(first, null, null, null);
        for (int i = 0; i < 1_000; i++) {
            view.add(key(), null, null, liar);
        }
        assertNotNull(view.find(first));
        assertEquals(1 + PassiveView.SHARE_MAX, view.size());
    }

    @Test
    void theServersWordReplacesTheServersWordWhereTheViewIsFull() {
        DidKey introducer = key();
        DidKey told = key();
        view.add(told, null, null, introducer);
        for (int i = 0; i < 1_000; i++) {
            view.add(key(), null, null, null);
        }
        assertNotNull(view.find(told));
    }

    @Test
    void learnsMoreOfWhomItKnows() {
        DidKey session = key();
        view.add(session, null, null, null);
        Candidate candidate = view.add(session, "id", record(session, 1), null);
        assertEquals("id", candidate.id);
        assertEquals(record(session, 1), candidate.record);
        assertEquals(1, view.size());
        // A record is checked only when it is used: a later one may be anybody's.
        assertEquals(record(session, 1), view.add(session, null, record(session, 2), null).record);
        assertEquals("id", view.add(session, null, null, null).id);
    }

    @Test
    void picksWhoMayBeTriedNow() {
        Candidate ready = view.add(key(), null, null, null);
        Candidate later = view.add(key(), null, null, null);
        later.retryAtMillis = 1_000;
        assertEquals(List.of(ready), view.pick(5, 999));
        assertEquals(2, view.pick(5, 1_000).size());
        assertEquals(1, view.pick(1, 1_000).size());
        view.remove(ready.session);
        assertNull(view.find(ready.session));
    }

    @Test
    void tellsOthersOnlyOfThoseWithARecord() {
        for (int i = 0; i < 5; i++) {
            view.add(key(), "id " + i, null, null);
        }
        DidKey known = key();
        view.add(known, null, record(known, 1), null);
        assertEquals(List.of(record(known, 1)), view.sample(4));
    }

    private DidKey key() {
        return new DidKey(new TestHashes().sha256(Bytes.utf8("key " + ++keys)));
    }

    private static @Nullable PeerRecord record(DidKey session, long timeMillis) {
        return new PeerRecord(session, Bytes.wrap(new byte[PeerRecord.SEALING_LENGTH]), timeMillis, Bytes.EMPTY, null);
    }
}
