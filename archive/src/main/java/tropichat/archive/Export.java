package tropichat.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Batch;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;
import tropichat.report.Progress;

/**
 * A walk from a room's newest batch back to its first, which keeps every block on the way. Only what is not kept yet is
 * asked for, so a walk that broke off is gone on with.
 */
final class Export {
    /** Batches of one room: some ten million entries, where they are full. */
    private static final int BATCHES_MAX = 10_000;

    /** Blocks that are asked for at once. */
    private static final int PARALLEL_MAX = 16;

    /** So many in a row that are not answered, and the source is given up: each takes all of its patience. */
    private static final int SILENCES_MAX = PARALLEL_MAX;

    private final Source source;
    private final PartFile part;
    private final Progress progress;
    private final AtomicInteger silences = new AtomicInteger();
    private int lacking;
    private @Nullable String firstProblem;
    private int batches;
    private int entries;

    Export(Source source, PartFile part, Progress progress) {
        this.source = source;
        this.part = part;
        this.progress = progress;
    }

    /** Walks; throws in words for people where not everything could be had. */
    void run(Cid head) throws IOException, Trouble {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RoomName room = null;
            Cid at = head;
            while (at != null) {
                Batch batch = batch(at, threads);
                if (batch == null) {
                    break;
                }
                if (room != null && !room.equals(batch.room())) {
                    lack("batch " + at + " is one of another room, "
                            + Trouble.quote(batch.room().text()));
                    break;
                }
                room = batch.room();
                take(links(batch), true, threads);
                batches++;
                entries += batch.entries().size();
                progress.step("batch " + batches + ", " + entries + " entries, " + part.blocks() + " blocks");
                at = batch.previous();
            }
        }
        judge();
    }

    /** What was exported. */
    String summary() {
        return part.blocks() + " blocks: " + batches + " batches with " + entries + " entries";
    }

    private @Nullable Batch batch(Cid cid, ExecutorService threads) throws IOException {
        if (batches == BATCHES_MAX) {
            lack("only the newest " + BATCHES_MAX + " batches are read");
            return null;
        }
        take(Set.of(cid), false, threads);
        Bytes block = part.read(cid);
        try {
            return block == null ? null : Batch.decode(block);
        } catch (Malformed malformed) {
            lack("block " + cid + " is not a batch of a room: " + malformed.getMessage());
            return null;
        }
    }

    private static Set<Cid> links(Batch batch) {
        Set<Cid> links = new LinkedHashSet<>(batch.profiles());
        links.addAll(batch.law());
        links.addAll(batch.entries());
        return links;
    }

    private void take(Set<Cid> wanted, boolean leaves, ExecutorService threads) throws IOException {
        List<Cid> missing = new ArrayList<>();
        for (Cid cid : wanted) {
            if (!part.has(cid)) {
                missing.add(cid);
            }
        }
        for (int at = 0; at < missing.size(); at += PARALLEL_MAX) {
            takeSome(missing.subList(at, Math.min(at + PARALLEL_MAX, missing.size())), leaves, threads);
        }
    }

    private void takeSome(List<Cid> missing, boolean leaves, ExecutorService threads) throws IOException {
        List<Future<Car.Block>> asked = new ArrayList<>();
        for (Cid cid : missing) {
            asked.add(threads.submit(() -> new Car.Block(cid, ask(cid), leaves)));
        }
        for (Future<Car.Block> answer : asked) {
            try {
                part.add(answer.get());
            } catch (ExecutionException failure) {
                Throwable why = failure.getCause() == null ? failure : failure.getCause();
                lack(Trouble.wordsOf(why));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("the export was interrupted", stopped);
            }
        }
    }

    private Bytes ask(Cid cid) throws Trouble {
        if (silences.get() >= SILENCES_MAX) {
            throw new Trouble(source.name() + " was given up", "it was silent too often", "Try again later.");
        }
        try {
            Bytes block = source.block(cid);
            silences.set(0);
            return block;
        } catch (Trouble.Unanswered silence) {
            silences.incrementAndGet();
            throw silence;
        }
    }

    private void lack(String problem) {
        lacking++;
        if (firstProblem == null) {
            firstProblem = problem;
        }
    }

    private void judge() throws Trouble {
        if (lacking > 0) {
            throw new Trouble(
                    "Not everything could be exported",
                    lacking + " of its parts could not be had, the first because: " + firstProblem,
                    "The " + part.blocks() + " blocks that are right are kept in " + part.path()
                            + "; the same command goes on from there.");
        }
    }
}
