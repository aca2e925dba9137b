package tropichat.server.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns every connection and all that the application knows: nothing there is locked. What other
 * threads find out comes back through {@link #execute}.
 */
public final class Loop {
    /** What one read takes at most. */
    static final int READ_BYTES_MAX = 64 * 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EventLoop eventLoop;
    private final TimerWheel timers;
    private final FlushQueue flushes;
    private byte[] readBuffer = new byte[READ_BYTES_MAX];

    @SuppressWarnings("FutureReturnValueIgnored") // ticks end with the loop
    Loop(EventLoop eventLoop, long tickMillis) {
        this.eventLoop = eventLoop;
        this.timers = new TimerWheel(tickMillis, nowMillis());
        this.flushes = new FlushQueue(eventLoop);
        eventLoop.scheduleAtFixedRate(() -> timers.advance(nowMillis()), tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }

    /** Runs {@code task} on the loop, soon; may be called from any thread. */
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Runs {@code task} on the loop after {@code millis}; may be called from any thread. Not for one timer a peer. */
    @SuppressWarnings("FutureReturnValueIgnored") // the loop itself reports what a task throws
    public void schedule(long millis, Runnable task) {
        eventLoop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** A clock that only runs forwards, in milliseconds since some moment of this process; for deadlines and rates. */
    public static long nowMillis() {
        return System.nanoTime() / NANOS_PER_MILLI;
    }

    /** Timers for very many owners. */
    public TimerWheel timers() {
        return timers;
    }

    public FlushQueue flushes() {
        return flushes;
    }

    /** Memory for the bytes of the read that is under way: one for all connections, since one is read at a time. */
    byte[] readBuffer(int bytes) {
        if (bytes > readBuffer.length) {
            readBuffer = new byte[bytes];
        }
        return readBuffer;
    }
}
