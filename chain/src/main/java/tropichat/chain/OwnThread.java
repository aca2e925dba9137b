package tropichat.chain;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A thread for chains alone, where there is no loop that they could share. */
public final class OwnThread implements HomeThread, AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chains").factory());

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // tasks end with the thread
    public void schedule(long millis, Runnable task) {
        thread.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
