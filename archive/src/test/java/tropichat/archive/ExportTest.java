package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** Exports from a gateway that is well, and from servers that are not. */
class ExportTest {
    private static final String SHORT = "0.3";

    @TempDir
    Path folder;

    private final TestRoom room = TestRoom.of("lagoon", 3, 20);
    private final Map<String, byte[]> store = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private Path file = Path.of("");
    private Path part = Path.of("");

    @BeforeEach
    void begin() {
        file = folder.resolve("copy.car");
        part = folder.resolve("copy.car.part");
        fill();
    }

    private void fill() {
        for (Car.Block block : room.blocks()) {
            store.put(block.cid().text(), block.bytes().toArray());
        }
    }

    @Test
    void aRoomIsWalkedFromItsNewestBatchToItsFirst() throws IOException {
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            Command exported = export(gateway.url() + "/ipfs/");
            assertEquals("", exported.err());
            assertEquals("Exported 67 blocks: 3 batches with 63 entries, to " + file + ".\n", exported.out());
            assertArrayEquals(room.car().toArray(), Files.readAllBytes(file));
            assertFalse(Files.exists(part));
        }
        assertEquals(0, Command.run("verify", file).status());
    }

    @Test
    void theLawGoesAlong() throws IOException {
        room.seal(List.of(), List.of(Bytes.utf8("record"), Bytes.utf8("rule")), List.of());
        fill();
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            assertEquals("", export(gateway.url()).err());
            assertArrayEquals(room.car().toArray(), Files.readAllBytes(file));
        }
    }

    @Test
    void whatBrokeOffIsGoneOnWith() throws IOException {
        Files.writeString(file, "something that was there before");
        List<Car.Block> entries = TestRoom.blocksOf(room.batches.get(1).car());
        lost.add(entries.get(5).cid().text());
        lost.add(entries.get(9).cid().text());
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            Command exported = export(gateway.url());
            assertEquals(1, exported.status());
            assertEquals(
                    "Not everything could be exported: 2 of its parts could not be had, the first because: "
                            + "The archive at " + gateway.url() + " refused: it answers 404 and says \"not here\". "
                            + "It may not have what was asked for, or the address is another one's. "
                            + "The 65 blocks that are right are kept in " + part
                            + "; the same command goes on from there.\n",
                    exported.err());
            assertEquals("something that was there before", Files.readString(file));
        }
        lost.clear();
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            assertEquals(0, export(gateway.url()).status());
            assertEquals(3, gateway.asked().size(), gateway.asked().toString());
        }
        assertEquals(new HashSet<>(room.blocks()), new HashSet<>(TestRoom.blocksOf(read(file))));
    }

    @Test
    void aDamagedPartIsKeptUpToTheDamage() throws IOException {
        byte[] damaged = room.car().toArray();
        damaged[damaged.length / 2] ^= 1;
        Files.write(part, damaged);
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            assertEquals(0, export(gateway.url()).status());
            assertTrue(gateway.asked().size() < 40, gateway.asked().size() + " asked");
        }
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(file));
    }

    @Test
    void whatAnotherHeadLeftIsNotMixedIn() throws IOException {
        Files.write(part, TestRoom.of("reef", 1, 3).car().toArray());
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            assertEquals(0, export(gateway.url()).status());
        }
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(file));
    }

    @Test
    void aBlockWithAnotherHashIsRefused() throws IOException {
        Car.Block victim = room.blocks().get(7);
        store.put(victim.cid().text(), "something else".getBytes(StandardCharsets.UTF_8));
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            Command exported = export(gateway.url());
            assertEquals(1, exported.status());
            assertTrue(
                    exported.err()
                            .contains("Block " + victim.cid() + " was refused: what the archive at " + gateway.url()
                                    + " gives has another hash. Ask another one."),
                    exported.err());
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void aHeadThatIsNoBatchIsToldAsSuch() throws IOException {
        Cid entry = room.blocks().get(2).cid();
        try (FakeServer gateway = new FakeServer(this::gateway)) {
            Command exported = Command.run("export", "--from", gateway.url(), "--head", entry, file);
            assertTrue(exported.err().contains("block " + entry + " is not a batch of a room: "), exported.err());
        }
        Command exported = Command.run("export", "--from", "http://127.0.0.1:1", "--head", "QmNope", file);
        assertEquals(2, exported.status());
    }

    @Test
    void aNodeThatIsNotWellIsTold() throws IOException {
        try (FakeServer node = new FakeServer(asked -> asked.say(500, "out of memory"))) {
            Command exported = export(node.url());
            assertEquals(
                    "Nothing was asked of the archive at " + node.url()
                            + ": it answers 500. It is not well: try again later, or choose another one.\n",
                    exported.err());
            assertEquals(1, exported.status());
        }
        FakeServer.Script failing = asked -> asked.say(asked.line().contains("version") ? 200 : 500, "{}");
        try (FakeServer node = new FakeServer(failing)) {
            Command exported = export(node.url());
            assertTrue(exported.err().contains("it answers 500 and says \"{}\""), exported.err());
        }
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(part));
    }

    @Test
    void aServerThatIsSilentIsNotWaitedForForever() throws IOException {
        try (FakeServer silent = new FakeServer(FakeServer.Asked::keepSilent)) {
            Command exported =
                    Command.run("export", "--from", silent.url(), "--head", room.head(), "--patience", SHORT, file);
            assertEquals(1, exported.status());
            assertTrue(exported.err().contains(" does not answer: nothing came for 0.3 seconds. "), exported.err());
        }
        FakeServer.Script stuttering = asked -> {
            if (asked.line().contains("version")) {
                asked.say(404, "");
            } else {
                asked.fallSilentAfter(new byte[10]);
            }
        };
        try (FakeServer silent = new FakeServer(stuttering)) {
            Command exported =
                    Command.run("export", "--from", silent.url(), "--head", room.head(), "--patience", SHORT, file);
            assertTrue(exported.err().contains(" does not answer: nothing came for 0.3 seconds. "), exported.err());
        }
    }

    @Test
    void nobodyAtTheAddressIsTold() throws IOException {
        String url;
        try (FakeServer gone = new FakeServer(this::gateway)) {
            url = gone.url();
        }
        Command exported = export(url);
        assertEquals(
                "The archive at " + url + " cannot be reached: nobody listens there. "
                        + "Check the address and that it is running; try again later.\n",
                exported.err());
        assertTrue(export("ipfs.example.org").err().contains("is not the address of one"));
        assertTrue(export("ftp://ipfs.example.org").err().contains("is not the address of one"));
    }

    @Test
    void endlessAnswersAreNotListenedTo() throws IOException {
        FakeServer.Script endless = asked -> {
            if (asked.line().contains("version")) {
                asked.say(405, "");
            } else {
                asked.say(200, new byte[Car.BLOCK_BYTES_MAX + 1]);
            }
        };
        try (FakeServer gateway = new FakeServer(endless)) {
            assertTrue(export(gateway.url()).err().contains("its answer is larger than the 262144 bytes"));
        }
    }

    private Command export(String from) {
        return Command.run("export", "--from", from, "--head", room.head(), file);
    }

    private void gateway(FakeServer.Asked asked) throws IOException {
        String line = asked.line();
        if (!line.startsWith("GET /ipfs/")) {
            asked.say(405, "");
            return;
        }
        String cid = line.substring("GET /ipfs/".length(), line.indexOf('?'));
        byte[] block = store.get(cid);
        if (block == null || lost.contains(cid)) {
            asked.say(404, "not here");
        } else {
            assertEquals("application/vnd.ipld.raw", asked.header("Accept"));
            asked.say(200, block);
        }
    }

    private static Bytes read(Path file) throws IOException {
        return Bytes.wrap(Files.readAllBytes(file));
    }
}
