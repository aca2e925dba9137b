package tropichat.bench.room;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.bench.load.LoadFailure;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.SignatureVerifier;

/** The thread to which peers belong, and those beside it that verify for them. */
public final class Loop implements AutoCloseable {
    private static final long RUN_NANOS_MAX = 120_000_000_000L;

    /** How late a deadline is kept: looking at those of many peers takes a while. */
    private static final long TICK_NANOS = 2_000_000;

    private final Map<String, LocalPeer> peers = new LinkedHashMap<>();

    /** What the loop itself has to do comes first: verdicts wait in a queue of their own. */
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();

    private final BlockingQueue<Runnable> verdicts = new LinkedBlockingQueue<>();
    private final ExecutorService verifying;
    private final SignatureVerifier verifier = new SignatureVerifier(Author.HASHES);
    private long tickAtNanos = System.nanoTime();

    /**
     * One without peers.
     *
     * @param threads that verify
     */
    public Loop(int threads) {
        verifying = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory());
    }

    void enter(LocalPeer peer) {
        peers.put(peer.id, peer);
    }

    @Nullable
    LocalPeer find(String id) {
        return peers.get(id);
    }

    /** The end of a link that goes by this name in signals; null where it is gone. */
    @Nullable
    LocalLink link(String name) {
        int space = name.lastIndexOf(' ');
        LocalPeer peer = peers.get(name.substring(0, space));
        return peer == null ? null : peer.link(Integer.parseInt(name.substring(space + 1)));
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

    /** Runs until it is done; the peers' deadlines are kept. */
    public void runUntil(BooleanSupplier done) throws InterruptedException {
        long giveUpNanos = System.nanoTime() + RUN_NANOS_MAX;
        while (!done.getAsBoolean()) {
            Runnable next = own.poll();
            if (next == null) {
                next = verdicts.poll(1, TimeUnit.MILLISECONDS);
            }
            if (next != null) {
                next.run();
            }
            tick();
            if (System.nanoTime() > giveUpNanos) {
                throw new LoadFailure("peers in one process did not come to an end");
            }
        }
    }

    private void tick() {
        if (System.nanoTime() < tickAtNanos) {
            return;
        }
        for (LocalPeer peer : peers.values()) {
            if (peer.deadlineMillis() <= System.currentTimeMillis()) {
                peer.tick();
            }
        }
        tickAtNanos = System.nanoTime() + TICK_NANOS;
    }

    @Override
    public void close() {
        verifying.shutdownNow();
    }
}
