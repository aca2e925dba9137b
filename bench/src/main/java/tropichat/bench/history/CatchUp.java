package tropichat.bench.history;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.room.Author;
import tropichat.bench.room.LocalPeer;
import tropichat.bench.room.Loop;
import tropichat.core.Config;
import tropichat.core.Peer;
import tropichat.core.base.Limits;

/** A peer that has nothing, and its only neighbour that has everything, in this process. */
final class CatchUp {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** More than are measured: nothing is forgotten. */
    private static final int ENTRIES_MAX = 1_000_000;

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
            LocalPeer giver = peer(new Author("Giver", domain, validMillis, random), loop, random);
            LocalPeer taker = peer(new Author("Taker", domain, validMillis, random), loop, random);
            giver.restore(chronicle.blocks, chronicle.profiles, chronicle.keys);
            taker.restoreNothing();
            long cpuNanos = PROCESS.getProcessCpuTime();
            LocalPeer.gather(List.of(giver, taker), random);
            loop.runUntil(() -> taker.entries() == chronicle.blocks.size());
            long nanos = System.nanoTime() - taker.linkedNanos();
            return new Duration(nanos / 1e9, (PROCESS.getProcessCpuTime() - cpuNanos) / 1e9);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }

    private LocalPeer peer(Author author, Loop loop, Random random) {
        Config config =
                new Config(Chronicle.ROOM, Set.of(domain), Limits.MESH_MEMBERS_MAX, ENTRIES_MAX, true, Author.HASHES);
        LocalPeer.Making making = (identity, source, nowMillis) -> Peer.create(config, identity, source, nowMillis);
        return new LocalPeer(author.profile.name(), author, making, loop, random);
    }
}
