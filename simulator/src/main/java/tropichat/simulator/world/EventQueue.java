package tropichat.simulator.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and what is to happen in it, first things first and in the order of their coming where times are equal: a
 * binary heap over plain arrays, so that an event costs no object but what it carries.
 */
final class EventQueue {
    private static final int CAPACITY = 1 << 12;

    private long[] times = new long[CAPACITY];
    private long[] orders = new long[CAPACITY];
    private int[] nodes = new int[CAPACITY];
    private @Nullable Happening[] happenings = new @Nullable Happening[CAPACITY];
    private int size;
    private long lastOrder;
    private long nowMicros;

    /** The event that {@link #next} took out. */
    private int node;

    private @Nullable Happening happening;

    long nowMicros() {
        return nowMicros;
    }

    /** Plans an event; a time that has gone by is now. {@code node} is the peer that it concerns, or −1. */
    void at(long micros, int concerned, Happening what) {
        if (size == times.length) {
            grow();
        }
        rise(size++, Math.max(micros, nowMicros), ++lastOrder, concerned, what);
    }

    void after(long micros, int concerned, Happening what) {
        at(nowMicros + micros, concerned, what);
    }

    void act(long afterMicros, String name, Runnable action) {
        after(afterMicros, -1, new Happening.Act(name, action));
    }

    /** Takes out the first event and moves time on to it; null where there is none up to {@code untilMicros}. */
    @Nullable
    Happening next(long untilMicros) {
        if (size == 0 || times[0] > untilMicros) {
            nowMicros = Math.max(nowMicros, untilMicros);
            return null;
        }
        nowMicros = times[0];
        node = nodes[0];
        happening = happenings[0];
        size--;
        long time = times[size];
        long order = orders[size];
        int concerned = nodes[size];
        Happening last = happenings[size];
        happenings[size] = null;
        if (size > 0 && last != null) {
            sink(time, order, concerned, last);
        }
        return happening;
    }

    /** The peer that the event taken out last concerns, or −1. */
    int node() {
        return node;
    }

    private void rise(int from, long time, long order, int concerned, Happening what) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            // A later event of the same time has the higher order and stays below.
            if (times[parent] <= time) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, time, order, concerned, what);
    }

    private void sink(long time, long order, int concerned, Happening what) {
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && isBefore(child + 1, times[child], orders[child])) {
                child++;
            }
            if (!isBefore(child, time, order)) {
                break;
            }
            move(child, at);
            at = child;
            child = 2 * at + 1;
        }
        set(at, time, order, concerned, what);
    }

    private boolean isBefore(int at, long time, long order) {
        return times[at] < time || (times[at] == time && orders[at] < order);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        orders[to] = orders[from];
        nodes[to] = nodes[from];
        happenings[to] = happenings[from];
    }

    private void set(int at, long time, long order, int concerned, Happening what) {
        times[at] = time;
        orders[at] = order;
        nodes[at] = concerned;
        happenings[at] = what;
    }

    private void grow() {
        int capacity = 2 * times.length;
        times = Arrays.copyOf(times, capacity);
        orders = Arrays.copyOf(orders, capacity);
        nodes = Arrays.copyOf(nodes, capacity);
        happenings = Arrays.copyOf(happenings, capacity);
    }
}
