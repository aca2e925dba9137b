package tropichat.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/**
 * What an export has so far: a CAR file beside the one that it becomes when it is whole. What an earlier run left there
 * is checked and gone on with.
 */
final class PartFile implements AutoCloseable {
    private static final String SUFFIX = ".part";

    private record Place(long at, int length) {}

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final Map<Cid, Place> places = new HashMap<>();
    private long end;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    static PartFile open(Path target, Cid head, Hashes hashes) throws IOException, Trouble {
        Path part = target.resolveSibling(target.getFileName() + SUFFIX);
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        PartFile file = new PartFile(target, part, channel);
        try {
            file.lock();
            file.resume(head, hashes);
            return file;
        } catch (IOException | Trouble failure) {
            channel.close();
            throw failure;
        }
    }

    Path path() {
        return part;
    }

    int blocks() {
        return places.size();
    }

    boolean has(Cid cid) {
        return places.containsKey(cid);
    }

    /** A block that was kept; null where it was not. */
    @Nullable
    Bytes read(Cid cid) throws IOException {
        Place place = places.get(cid);
        if (place == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate(place.length());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, place.at() + buffer.position()) < 0) {
                throw new IOException(part + " has become shorter");
            }
        }
        return Bytes.wrap(buffer.array());
    }

    void add(Car.Block block) throws IOException {
        append(Car.section(block));
        note(block);
    }

    /** The file is whole: it takes the place of what was there under its name. */
    void finish() throws IOException {
        channel.force(true);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves what there is for the next run; nothing where nothing was had. */
    @Override
    public void close() throws IOException {
        if (places.isEmpty()) {
            Files.deleteIfExists(part);
        }
        channel.close();
    }

    private void lock() throws IOException, Trouble {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException ours) {
            // Said below.
        }
        throw new Trouble("Nothing was exported", "another export is writing " + part, "Wait for it to end.");
    }

    /** Takes what is whole and right up to the first fault, and cuts off the rest; nothing of another head's. */
    private void resume(Cid head, Hashes hashes) throws IOException {
        try (CarFile kept = new CarFile(part, hashes)) {
            while (kept.next() instanceof Car.Block block && kept.roots().equals(List.of(head))) {
                end = kept.position();
                note(block);
            }
        }
        channel.truncate(end);
        if (end == 0) {
            append(Car.header(List.of(head)));
        }
    }

    private void append(Bytes bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.unsafeArray());
        while (buffer.hasRemaining()) {
            end += channel.write(buffer, end);
        }
    }

    private void note(Car.Block block) {
        int length = block.bytes().length();
        places.put(block.cid(), new Place(end - length, length));
    }
}
