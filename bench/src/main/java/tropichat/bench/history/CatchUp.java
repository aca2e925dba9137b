package tropichat.bench.history;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import tropichat.bench.load.LoadFailure;

/** A peer that has nothing, and its only neighbour that has everything, in this process. */
final class CatchUp {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Chronicle chronicle;
    private final String domain;
    private final int threads;

    /** @param threads that verify, beside the one that runs both peers */
    CatchUp(Chronicle chronicle, String domain, int threads) {
        this.chronicle = chronicle;
        this.domain = domain;
        this.threads = threads;
    }

    /**
     * From the opening of the link until every entry has been verified and is kept.
     *
     * @param cpuSeconds processor time of all threads: what a machine that does other things too does not change
     */
    record Duration(double seconds, double cpuSeconds) {}

    Duration run(long seed) {
        Random random = new Random(seed);
        long[] validMillis = {System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 3_600_000};
        try (Loop loop = new Loop(threads)) {
            LocalPeer giver =
                    new LocalPeer("giver", domain, new Author("Giver", domain, validMillis, random), loop, random);
            LocalPeer taker =
                    new LocalPeer("taker", domain, new Author("Taker", domain, validMillis, random), loop, random);
            giver.restore(chronicle);
            taker.restoreNothing();
            long cpuNanos = PROCESS.getProcessCpuTime();
            LocalPeer.link(giver, taker);
            loop.runUntil(() -> taker.entries() == chronicle.blocks.size(), giver, taker);
            long nanos = System.nanoTime() - loop.linkedNanos();
            return new Duration(nanos / 1e9, (PROCESS.getProcessCpuTime() - cpuNanos) / 1e9);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }
}
