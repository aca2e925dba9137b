package tropichat.bench.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.room.Batch;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** A chronicle as a CAR file, as pages save and load one. */
final class RoomFile {
    private RoomFile() {}

    static void write(Chronicle chronicle, Path file) throws IOException {
        List<Car.Block> batches = batches(chronicle);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(Car.header(List.of(batches.getLast().cid())).unsafeArray());
            for (Car.Block batch : batches) {
                write(batch, out);
            }
            for (Bytes profile : chronicle.profiles.values()) {
                write(Car.Block.of(profile, Author.HASHES), out);
            }
            for (Bytes block : chronicle.blocks.values()) {
                write(Car.Block.of(block, Author.HASHES), out);
            }
        }
    }

    private static void write(Car.Block block, OutputStream out) throws IOException {
        out.write(Car.section(block).unsafeArray());
    }

    private static List<Car.Block> batches(Chronicle chronicle) {
        List<Cid> entries = new ArrayList<>(chronicle.blocks.keySet());
        List<Cid> profiles = new ArrayList<>(chronicle.profiles.keySet());
        List<Car.Block> batches = new ArrayList<>();
        for (int at = 0; at < entries.size(); at += Batch.LINKS_MAX) {
            List<Cid> part = entries.subList(at, Math.min(at + Batch.LINKS_MAX, entries.size()));
            @Nullable
            Cid previous = batches.isEmpty() ? null : batches.getLast().cid();
            batches.add(Car.Block.of(
                    new Batch(Chronicle.ROOM, previous, profiles, List.of(), part).encode(), Author.HASHES));
        }
        return batches;
    }
}
