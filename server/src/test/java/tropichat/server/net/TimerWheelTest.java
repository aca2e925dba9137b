package tropichat.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private static final long TICK_MILLIS = 10;

    private final List<String> fired = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(TICK_MILLIS, 0);

    private int timer(String name) {
        return wheel.add(now -> fired.add(name + "@" + now));
    }

    @Test
    void firesWhenDueAndOnce() {
        wheel.schedule(timer("a"), 25);
        wheel.advance(20);
        assertEquals(List.of(), fired);
        wheel.advance(30);
        wheel.advance(10_000);
        assertEquals(List.of("a@30"), fired);
    }

    @Test
    void firesWhatIsDueInMoreThanATurn() {
        wheel.schedule(timer("a"), 123_456);
        for (long now = 0; now < 123_450; now += TICK_MILLIS) {
            wheel.advance(now);
        }
        assertEquals(List.of(), fired);
        wheel.advance(123_460);
        assertEquals(List.of("a@123460"), fired);
    }

    @Test
    void catchesUpAfterALongPause() {
        wheel.schedule(timer("a"), 100);
        wheel.schedule(timer("b"), 20_000);
        wheel.advance(1_000_000);
        assertEquals(List.of("a@1000000", "b@1000000"), fired.stream().sorted().toList());
    }

    @Test
    void ownersMaySetCancelAndReleaseTimersMeanwhile() {
        int victim = timer("victim");
        int released = timer("released");
        int[] self = new int[1];
        self[0] = wheel.add(now -> {
            fired.add("self@" + now);
            wheel.cancel(victim);
            wheel.release(released);
            if (fired.size() < 2) {
                wheel.schedule(self[0], now);
            }
        });
        wheel.schedule(self[0], 10);
        wheel.schedule(released, 10);
        wheel.schedule(victim, 10);
        wheel.advance(10);
        wheel.advance(20);
        wheel.advance(1000);
        assertEquals(List.of("self@10", "self@20"), fired);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void firesEveryTimerWithinATickOfItsTime(long seed) {
        Random random = new Random(seed);
        int count = 1000;
        long[] due = new long[count];
        boolean[] set = new boolean[count];
        int[] timers = new int[count];
        for (int i = 0; i < count; i++) {
            int index = i;
            timers[i] = wheel.add(now -> {
                assertTrue(set[index], "seed " + seed);
                assertTrue(now >= due[index] && now < due[index] + 2 * TICK_MILLIS, "seed " + seed);
                set[index] = false;
            });
        }
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(count);
            if (random.nextInt(4) == 0) {
                wheel.cancel(timers[i]);
                set[i] = false;
            } else {
                due[i] = now + 1 + random.nextInt(12_000);
                set[i] = true;
                wheel.schedule(timers[i], due[i]);
            }
            now += random.nextInt(10);
            wheel.advance(now);
        }
        for (long end = now + 13_000; now < end; now += TICK_MILLIS) {
            wheel.advance(now);
        }
        for (boolean stillSet : set) {
            assertFalse(stillSet);
        }
    }
}
