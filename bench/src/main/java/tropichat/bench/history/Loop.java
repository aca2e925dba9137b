package tropichat.bench.history;

import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tropichat.bench.load.LoadFailure;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.SignatureVerifier;

/** The thread to which peers belong, and those beside it that verify for them. */
final class Loop implements AutoCloseable {
    private static final long RUN_NANOS_MAX = 120_000_000_000L;

    /** What the loop itself has to do comes first: verdicts wait in a queue of their own. */
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();

    private final BlockingQueue<Runnable> verdicts = new LinkedBlockingQueue<>();
    private final ExecutorService verifying;
    private final SignatureVerifier verifier = new SignatureVerifier(Author.HASHES);
    private long linkedNanos;

    Loop(int threads) {
        verifying = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory());
    }

    void add(Runnable act) {
        own.add(act);
    }

    /** @param then is told on the loop */
    void verify(SignatureCheck check, Consumer<Boolean> then) {
        verifying.execute(() -> {
            boolean valid = verifier.verify(check);
            verdicts.add(() -> then.accept(valid));
        });
    }

    /** The clock starts when the link opens. */
    void linked() {
        linkedNanos = System.nanoTime();
    }

    long linkedNanos() {
        return linkedNanos;
    }

    /** Runs until it is done; the peers' deadlines are kept. */
    void runUntil(BooleanSupplier done, LocalPeer... peers) throws InterruptedException {
        long giveUpNanos = System.nanoTime() + RUN_NANOS_MAX;
        while (!done.getAsBoolean()) {
            Runnable next = own.poll();
            if (next == null) {
                next = verdicts.poll(1, TimeUnit.MILLISECONDS);
            }
            if (next != null) {
                next.run();
            } else if (System.nanoTime() > giveUpNanos) {
                throw new LoadFailure("two peers in one process did not come to an end");
            }
            for (LocalPeer peer : peers) {
                if (peer.deadlineMillis() <= System.currentTimeMillis()) {
                    peer.tick();
                }
            }
        }
    }

    @Override
    public void close() {
        verifying.shutdownNow();
    }
}
