package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.wire.Cid;

/** Pins, in the shapes of https://ipfs.github.io/pinning-services-api-spec/ and of Kubo's RPC. */
class PinTest {
    private static final Cid ROOT = TestRoom.of("lagoon", 1, 1).head();

    @TempDir
    Path folder;

    @Test
    void aServiceIsAskedUntilItHasPinned() throws IOException {
        List<String> stages = new ArrayList<>(List.of("queued", "pinning", "pinned"));
        List<String> bodies = new ArrayList<>();
        FakeServer.Script service = asked -> {
            assertEquals("Bearer secret", asked.header("Authorization"));
            bodies.add(new String(asked.body(), StandardCharsets.UTF_8));
            asked.say(bodies.size() == 1 ? 202 : 200, status(stages.remove(0), "{}"));
        };
        try (FakeServer server = new FakeServer(service)) {
            Command pinned =
                    pin(server.url() + "/psa/pins", "--name", "lagoon \"1\"", "--origin", "/ip4/10.0.0.1/tcp/4001");
            assertEquals("", pinned.err());
            assertEquals("Pinned " + ROOT + " at the pinning service at " + server.url() + "/psa.\n", pinned.out());
            String id = "GET /psa/pins/Uniqueid%2Fof%20pin";
            assertEquals(List.of("POST /psa/pins", id, id), server.asked());
        }
        Map<String, Object> order =
                Map.of("cid", ROOT.text(), "name", "lagoon \"1\"", "origins", List.of("/ip4/10.0.0.1/tcp/4001"));
        assertEquals(order, JsonReader.read(bodies.get(0)));
    }

    @Test
    void aPinThatFailedIsTold() throws IOException {
        String answer = status("failed", "{\"status_details\": \"no provider\\nfound\"}");
        try (FakeServer server = new FakeServer(asked -> asked.say(202, answer))) {
            Command pinned = pin(server.url());
            assertEquals(1, pinned.status());
            assertEquals(
                    "the pinning service at " + server.url() + " could not pin it: it says \"no provider found\". "
                            + "It has to reach a node that has the room: name one by --origin.\n",
                    pinned.err());
        }
    }

    @Test
    void aServiceThatTakesTooLongIsLeftToItself() throws IOException {
        try (FakeServer server = new FakeServer(asked -> asked.say(202, status("queued", "{}")))) {
            Command pinned = pin(server.url(), "--wait", "0.05");
            assertEquals(1, pinned.status());
            assertTrue(pinned.err().contains("has not pinned it yet: it is queued"), pinned.err());
        }
    }

    @Test
    void aServiceThatRefusesIsQuoted() throws IOException {
        String answer = "{\"error\": {\"reason\": \"UNAUTHORIZED\", \"details\": \"Access token is missing\"}}";
        try (FakeServer server = new FakeServer(asked -> asked.say(401, answer))) {
            Command pinned = pin(server.url());
            assertTrue(pinned.err().contains("refused: it answers 401 and says"), pinned.err());
            assertTrue(pinned.err().contains("UNAUTHORIZED"), pinned.err());
            assertTrue(pinned.err().contains("It wants a valid token"), pinned.err());
        }
    }

    @Test
    void whatIsNoServiceIsTold() throws IOException {
        for (String answer : List.of("<html>\u001b[2J", "{}", "[", "{\"status\": \"pinned\"}", status("eaten", "{}"))) {
            try (FakeServer server = new FakeServer(asked -> asked.say(200, answer))) {
                Command pinned = pin(server.url());
                assertEquals(1, pinned.status());
                assertTrue(pinned.err().contains(" cannot be understood: it says \""), pinned.err());
                assertEquals(-1, pinned.err().indexOf('\u001b'));
            }
        }
    }

    @Test
    void aTokenIsNotShownToThoseOnTheWay() throws IOException {
        Command pinned = pin("http://pins.example.org/psa");
        assertEquals(
                "the pinning service was not asked: everybody on the way could read the token. "
                        + "Use https:// with a token.\n",
                pinned.err());
        assertEquals(
                2,
                Command.run("pin", ROOT, "--service", "https://pins.example.org")
                        .status());
    }

    @Test
    void aNodeIsAskedByItsRpc() throws IOException {
        try (FakeServer node = new FakeServer(asked -> asked.say(200, "{\"Pins\": [\"" + ROOT + "\"]}"))) {
            assertEquals(0, Command.run("pin", ROOT, "--to", node.url()).status());
            assertEquals(List.of("POST /api/v0/pin/add?arg=" + ROOT), node.asked());
        }
    }

    private Command pin(String service, String... more) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        List<Object> arguments = new ArrayList<>(List.of("pin", ROOT, "--service", service, "--token-file", token));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray());
    }

    private static String status(String status, String info) {
        return "{\"requestid\": \"Uniqueid/of pin\", \"status\": \"" + status
                + "\", \"created\": \"2020-07-27T17:32:28Z\", \"pin\": {\"cid\": \"" + ROOT
                + "\"}, \"delegates\": [\"/ip4/203.0.113.1/tcp/4001/p2p/QmServicePeerId\"], \"info\": " + info + "}";
    }
}
