package tropichat.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;

/** The set against the library's ordered one. */
class IdSetTest {
    private static final Bytes ONE = Bytes.wrap(new byte[IdSet.DIGEST_BYTES]);

    @Test
    void isEmptyAtFirst() {
        IdSet set = new IdSet(1);
        assertEquals(0, set.size());
        assertFalse(set.contains(ONE));
        assertEquals(-1, set.lamportOf(ONE));
        assertEquals(0, set.indexOf(5, ONE));
        assertEquals(0, set.removeBelow(IdSet.LAMPORT_MAX));
        assertThrows(IndexOutOfBoundsException.class, () -> set.lamportAt(0));
        assertThrows(IndexOutOfBoundsException.class, () -> set.digestAt(-1));
    }

    @Test
    void takesADigestOnce() {
        IdSet set = new IdSet(1);
        assertTrue(set.add(7, ONE));
        assertFalse(set.add(7, ONE));
        assertFalse(set.add(8, ONE));
        assertEquals(7, set.lamportOf(ONE));
        assertEquals(1, set.size());
    }

    @Test
    void refusesWhatIsNoKey() {
        IdSet set = new IdSet(1);
        assertThrows(IllegalArgumentException.class, () -> set.add(-1, ONE));
        assertThrows(IllegalArgumentException.class, () -> set.add(IdSet.LAMPORT_MAX + 1, ONE));
        assertThrows(IllegalArgumentException.class, () -> set.add(1, Bytes.utf8("short")));
        assertThrows(IllegalArgumentException.class, () -> set.contains(Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatAnOrderedSetHolds(long seed) {
        Random random = new Random(seed);
        IdSet set = new IdSet(random.nextInt());
        TreeSet<TestKey> oracle = new TreeSet<>();
        for (int round = 0; round < 6; round++) {
            List<TestKey> keys = TestKey.many(random.nextInt(6_000), random);
            switch (random.nextInt(3)) {
                case 0 -> Collections.shuffle(keys, random);
                case 1 -> Collections.reverse(keys);
                default -> {}
            }
            for (TestKey key : keys) {
                assertEquals(oracle.add(key), set.add(key.lamport(), key.digest()));
            }
            compare(oracle, set, random, "seed " + seed);
            if (!oracle.isEmpty()) {
                removeSome(oracle, set, random);
                compare(oracle, set, random, "seed " + seed);
            }
        }
    }

    private static void removeSome(NavigableSet<TestKey> oracle, IdSet set, Random random) {
        List<TestKey> all = new ArrayList<>(oracle);
        TestKey key = all.get(random.nextInt(all.size()));
        int before = oracle.size();
        int removed;
        if (random.nextInt(3) == 0) {
            removed = 0;
            Collections.shuffle(all, random);
            for (TestKey each : all.subList(0, random.nextInt(all.size()) + 1)) {
                oracle.remove(each);
                assertTrue(set.remove(each.digest()));
                assertFalse(set.remove(each.digest()));
                removed++;
            }
        } else if (random.nextBoolean()) {
            oracle.headSet(key, false).clear();
            removed = set.removeBelow(key.lamport(), key.digest());
        } else {
            oracle.removeIf(each -> each.lamport() < key.lamport());
            removed = set.removeBelow(key.lamport());
        }
        assertEquals(before - oracle.size(), removed);
        if (removed > 0) {
            assertFalse(set.contains(all.get(0).digest()));
        }
    }

    private static void compare(NavigableSet<TestKey> oracle, IdSet set, Random random, String seed) {
        assertEquals(oracle.size(), set.size(), seed);
        List<TestKey> keys = new ArrayList<>(oracle);
        for (int i = keys.size() - 1; i >= 0; i--) {
            TestKey key = keys.get(i);
            assertEquals(key.digest(), set.digestAt(i), seed);
            assertEquals(key.lamport(), set.lamportAt(i), seed);
            assertEquals(key.lamport(), set.lamportOf(key.digest()), seed);
        }
        for (int i = 0; i < 20; i++) {
            TestKey key = TestKey.random(random.nextInt(2_000), random);
            assertEquals(oracle.headSet(key).size(), set.indexOf(key.lamport(), key.digest()), seed);
            assertFalse(set.contains(key.digest()), seed);
        }
        PlainNegentropy plain = new PlainNegentropy(oracle);
        for (int i = 0; i < 20; i++) {
            int to = random.nextInt(keys.size() + 1);
            int from = random.nextInt(to + 1);
            byte[] sum = new byte[IdSet.DIGEST_BYTES];
            set.sum(from, to).writeTo(sum);
            assertEquals(plain.sum(from, to), Bytes.wrap(sum), seed);
        }
    }
}
