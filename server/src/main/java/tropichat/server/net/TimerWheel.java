package tropichat.server.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One timer for each of very many owners, in arrays: no object per timer, constant time to set, move and cancel one
 * (the hashed wheel of Varghese and Lauck, 1987, scheme 6). Fires up to one tick late, never early.
 */
public final class TimerWheel {
    /** With the usual tick of 100 ms a turn takes 51 s, longer than any timeout here. */
    private static final int BUCKETS = 512;

    private static final int NONE = -1;

    /** The list of timers that are being fired, beside the buckets. */
    private static final int FIRING = BUCKETS;

    private static final int FIRST_TIMERS = 64;

    private final long tickMillis;
    private final int[] heads = new int[BUCKETS + 1];
    private @Nullable Timed[] owners = new @Nullable Timed[FIRST_TIMERS];
    private long[] due = new long[FIRST_TIMERS];
    private int[] next = new int[FIRST_TIMERS];
    private int[] previous = new int[FIRST_TIMERS];
    private int[] lists = new int[FIRST_TIMERS];
    private int free = NONE;
    private int used;
    private long tick;

    public TimerWheel(long tickMillis, long nowMillis) {
        this.tickMillis = tickMillis;
        this.tick = nowMillis / tickMillis;
        Arrays.fill(heads, NONE);
    }

    /** A timer for {@code owner}, not yet set; to be released in the end. */
    public int add(Timed owner) {
        int timer = free;
        if (timer == NONE) {
            timer = used++;
            ensureRoom(used);
        } else {
            free = next[timer];
        }
        owners[timer] = owner;
        lists[timer] = NONE;
        return timer;
    }

    public void release(int timer) {
        unlink(timer);
        owners[timer] = null;
        next[timer] = free;
        free = timer;
    }

    /** Sets the timer, anew where it was set. */
    public void schedule(int timer, long atMillis) {
        unlink(timer);
        due[timer] = atMillis;
        long dueTick = Math.max((atMillis + tickMillis - 1) / tickMillis, tick + 1);
        link(timer, (int) (dueTick % BUCKETS));
    }

    public void cancel(int timer) {
        unlink(timer);
    }

    /** Fires what is due; owners may set, cancel and release timers meanwhile. */
    public void advance(long nowMillis) {
        long target = nowMillis / tickMillis;
        long from = Math.max(tick, target - BUCKETS); // one turn passes every bucket
        for (tick = from; tick < target; ) {
            tick++;
            collectDue((int) (tick % BUCKETS), nowMillis);
            while (heads[FIRING] != NONE) {
                int timer = heads[FIRING];
                unlink(timer);
                Timed owner = owners[timer];
                if (owner != null) {
                    owner.onDeadline(nowMillis);
                }
            }
        }
    }

    private void collectDue(int bucket, long nowMillis) {
        int timer = heads[bucket];
        while (timer != NONE) {
            int following = next[timer];
            if (due[timer] <= nowMillis) {
                unlink(timer);
                link(timer, FIRING);
            }
            timer = following;
        }
    }

    private void link(int timer, int list) {
        int head = heads[list];
        lists[timer] = list;
        previous[timer] = NONE;
        next[timer] = head;
        if (head != NONE) {
            previous[head] = timer;
        }
        heads[list] = timer;
    }

    private void unlink(int timer) {
        if (lists[timer] == NONE) {
            return;
        }
        if (previous[timer] == NONE) {
            heads[lists[timer]] = next[timer];
        } else {
            next[previous[timer]] = next[timer];
        }
        if (next[timer] != NONE) {
            previous[next[timer]] = previous[timer];
        }
        lists[timer] = NONE;
    }

    private void ensureRoom(int timers) {
        if (timers > owners.length) {
            int room = 2 * owners.length;
            owners = Arrays.copyOf(owners, room);
            due = Arrays.copyOf(due, room);
            next = Arrays.copyOf(next, room);
            previous = Arrays.copyOf(previous, room);
            lists = Arrays.copyOf(lists, room);
        }
    }
}
