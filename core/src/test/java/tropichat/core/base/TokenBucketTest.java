package tropichat.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(10, 5, 1000);

    @Test
    void givesABurstAndThenNothing() {
        for (int i = 0; i < 5; i++) {
            assertTrue(bucket.take(1, 1000));
        }
        assertFalse(bucket.take(1, 1000));
    }

    @Test
    void fillsAgainWithTimeUpToItsBurst() {
        assertTrue(bucket.take(5, 1000));
        assertFalse(bucket.take(1, 1099));
        assertTrue(bucket.take(1, 1100));
        assertTrue(bucket.isFull(100_000));
        assertTrue(bucket.take(5, 100_000));
        assertFalse(bucket.take(1, 100_000));
    }

    @Test
    void refusesAllOrNothing() {
        assertTrue(bucket.take(3, 1000));
        assertFalse(bucket.take(3, 1000));
        assertTrue(bucket.take(2, 1000));
    }

    @Test
    void gainsNothingWhereTimeRunsBackwards() {
        assertTrue(bucket.take(5, 1000));
        assertFalse(bucket.take(1, 0));
        assertFalse(bucket.take(1, 1050));
        assertFalse(bucket.isFull(1050));
    }

    @Test
    void givesNoMoreOverALongTimeThanItsRate() {
        int given = 0;
        for (long now = 1000; now <= 61_000; now++) {
            given += bucket.take(1, now) ? 1 : 0;
        }
        assertEquals(605, given, 1);
    }
}
