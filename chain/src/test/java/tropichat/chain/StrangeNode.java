package tropichat.chain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that is not as nodes should be, on a free port of the loopback. */
final class StrangeNode implements AutoCloseable {
    /** What it does with a request. */
    interface Manner {
        void answer(HttpExchange exchange, byte[] request) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Requests so far: batches. */
    final AtomicInteger requests = new AtomicInteger();

    StrangeNode(Manner manner) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            manner.answer(exchange, exchange.getRequestBody().readAllBytes());
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret-key");
    }

    /** The root of what it serves. */
    String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    static Manner says(int status, String text) {
        return (exchange, request) -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    /** Goes on for so many bytes, as far as anybody listens. */
    static Manner talks(long bytes) {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, bytes);
            byte[] chunk = " ".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream body = exchange.getResponseBody()) {
                for (long sent = 0; sent < bytes; sent += chunk.length) {
                    body.write(chunk, 0, (int) Math.min(chunk.length, bytes - sent));
                }
            }
        };
    }

    /** Takes the request and never says a word. */
    static Manner isSilent() {
        return (exchange, request) -> {};
    }

    /** Hands on to a real node. */
    static Manner handsOn(URI to) {
        HttpClient client = HttpClient.newHttpClient();
        return (exchange, request) -> {
            HttpRequest onward = HttpRequest.newBuilder(to)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build();
            try {
                byte[] body = client.send(onward, HttpResponse.BodyHandlers.ofByteArray())
                        .body();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
