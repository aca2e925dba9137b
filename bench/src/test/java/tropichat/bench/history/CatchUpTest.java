package tropichat.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.bench.room.Author;
import tropichat.bench.room.RoomFile;
import tropichat.core.base.Bytes;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Car;
import tropichat.core.wire.CarReader;
import tropichat.core.wire.Cid;
import tropichat.crypto.SignatureVerifier;

/** The measurements with few entries: that they measure what they say. */
final class CatchUpTest {
    private static final String DOMAIN = "chat.example";

    /** More than one batch. */
    private static final int ENTRIES = 1_200;

    private final Chronicle chronicle = new Chronicle(ENTRIES, DOMAIN, System.currentTimeMillis(), 1);

    @Test
    void aPeerGetsEverythingFromItsNeighbour() {
        assertTrue(new CatchUp(chronicle, DOMAIN, 2).run(1).seconds() > 0);
    }

    @Test
    void entriesAreSignedAndAsLongAsIsSaid() throws Exception {
        SignatureVerifier verifier = new SignatureVerifier(Author.HASHES);
        for (Bytes block : chronicle.blocks.values()) {
            Entry.Received received = Entry.decode(block, Author.HASHES);
            assertTrue(verifier.verify(received.check()));
            assertTrue(received.entry().body() instanceof EntryBody.Text text
                    && text.text().length() == Chronicle.TEXT_BYTES);
        }
    }

    @Test
    void theFileHoldsEveryEntryAndProfile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("room.car");
        RoomFile.write(Chronicle.ROOM, chronicle.profiles, chronicle.blocks, file);
        CarReader reader = new CarReader(Author.HASHES);
        reader.feed(Bytes.wrap(Files.readAllBytes(file)));
        Set<Cid> missing = new LinkedHashSet<>(chronicle.blocks.keySet());
        missing.addAll(chronicle.profiles.keySet());
        for (Car.Section section = reader.next(); section != null; section = reader.next()) {
            missing.remove(assertInstanceOf(Car.Block.class, section).cid());
        }
        reader.end();
        assertEquals(Set.of(), missing);
    }

    @Test
    void logsThatDifferAreComparedToTheEnd() {
        Comparison comparison = Comparison.run();
        assertEquals(
                2 * (Comparison.KEYS + Comparison.MISSING) / (Comparison.KEYS / Comparison.MISSING), comparison.found);
    }
}
