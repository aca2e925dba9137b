package tropichat.bench.history;

import java.util.Random;
import tropichat.bench.load.LoadFailure;

/** A peer that has nothing, and its only neighbour that has everything, in this process. */
final class CatchUp {
    private final Chronicle chronicle;
    private final String domain;
    private final int threads;

    /** @param threads that verify, beside the one that runs both peers */
    CatchUp(Chronicle chronicle, String domain, int threads) {
        this.chronicle = chronicle;
        this.domain = domain;
        this.threads = threads;
    }

    /** From the opening of the link until every entry has been verified and is kept, in seconds. */
    double seconds(long seed) {
        Random random = new Random(seed);
        long[] validMillis = {System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 3_600_000};
        try (Loop loop = new Loop(threads)) {
            LocalPeer giver =
                    new LocalPeer("giver", domain, new Author("Giver", domain, validMillis, random), loop, random);
            LocalPeer taker =
                    new LocalPeer("taker", domain, new Author("Taker", domain, validMillis, random), loop, random);
            giver.restore(chronicle);
            taker.restoreNothing();
            LocalPeer.link(giver, taker);
            loop.runUntil(() -> taker.entries() == chronicle.blocks.size(), giver, taker);
            return (System.nanoTime() - loop.linkedNanos()) / 1e9;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }
}
