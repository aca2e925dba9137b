package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** What nodes are sent, and what is told when they do not take it. */
class ImportTest {
    @TempDir
    Path folder;

    private final TestRoom room = TestRoom.of("lagoon", 2, 10);
    private final AtomicReference<byte[]> sent = new AtomicReference<>(new byte[0]);

    @Test
    void theFileIsSentAsItIs() throws IOException {
        try (FakeServer node = new FakeServer(this::node)) {
            Command imported = Command.run("import", room.write(folder), "--to", node.url() + "/api/v0/");
            assertEquals("", imported.err());
            assertEquals(
                    "Imported 25 blocks into the IPFS node at " + node.url() + ".\nPinned " + room.head() + ".\n",
                    imported.out());
            assertEquals(
                    List.of(
                            "POST /api/v0/dag/import?pin-roots=false&stats=true",
                            "POST /api/v0/block/get?arg=" + room.head(),
                            "POST /api/v0/block/get?arg="
                                    + room.blocks().get(24).cid(),
                            "POST /api/v0/pin/add?arg=" + room.head()),
                    node.asked());
        }
        assertEquals(room.car(), carIn(sent.get()));
    }

    @Test
    void whatIsWrongInTheFileIsLeftOutAndTold() throws IOException {
        List<Car.Block> blocks = room.blocks();
        Bytes before = Car.encode(List.of(room.head()), blocks.subList(0, 5));
        byte[] car = room.car().toArray();
        car[before.length() + 2 + Cid.LENGTH + 30] ^= 1;
        Bytes cut = Bytes.wrap(car).slice(0, car.length - 5);
        try (FakeServer node = new FakeServer(this::node)) {
            Command imported = Command.run("import", TestRoom.write(folder, cut), "--to", node.url());
            assertEquals(1, imported.status());
            assertTrue(imported.out().startsWith("Imported 23 blocks"), imported.out());
            assertTrue(imported.out().contains("refused: block " + blocks.get(5).cid() + " at byte "), imported.out());
            assertTrue(imported.out().contains("refused: the archive ends early"), imported.out());
        }
        List<Car.Block> right = new ArrayList<>(blocks.subList(0, 24));
        right.remove(5);
        assertEquals(right, TestRoom.blocksOf(carIn(sent.get())));
    }

    @Test
    void whatIsNoArchiveIsNotSent() throws IOException {
        try (FakeServer node = new FakeServer(this::node)) {
            Command imported = Command.run("import", TestRoom.write(folder, Bytes.utf8("hello")), "--to", node.url());
            assertEquals(1, imported.status());
            assertTrue(imported.err().startsWith("Nothing was imported: "), imported.err());
            assertEquals(List.of(), node.asked());
        }
    }

    @Test
    void aNodeThatFailsIsTold() throws IOException {
        Path file = room.write(folder);
        try (FakeServer node = new FakeServer(asked -> asked.say(500, "{\"Message\":\"disk full\"}"))) {
            Command imported = Command.run("import", file, "--to", node.url());
            assertEquals(1, imported.status());
            assertTrue(
                    imported.err().contains("it answers 500 and says \"{\"Message\":\"disk full\"}\""), imported.err());
        }
        try (FakeServer node = new FakeServer(asked -> asked.say(200, "<html>welcome</html>"))) {
            Command imported = Command.run("import", file, "--to", node.url());
            assertTrue(imported.err().contains("Block " + room.head() + " was refused"), imported.err());
        }
        String some = "{\"Stats\":{\"BlockCount\":7,\"BlockBytesCount\":1}}";
        try (FakeServer node = new FakeServer(asked -> asked.say(200, some))) {
            Command imported = Command.run("import", file, "--to", node.url());
            assertTrue(imported.err().contains("it took 7 of 25 blocks"), imported.err());
        }
        try (FakeServer node = new FakeServer(FakeServer.Asked::keepSilent)) {
            Command imported = Command.run("import", file, "--to", node.url(), "--patience", "0.3");
            assertTrue(imported.err().contains("does not answer: nothing came for 0.3 seconds"), imported.err());
        }
    }

    @Test
    void aPinThatFailedIsNotPassedOver() throws IOException {
        FakeServer.Script script = asked -> {
            if (asked.line().contains("pin/add")) {
                asked.say(500, "{\"Message\":\"block was not found locally\"}");
            } else {
                node(asked);
            }
        };
        try (FakeServer node = new FakeServer(script)) {
            Command imported = Command.run("import", room.write(folder), "--to", node.url());
            assertEquals(1, imported.status());
            assertTrue(imported.out().startsWith("Imported 25 blocks"), imported.out());
            assertTrue(imported.err().contains("block was not found locally"), imported.err());
        }
    }

    /** As Kubo answers (docs.ipfs.tech/reference/kubo/rpc). */
    private void node(FakeServer.Asked asked) throws IOException {
        String line = asked.line();
        if (line.contains("dag/import")) {
            sent.set(asked.body());
            int count = TestRoom.blocksOf(carIn(sent.get())).size();
            asked.say(200, "{\"Stats\":{\"BlockCount\":" + count + ",\"BlockBytesCount\":1}}\n");
        } else if (line.contains("block/get")) {
            String cid = line.substring(line.indexOf('=') + 1);
            Car.Block block = room.blocks().stream()
                    .filter(known -> known.cid().text().equals(cid))
                    .findFirst()
                    .orElseThrow();
            asked.say(200, block.bytes().toArray());
        } else {
            asked.say(200, "{\"Pins\":[\"" + room.head() + "\"]}");
        }
    }

    private static Bytes carIn(byte[] multipart) {
        String text = new String(multipart, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\r\n\r\n") + 4;
        return Bytes.wrap(multipart).slice(begin, text.lastIndexOf("\r\n--"));
    }
}
