package tropichat.bench.history;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tropichat.bench.room.Author;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.sync.IdSet;
import tropichat.core.sync.Reconciliation;

/** Two logs that differ in little, compared to the end: what {@code ReconciliationCostTest} compares, key for key. */
final class Comparison {
    static final int KEYS = 100_000;

    /** Keys that either side lacks and the other has. */
    static final int MISSING = 500;

    /** What negentropy, written down plainly, takes for the same keys; {@code ReconciliationCostTest} holds it to that. */
    static final long PLAIN_BYTES = 879_201;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final IdSet mine = new IdSet(1);
    private final IdSet theirs = new IdSet(2);
    int roundTrips;
    long bytes;
    int found;

    /** Processor time of both ends. */
    double cpuMillis;

    private Comparison() {
        Random random = new Random(1);
        for (int i = 0; i < KEYS + MISSING; i++) {
            byte[] digest = new byte[IdSet.DIGEST_BYTES];
            random.nextBytes(digest);
            int at = i % (KEYS / MISSING);
            if (at != 17) {
                mine.add(1 + i / 2, Bytes.wrap(digest));
            }
            if (at != 117) {
                theirs.add(1 + i / 2, Bytes.wrap(digest));
            }
        }
    }

    static Comparison run() {
        Comparison comparison = new Comparison();
        long startNanos = THREADS.getCurrentThreadCpuTime();
        try {
            comparison.compare();
        } catch (Malformed malformed) {
            throw new IllegalStateException("a message of our own that is none", malformed);
        }
        comparison.cpuMillis = (THREADS.getCurrentThreadCpuTime() - startNanos) / 1e6;
        return comparison;
    }

    private void compare() throws Malformed {
        List<Bytes> turn = sent(Reconciliation.begin(mine, 0, Author.HASHES));
        while (!turn.isEmpty()) {
            roundTrips++;
            List<Bytes> next = new ArrayList<>();
            for (Bytes message : turn) {
                for (Bytes answer : sent(Reconciliation.answer(theirs, 0, message, Author.HASHES))) {
                    Reconciliation.Step step = Reconciliation.step(mine, 0, answer, Author.HASHES);
                    found += step.have().size() + step.need().size();
                    next.addAll(sent(step.next()));
                }
            }
            turn = next;
        }
    }

    private List<Bytes> sent(List<Bytes> messages) {
        messages.forEach(message -> bytes += message.length());
        return messages;
    }
}
