package tropichat.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;

/** CARv1 (https://ipld.io/specs/transport/car/carv1/). */
class CarTest {
    private static final TestHashes HASHES = new TestHashes();

    /** Written by @ipld/car 5.4.2: {@code {text: "x" * 200}}; two roots, the second one's block not in it. */
    private static final String FOREIGN =
            "63a265726f6f747382d82a58250001711220f2433db5515c1fc6cc0ac9d671763fc7fc4df1ec8971fe3b1b0c3eac11a3980e"
                    + "d82a58250001711220c7ad4befe022e64f0a53c1e91a18e28d16b1e1fa1d5cb485ae269b0a215046de"
                    + "6776657273696f6e01f40101711220f2433db5515c1fc6cc0ac9d671763fc7fc4df1ec8971fe3b1b0c3eac11a3980e"
                    + "a1647465787478c8" + "78".repeat(200);

    /** All that a reader gave, and how it ended. */
    private record Reading(
            List<Cid> roots,
            List<Car.Block> blocks,
            List<Car.Refused> refused,
            @Nullable Malformed end) {}

    @Test
    void readsAndWritesWhatTheReferenceLibraryWrote() {
        Bytes car = hex(FOREIGN);
        Reading reading = read(car, car.length());
        assertNull(reading.end);
        assertEquals(List.of(), reading.refused);
        Bytes text = Cbor.encode(Value.map().with("text", "x".repeat(200)));
        assertEquals(List.of(blockOf(text)), reading.blocks);
        assertEquals(blockOf(text).cid(), reading.roots.get(0));
        assertEquals(blockOf(Cbor.encode(Value.map().with("n", 7))).cid(), reading.roots.get(1));
        assertEquals(car, Car.encode(reading.roots, reading.blocks));
    }

    /** Every byte by hand after the specification: varint, header map, varint, CID, block. */
    @Test
    void writesAsTheSpecificationSays() {
        Bytes block = hex("a0");
        Cid cid = Cid.ofBlock(block, HASHES);
        String link = "d82a582500" + cid.bytes().hex();
        String header = "a2" + "65726f6f7473" + "81" + link + "6776657273696f6e" + "01";
        assertEquals(
                hex("3a" + header + "25" + cid.bytes().hex() + "a0"),
                Car.encode(List.of(cid), List.of(new Car.Block(cid, block, false))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whatWasWrittenIsReadInPiecesOfAnySize(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<Car.Block> blocks = blocks(random, random.nextInt(20), 2_000);
            List<Cid> roots =
                    blocks.isEmpty() ? List.of() : List.of(blocks.get(0).cid());
            Bytes car = Car.encode(roots, blocks);
            Reading reading = read(car, 1 + random.nextInt(car.length()));
            assertEquals(new Reading(roots, blocks, List.of(), null), reading);
        }
    }

    @Test
    void whatIsWholeBeforeTheEndIsKept() {
        List<Car.Block> blocks = blocks(new Random(1), 4, 200);
        List<Cid> roots = List.of(blocks.get(0).cid());
        Bytes car = Car.encode(roots, blocks);
        int whole = 0;
        int boundary = Car.header(roots).length();
        for (int length = 0; length < car.length(); length++) {
            if (whole < blocks.size()
                    && length >= boundary + Car.section(blocks.get(whole)).length()) {
                boundary += Car.section(blocks.get(whole)).length();
                whole++;
            }
            Reading reading = read(car.slice(0, length), 7);
            assertEquals(blocks.subList(0, whole), reading.blocks);
            assertEquals(List.of(), reading.refused);
            assertEquals(length == boundary ? null : Reason.TRUNCATED, reason(reading.end), "length " + length);
        }
    }

    @Test
    void aChangedBlockIsToldAndTheOthersKept() {
        List<Car.Block> blocks = blocks(new Random(1), 3, 200);
        List<Cid> roots = List.of(blocks.get(0).cid());
        Bytes car = Car.encode(roots, blocks);
        int second = Car.header(roots).length() + Car.section(blocks.get(0)).length();
        byte[] changed = car.toArray();
        changed[second + Cid.LENGTH + 5] ^= 1;
        Reading reading = read(Bytes.wrap(changed), 100);
        assertNull(reading.end);
        assertEquals(List.of(blocks.get(0), blocks.get(2)), reading.blocks);
        Car.Refused refused = reading.refused.get(0);
        assertEquals(second, refused.at());
        assertEquals(blocks.get(1).cid(), refused.cid());
        assertEquals(Reason.CHECKSUM, refused.reason().reason());
    }

    @Test
    void blocksOfOtherKindsAreToldAndPassedOver() {
        Car.Block block = blockOf(hex("a0"));
        String protobuf = "01701220" + block.cid().digest().hex();
        String version0 = "1220" + block.cid().digest().hex();
        Bytes car = Bytes.concat(
                Car.header(List.of(block.cid())),
                hex("25" + protobuf + "a0"),
                hex("22" + version0),
                hex("01" + "00"),
                Car.section(block));
        Reading reading = read(car, 10);
        assertNull(reading.end);
        assertEquals(List.of(block), reading.blocks);
        assertEquals(3, reading.refused.size());
        for (Car.Refused refused : reading.refused) {
            assertEquals(Reason.UNKNOWN_VERSION, refused.reason().reason());
            assertNull(refused.cid());
        }
    }

    @Test
    void aBlockAboveTheLimitIsPassedOverAndNeverHeld() {
        Car.Block largest = Car.Block.of(Bytes.wrap(new byte[Car.BLOCK_BYTES_MAX]), HASHES);
        Car.Block block = blockOf(hex("a0"));
        Bytes tooLarge = Bytes.wrap(new byte[Car.SECTION_BYTES_MAX + 1]);
        // 262,181 in seven-bit groups.
        Bytes car = Bytes.concat(
                Car.header(List.of(block.cid())), Car.section(largest), hex("a58010"), tooLarge, Car.section(block));
        Reading reading = read(car, 1_000);
        assertNull(reading.end);
        assertEquals(List.of(largest, block), reading.blocks);
        assertEquals(1, reading.refused.size());
        assertEquals(Reason.TOO_LARGE, reading.refused.get(0).reason().reason());
        assertEquals(Reason.TRUNCATED, reason(read(car.slice(0, car.length() - 50), 1_000).end));
        Car.Block larger = new Car.Block(block.cid(), tooLarge, false);
        assertThrows(IllegalArgumentException.class, () -> Car.section(larger));
    }

    @Test
    void whatIsNoArchiveIsToldAsSuch() {
        assertEnd(Reason.TRUNCATED, "the archive is empty", Bytes.EMPTY);
        assertEnd(Reason.TRUNCATED, "the archive ends within its header", hex("3aa265"));
        assertEnd(Reason.TOO_LARGE, "this is not a CAR file (version 1): a header of 65537 bytes", hex("818004"));
        assertEnd(Reason.TRUNCATED, "this is not a CAR file (version 1): CBOR that ends early", hex("00"));
        // The beginning of every CARv2 (https://ipld.io/specs/transport/car/carv2/).
        assertEnd(
                Reason.UNKNOWN_VERSION,
                "this is not a CAR file (version 1): it is of another version",
                hex("0aa16776657273696f6e02"));
        assertNotNull(
                read(Bytes.utf8("<!doctype html><html lang=en><title>Not found</title>" + " ".repeat(99)), 9).end);
        Bytes header = Car.header(List.of());
        assertEquals(Reason.SYNTAX, reason(read(Bytes.concat(header, hex("0000")), 9).end));
        assertEquals(Reason.NOT_CANONICAL, reason(read(Bytes.concat(header, hex("a500")), 9).end));
        assertEquals(Reason.TOO_LARGE, reason(read(Bytes.concat(header, hex("ff".repeat(12))), 99).end));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whateverComesIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        int kept = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Car.Block> blocks = blocks(random, 1 + random.nextInt(4), 60);
            Bytes valid = Car.encode(List.of(blocks.get(0).cid()), blocks);
            Bytes mutant = Mutants.ofBytes(valid, random);
            Reading reading = read(mutant, 1 + random.nextInt(100));
            for (Car.Block block : reading.blocks) {
                assertEquals(block.cid(), Cid.ofBlock(block.bytes(), HASHES));
            }
            kept += reading.blocks.size();
            assertEquals(reading.blocks, read(mutant, mutant.length() + 1).blocks);
        }
        assertTrue(kept > 5_000, "kept " + kept);
        for (int i = 0; i < 20_000; i++) {
            read(Bytes.wrap(randomBytes(random, random.nextInt(200))), 50);
        }
    }

    private static void assertEnd(Reason reason, String words, Bytes car) {
        Malformed end = assertInstanceOf(Malformed.class, read(car, 5).end);
        assertEquals(words, end.getMessage());
        assertEquals(reason, end.reason());
    }

    private static Reading read(Bytes car, int pieceBytes) {
        CarReader reader = new CarReader(HASHES);
        List<Car.Block> blocks = new ArrayList<>();
        List<Car.Refused> refused = new ArrayList<>();
        Malformed end = null;
        try {
            for (int at = 0; at < car.length(); at += pieceBytes) {
                reader.feed(car.slice(at, Math.min(at + pieceBytes, car.length())));
                for (Car.Section section = reader.next(); section != null; section = reader.next()) {
                    switch (section) {
                        case Car.Block block -> blocks.add(block);
                        case Car.Refused bad -> refused.add(bad);
                    }
                }
            }
            reader.end();
            assertEquals(car.length(), reader.position());
        } catch (Malformed malformed) {
            end = malformed;
        }
        return new Reading(reader.roots(), blocks, refused, end);
    }

    @Test
    void aLeafStaysOne() {
        Car.Block leaf = Car.Block.leaf(hex("a0"), HASHES);
        String name = "01551220" + leaf.cid().digest().hex();
        assertEquals(hex("25" + name + "a0"), Car.section(leaf));
        Reading reading = read(Car.encode(List.of(leaf.cid()), List.of(leaf)), 10);
        assertEquals(List.of(leaf), reading.blocks);
    }

    private static @Nullable Reason reason(@Nullable Malformed malformed) {
        return malformed == null ? null : malformed.reason();
    }

    private static List<Car.Block> blocks(Random random, int count, int bytesMax) {
        List<Car.Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(Car.Block.of(Bytes.wrap(randomBytes(random, random.nextInt(bytesMax))), HASHES));
        }
        return blocks;
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    private static Car.Block blockOf(Bytes bytes) {
        return Car.Block.of(bytes, HASHES);
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new AssertionError("not hexadecimal: " + digits);
        }
        return bytes;
    }
}
