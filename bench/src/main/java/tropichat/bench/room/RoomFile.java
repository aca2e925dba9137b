package tropichat.bench.room;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Batch;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** What was said in a room as a CAR file, as pages save and load one. */
public final class RoomFile {
    private RoomFile() {}

    /**
     * Writes one.
     *
     * @param entries blocks in the log's order
     */
    public static void write(RoomName room, Map<Cid, Bytes> profiles, Map<Cid, Bytes> entries, Path file)
            throws IOException {
        List<Car.Block> batches = batches(room, new ArrayList<>(profiles.keySet()), new ArrayList<>(entries.keySet()));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(Car.header(List.of(batches.getLast().cid())).unsafeArray());
            for (Car.Block batch : batches) {
                write(batch, out);
            }
            for (Bytes profile : profiles.values()) {
                write(Car.Block.of(profile, Author.HASHES), out);
            }
            for (Bytes block : entries.values()) {
                write(Car.Block.of(block, Author.HASHES), out);
            }
        }
    }

    private static void write(Car.Block block, OutputStream out) throws IOException {
        out.write(Car.section(block).unsafeArray());
    }

    private static List<Car.Block> batches(RoomName room, List<Cid> profiles, List<Cid> entries) {
        List<Car.Block> batches = new ArrayList<>();
        for (int at = 0; at < entries.size(); at += Batch.LINKS_MAX) {
            List<Cid> part = entries.subList(at, Math.min(at + Batch.LINKS_MAX, entries.size()));
            @Nullable
            Cid previous = batches.isEmpty() ? null : batches.getLast().cid();
            batches.add(Car.Block.of(new Batch(room, previous, profiles, List.of(), part).encode(), Author.HASHES));
        }
        return batches;
    }
}
