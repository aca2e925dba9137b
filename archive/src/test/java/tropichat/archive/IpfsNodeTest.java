package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.room.Batch;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** Into real IPFS nodes and out of them again. Left out where the testbed's packages are not installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IpfsNodeTest {
    private final List<IpfsNode> nodes = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(IpfsNode.isInstalled(), "the testbed's packages are not installed: npm ci in testbed");
        nodes.add(new IpfsNode());
        nodes.add(new IpfsNode());
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        for (IpfsNode node : nodes) {
            node.stop();
        }
    }

    @Test
    void aRoomGoesFromNodeToNodeByteForByte() throws IOException {
        TestRoom room = TestRoom.of("lagoon", 3, 100);
        Path original = room.write(folder);
        Path byRpc = folder.resolve("rpc.car");
        Path byGateway = folder.resolve("gateway.car");

        well(Command.run("import", original, "--to", nodes.get(0).rpc()));
        well(Command.run("export", "--from", nodes.get(0).rpc(), "--head", room.head(), byRpc));
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(byRpc));
        well(Command.run("import", byRpc, "--to", nodes.get(1).rpc()));
        well(Command.run("export", "--from", nodes.get(1).gateway(), "--head", room.head(), byGateway));
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(byGateway));
        well(Command.run("verify", byGateway, "--domain", TestRoom.DOMAIN));
        well(Command.run("pin", room.head(), "--to", nodes.get(1).rpc()));
    }

    /** Sealed batches one by one, as a room stores them while it goes on. */
    @Test
    void batchesThatCameOneByOneAreOneRoom() throws IOException {
        TestRoom room = TestRoom.of("reef", 3, 10);
        for (Batch.Sealed batch : room.batches) {
            well(Command.run(
                    "import",
                    TestRoom.write(folder, batch.car()),
                    "--to",
                    nodes.get(0).rpc()));
        }
        Path exported = folder.resolve("whole.car");
        well(Command.run("export", "--from", nodes.get(0).gateway(), "--head", room.head(), exported));
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(exported));
    }

    @Test
    void aBlockThatIsMissingIsTold() throws IOException {
        TestRoom room = TestRoom.of("cove", 1, 5);
        List<Car.Block> blocks = new ArrayList<>(room.blocks());
        Cid missing = blocks.remove(4).cid();
        Path file = TestRoom.write(folder, Car.encode(List.of(room.head()), blocks));
        Command imported = Command.run("import", file, "--to", nodes.get(0).rpc(), "--patience", "2");
        assertEquals(1, imported.status());
        Path copy = folder.resolve("copy.car");
        Command exported =
                Command.run("export", "--from", nodes.get(0).gateway(), "--head", room.head(), "--patience", "2", copy);
        assertEquals(1, exported.status());
        assertTrue(exported.err().contains("1 of its parts could not be had"), exported.err());
        assertTrue(Files.exists(folder.resolve("copy.car.part")));

        well(Command.run("import", room.write(folder), "--to", nodes.get(0).rpc()));
        well(Command.run("export", "--from", nodes.get(0).gateway(), "--head", room.head(), copy));
        assertTrue(TestRoom.blocksOf(Bytes.wrap(Files.readAllBytes(copy))).stream()
                .anyMatch(block -> block.cid().equals(missing)));
    }

    @Test
    void aRoomWhoseBeginningIsNotInItIsPinnedAllTheSame() throws IOException {
        TestRoom room = new TestRoom("bay");
        room.talk(3);
        room.seal(room.talk(3));
        Path file = room.write(folder);
        Command verified = Command.run("verify", file);
        assertEquals(0, verified.status());
        assertTrue(verified.out().contains("older ones linked      1\n"), verified.out());
        well(Command.run("import", file, "--to", nodes.get(0).rpc()));
        well(Command.run("pin", room.head(), "--to", nodes.get(0).rpc()));
        Path copy = folder.resolve("bay.car");
        well(Command.run("export", "--from", nodes.get(0).gateway(), "--head", room.head(), copy));
        assertArrayEquals(room.car().toArray(), Files.readAllBytes(copy));
    }

    private static void well(Command command) {
        assertEquals("", command.err());
        assertEquals(0, command.status(), command.out());
    }
}
