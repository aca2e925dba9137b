package tropichat.core;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen in virtual time; what is planned for one moment happens in the order in which it was planned. */
final class Agenda {
    private record Happening(long atMillis, long number, Runnable what) {}

    private final PriorityQueue<Happening> future =
            new PriorityQueue<>(Comparator.comparingLong(Happening::atMillis).thenComparingLong(Happening::number));
    private long planned;

    void add(long atMillis, Runnable what) {
        future.add(new Happening(atMillis, ++planned, what));
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} where nothing does. */
    long nextMillis() {
        return future.isEmpty() ? Long.MAX_VALUE : future.peek().atMillis();
    }

    void runNext() {
        future.remove().what().run();
    }
}
