package tropichat.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Car;
import tropichat.core.wire.CarReader;
import tropichat.core.wire.Cid;

/** A CAR file that is read in pieces, from its beginning to its end or to where it can no longer be followed. */
final class CarFile implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    private final InputStream in;
    private final CarReader reader;
    private boolean ended;
    private @Nullable Malformed broken;

    CarFile(Path file, Hashes hashes) throws IOException {
        in = Files.newInputStream(file);
        reader = new CarReader(hashes);
    }

    /** The next section; null at the end, which {@link #broken} judges. */
    Car.@Nullable Section next() throws IOException {
        try {
            while (!ended) {
                Car.Section section = reader.next();
                if (section != null) {
                    return section;
                }
                byte[] piece = in.readNBytes(PIECE_BYTES);
                if (piece.length == 0) {
                    ended = true;
                    reader.end();
                }
                reader.feed(Bytes.wrap(piece));
            }
        } catch (Malformed malformed) {
            ended = true;
            broken = malformed;
        }
        return null;
    }

    /** Why the file could not be read to its end; null where it could, or has not been yet. */
    @Nullable
    Malformed broken() {
        return broken;
    }

    /** Known once a section has been read. */
    List<Cid> roots() {
        return reader.roots();
    }

    /** Where the last section that was read ends, in bytes. */
    long position() {
        return reader.position();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
