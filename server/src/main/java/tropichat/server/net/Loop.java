package tropichat.server.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns every connection and all that the application knows: nothing there is locked. What other
 * threads find out comes back through {@link #execute}.
 */
public final class Loop {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EventLoop eventLoop;

    Loop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
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

    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    /** A clock that only runs forwards, in milliseconds since some moment of this process; for deadlines and rates. */
    public static long nowMillis() {
        return System.nanoTime() / NANOS_PER_MILLI;
    }
}
