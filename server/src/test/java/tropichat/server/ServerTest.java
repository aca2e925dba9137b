package tropichat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.server.config.BadConfig;
import tropichat.server.config.ServerConfig;
import tropichat.server.conformance.EchoApplication;
import tropichat.server.net.Frames;
import tropichat.server.net.RawClient;

/** The server as it is put together: the web app's files, health, metrics, start and stop. */
class ServerTest {
    private final Path web;
    private final Server server;
    private final int port;
    private final RawClient client;

    ServerTest(@TempDir Path folder) throws IOException {
        web = folder;
        write("index.html", "<p>palms");
        write("index.html.gz", "gz");
        write("index.html.br", "br");
        write("assets/app-1a2b.js", "export {}");
        write("assets/sun.woff2", "font");
        write("p2p-client.js", "p2p");
        write("demo/index.html", "demo");
        write("only.txt.br", "alone");
        server = create();
        port = start(server);
        client = new RawClient(port);
    }

    private Server create(String... more) {
        List<String> flags = new ArrayList<>(List.of("--port=0", "--host=127.0.0.1", "--turn=false", "--web=" + web));
        flags.addAll(List.of(more));
        SecureRandom secure = new SecureRandom();
        try {
            return new Server(
                    ServerConfig.load(flags, Map.of()),
                    length -> {
                        byte[] bytes = new byte[length];
                        secure.nextBytes(bytes);
                        return Bytes.wrap(bytes);
                    },
                    (loop, sockets, ice, counters) -> new EchoApplication());
        } catch (BadConfig bad) {
            throw new IllegalStateException(bad);
        }
    }

    private static int start(Server server) {
        try {
            return server.start();
        } catch (IOException | BadConfig failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = web.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void servesTheAppWithAStrictPolicy() {
        RawClient.Answer page = client.get("/");
        assertEquals("<p>palms", page.text());
        assertEquals("text/html; charset=utf-8", page.header("content-type"));
        assertEquals("no-cache", page.header("cache-control"));
        assertEquals("nosniff", page.header("x-content-type-options"));
        assertEquals("no-referrer", page.header("referrer-policy"));
        assertEquals("same-origin", page.header("cross-origin-opener-policy"));
        assertTrue(page.header("content-security-policy").contains("script-src 'self';"));
        assertEquals("demo", client.get("/demo/").text());
        assertEquals("<p>palms", client.get("/index.html?x=1").text());
    }

    @Test
    void sendsCompressedFormsToThoseWhoTakeThem() {
        assertEquals(
                "br",
                client.request("GET", "/", "accept-encoding: gzip, deflate, br", "")
                        .text());
        RawClient.Answer gzip = client.request("GET", "/", "accept-encoding: gzip;q=0.5, br;q=0", "");
        assertEquals("gz", gzip.text());
        assertEquals("gzip", gzip.header("content-encoding"));
        assertEquals("accept-encoding", gzip.header("vary"));
        assertEquals(
                "<p>palms",
                client.request("GET", "/", "accept-encoding: identity", "").text());
        assertEquals(
                "export {}",
                client.request("GET", "/assets/app-1a2b.js", "accept-encoding: br", "")
                        .text());
    }

    @Test
    void namesEachFormAndDoesNotSendWhatTheBrowserHas() {
        String plain = client.get("/").header("etag");
        String brotli = client.request("GET", "/", "accept-encoding: br", "").header("etag");
        assertTrue(!plain.equals(brotli));
        RawClient.Answer again = client.request("GET", "/", "if-none-match: " + plain, "");
        assertEquals(304, again.status());
        assertEquals(plain, again.header("etag"));
        assertEquals(
                200, client.request("GET", "/", "if-none-match: " + brotli, "").status());
    }

    @Test
    void hashedNamesAreKeptForEverAndSomeFilesMayBeUsedByOtherPages() {
        assertEquals(
                "public, max-age=31536000, immutable",
                client.get("/assets/app-1a2b.js").header("cache-control"));
        assertEquals("*", client.get("/p2p-client.js").header("access-control-allow-origin"));
        assertEquals("cross-origin", client.get("/assets/sun.woff2").header("cross-origin-resource-policy"));
        assertEquals("", client.get("/").header("access-control-allow-origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/../pom.xml",
                "/%2e%2e/pom.xml",
                "/assets/..%2findex.html",
                "/assets",
                "/only.txt",
                "//index.html",
                "/index.html%00",
                "/assets/../../etc/passwd",
                "/./index.html"
            })
    void knowsOnlyTheFilesOfItsFolder(String path) {
        assertEquals(404, client.get(path).status());
    }

    @Test
    void refusesToBeWrittenTo() {
        RawClient.Answer answer = client.request("DELETE", "/index.html", "", "");
        assertEquals(405, answer.status());
        assertEquals("GET, HEAD", answer.header("allow"));
        assertEquals("8", client.request("HEAD", "/", "", "").header("content-length"));
    }

    @Test
    void tellsItsHealthAndCounts() {
        assertEquals("{\"status\":\"up\"}", client.get("/health").text());
        client.get("/socket.io/?EIO=4&transport=none");
        RawClient.Answer metrics = client.get("/metrics");
        assertTrue(metrics.header("content-type").startsWith("text/plain; version=0.0.4"));
        assertTrue(metrics.text().contains("\ntropichat_refusals_total{reason=\"engine_transport\"} 1.0\n"));
        assertTrue(metrics.text().contains("\ntropichat_connections 1.0\n"));
        assertTrue(metrics.text().contains("\njvm_memory_used_bytes"));
        assertEquals(200, client.get("/metrics").status());
    }

    @Test
    void saysGoodbyeInAWayThatMakesClientsComeBack() throws InterruptedException {
        try (RawClient direct = new RawClient(port)) {
            direct.upgrade(Stack.DIRECT).readFrame();
            direct.sendText("40");
            direct.readFrame();
            direct.readFrame();
            String opened = client.get(Stack.POLLING).text();
            int sid = opened.indexOf(":\"") + 2;
            client.sendRequest(
                    "GET", Stack.POLLING + "&sid=" + opened.substring(sid, opened.indexOf('"', sid)), "", "");
            Thread stopping = Thread.ofVirtual().start(server::stop);
            assertEquals("close 1001", direct.next());
            assertEquals("1", client.readAnswer(false).text());
            direct.send(Frames.masked(0x88, Bytes.EMPTY));
            assertTrue(direct.isEnded());
            client.close();
            stopping.join();
        }
    }

    @Test
    void aTakenPortIsAnError() {
        Server second = create("--port=" + port);
        assertThrows(IOException.class, second::start);
        second.stop();
    }

    @Test
    void conformanceMountsTheEcho() {
        Server echo = create("--conformance");
        try (RawClient direct = new RawClient(start(echo))) {
            direct.upgrade("/engine.io/?EIO=4&transport=websocket");
            assertTrue(direct.next().contains("\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000"));
            direct.sendText("4hello");
            assertEquals("4hello", direct.next());
        } finally {
            echo.stop();
        }
    }

    @Test
    void theTrainingRunGoesThrough() throws IOException {
        new Training(port).run();
    }
}
