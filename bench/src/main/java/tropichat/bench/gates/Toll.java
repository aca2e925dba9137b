package tropichat.bench.gates;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a chain's node: counts who comes, and lets everybody wait. */
final class Toll implements AutoCloseable {
    /** In whatever is asked about a wallet here. */
    private static final String JUDGING = "eth_getBalance";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI node;
    private final long delayMillis;

    /** Requests so far that ask about wallets, not for blocks. */
    final AtomicInteger judging = new AtomicInteger();

    Toll(URI node, long delayMillis) throws IOException {
        this.node = node;
        this.delayMillis = delayMillis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        if (new String(asked, StandardCharsets.UTF_8).contains(JUDGING)) {
            judging.incrementAndGet();
        }
        HttpRequest onward = HttpRequest.newBuilder(node)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(asked))
                .build();
        try {
            // The delay is what is measured, not something that is waited for.
            TimeUnit.MILLISECONDS.sleep(delayMillis);
            byte[] answer = client.send(onward, BodyHandlers.ofByteArray()).body();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
