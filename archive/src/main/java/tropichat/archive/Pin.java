package tropichat.archive;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Cid;
import tropichat.report.Json;
import tropichat.report.Progress;

/** What makes others keep a room: its newest batch links all the older ones, so that one pin holds them all. */
final class Pin {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    /** What can be done with a pin that is on its way. */
    private static final String LATER =
            "It may get there by itself; a node that has the room, named by --origin, helps.";

    private final Server server;

    Pin(Server server) {
        this.server = server;
    }

    /** Has an IPFS node pin. */
    void at(Cid cid) throws Trouble {
        server.post("/api/v0/pin/add?arg=" + cid, ANSWER_BYTES_MAX);
    }

    /**
     * Has a pinning service pin (https://ipfs.github.io/pinning-services-api-spec/), and waits until it has.
     *
     * @param name what the service lists the pin as
     * @param origins multiaddresses of nodes that have the blocks
     * @param wait between two questions, and in all
     */
    void order(Cid cid, String name, List<String> origins, Duration poll, Duration wait, Progress progress)
            throws Trouble {
        String order = Json.write(Map.of("cid", cid.text(), "name", name, "origins", origins));
        Bytes said =
                server.post("/pins", "application/json", BodyPublishers.ofString(order), () -> 0, ANSWER_BYTES_MAX);
        long endNanos = System.nanoTime() + wait.toNanos();
        for (@Nullable Object at = read(said); !status(at).equals("pinned"); at = read(said)) {
            progress.step(server.name() + ": " + status(at));
            if (System.nanoTime() > endNanos) {
                throw new Trouble(
                        server.name() + " has not pinned it yet", "it is " + status(at) + " since a while", LATER);
            }
            pause(poll);
            String id = JsonReader.text(at, "requestid");
            said = server.get("/pins/" + encode(id), "application/json", ANSWER_BYTES_MAX);
        }
    }

    private @Nullable Object read(Bytes said) throws Trouble {
        String text = new String(said.unsafeArray(), StandardCharsets.UTF_8);
        @Nullable Object status;
        try {
            status = JsonReader.read(text);
        } catch (IllegalArgumentException notJson) {
            throw strange(text);
        }
        if (!List.of("queued", "pinning", "pinned", "failed").contains(status(status))
                || JsonReader.text(status, "requestid").isEmpty()) {
            throw strange(text);
        }
        if (status(status).equals("failed")) {
            String details = JsonReader.text(status, "info", "status_details");
            throw new Trouble(
                    server.name() + " could not pin it",
                    details.isEmpty() ? "it does not say why" : "it says " + Trouble.quote(details),
                    "It has to reach a node that has the room: name one by --origin.");
        }
        return status;
    }

    private Trouble strange(String text) {
        return new Trouble(
                server.name() + " cannot be understood",
                "it says " + Trouble.quote(text),
                "Check the address of the service: what /pins is below of.");
    }

    private static String status(@Nullable Object status) {
        return JsonReader.text(status, "status");
    }

    private static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void pause(Duration poll) throws Trouble {
        try {
            Thread.sleep(poll);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble("The pin was not waited for", "this was stopped", LATER);
        }
    }
}
