package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Speaker;

/** What is remembered of those who speak. */
class AuthorsTest {
    private final Stranger bob = new Stranger(new TestHost("ada"), "bob");
    private final Host host = new Host();
    private final Authors authors = new Authors(host);

    @Test
    void holdsEachToItsRate() {
        for (int i = 0; i < Limits.AUTHOR_ENTRIES_BURST; i++) {
            assertTrue(authors.mayTake(bob.session.key()));
        }
        assertFalse(authors.mayTake(bob.session.key()));
        assertTrue(authors.mayTake(key(1)));
        host.beginTurn(1_000);
        assertTrue(authors.mayTake(bob.session.key()));
    }

    @Test
    void forgetsWhoWasSilentForLongest() {
        learn("Bob", 1, 1);
        for (int i = 0; i < Authors.AUTHORS_MAX - 1; i++) {
            authors.mayTake(key(i));
        }
        assertNotNull(authors.find(bob.session.key()));
        authors.mayTake(bob.session.key());
        authors.mayTake(key(Authors.AUTHORS_MAX));
        assertNotNull(authors.find(bob.session.key()));
        assertNull(authors.find(key(0)));
        for (int i = 0; i < Authors.AUTHORS_MAX; i++) {
            authors.mayTake(key(2 * Authors.AUTHORS_MAX + i));
        }
        assertNull(authors.find(bob.session.key()));
    }

    @Test
    void keepsTheNewestProfile() {
        assertTrue(learn("Bob", 5, 1));
        assertFalse(learn("Older", 4, 9));
        assertFalse(learn("Same", 5, 1));
        assertEquals("Bob", name());
        assertTrue(learn("Later", 5, 2));
        assertEquals("Later", name());
        assertTrue(learn("Latest", 6, 1));
        assertEquals("Latest", name());
    }

    private String name() {
        Speaker known = authors.find(bob.session.key());
        return known == null ? "" : known.profile().name();
    }

    private boolean learn(String name, long timeMillis, long lamport) {
        Speaker speaker = new Speaker(bob.session.key(), TestHost.profile(name), bob.wallet.text(), true);
        return authors.learn(bob.profile(name, timeMillis, lamport), speaker);
    }

    private static DidKey key(int number) {
        return new DidKey(TestHost.HASHES.sha256(Bytes.utf8("key " + number)));
    }
}
