package tropichat.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on the loopback that answers as a test says: also what no real one would. */
final class FakeServer implements AutoCloseable {
    interface Script {
        void answer(Asked asked) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeServer(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Asked question = new Asked(exchange);
            asked.add(question.line());
            try (exchange) {
                script.answer(question);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    /** What is asked: methods and paths, in order. */
    List<String> asked() {
        return asked;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** One request. */
    final class Asked {
        private final HttpExchange exchange;

        Asked(HttpExchange exchange) {
            this.exchange = exchange;
        }

        String line() {
            return exchange.getRequestMethod() + " " + exchange.getRequestURI();
        }

        String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }

        byte[] body() throws IOException {
            return exchange.getRequestBody().readAllBytes();
        }

        void say(int status, String text) throws IOException {
            say(status, text.getBytes(StandardCharsets.UTF_8));
        }

        void say(int status, byte[] content) throws IOException {
            exchange.getResponseBody();
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }

        /** Says this much of a longer answer, then nothing until the test is over. */
        void fallSilentAfter(byte[] content) throws IOException, InterruptedException {
            exchange.sendResponseHeaders(200, content.length + 1);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
            keepSilent();
        }

        void keepSilent() throws InterruptedException {
            over.await();
        }
    }
}
