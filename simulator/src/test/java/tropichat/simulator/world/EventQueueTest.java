package tropichat.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.simulator.chance.Chance;

/** What comes first happens first. */
class EventQueueTest {
    private static final long FOREVER = Long.MAX_VALUE;

    private record Planned(long micros, int node) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ordersByTimeAndThenByComing(long seed) {
        Chance chance = new Chance(seed);
        EventQueue queue = new EventQueue();
        List<Planned> planned = new ArrayList<>();
        for (int node = 0; node < 20_000; node++) {
            planned.add(new Planned(chance.below(500), node));
            queue.at(planned.get(node).micros, node, Happening.Tick.TICK);
        }
        planned.sort(Comparator.comparingLong(Planned::micros));
        for (Planned next : planned) {
            assertEquals(Happening.Tick.TICK, queue.next(FOREVER), "seed " + seed);
            assertEquals(next, new Planned(queue.nowMicros(), queue.node()), "seed " + seed);
        }
        assertNull(queue.next(1_000));
    }

    @Test
    void keepsWhatLiesBehindTheEnd() {
        EventQueue queue = new EventQueue();
        queue.at(20, 1, Happening.Tick.TICK);
        assertNull(queue.next(10));
        assertEquals(10, queue.nowMicros());
        assertEquals(Happening.Tick.TICK, queue.next(20));
    }

    @Test
    void plansNothingForThePast() {
        EventQueue queue = new EventQueue();
        queue.at(20, 1, Happening.Tick.TICK);
        queue.next(20);
        queue.at(5, 2, Happening.Tick.TICK);
        queue.next(FOREVER);
        assertEquals(20, queue.nowMicros());
    }
}
