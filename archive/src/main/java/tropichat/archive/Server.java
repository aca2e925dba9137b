package tropichat.archive;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** Somebody who answers over HTTP and whom nobody has to trust. For any thread. */
final class Server implements AutoCloseable {
    /** How long it may be silent; one that looks for a block among its own peers takes seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is read of an answer that only says why something failed. */
    private static final int REASON_BYTES_MAX = 4096;

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final String name;
    private final String url;
    private final @Nullable String token;
    private final Duration patience;
    private final HttpClient client;

    /**
     * @param what for people: "the IPFS node"
     * @param url as a person wrote it
     * @param token sent as a bearer token; null for none
     */
    Server(String what, String url, @Nullable String token, Duration patience) throws Trouble {
        this.url = url.replaceAll("/+$", "");
        this.name = what + " at " + this.url;
        this.token = token;
        this.patience = patience;
        check(what, url);
        // Where it sends us on to has no business with the token.
        HttpClient.Redirect redirect = token == null ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(redirect)
                .build();
    }

    String name() {
        return name;
    }

    Bytes get(String path, String accept, int bytesMax) throws Trouble {
        return ask(request(path).header("Accept", accept).GET(), () -> 0, bytesMax);
    }

    Bytes post(String path, int bytesMax) throws Trouble {
        return ask(request(path).POST(BodyPublishers.noBody()), () -> 0, bytesMax);
    }

    /**
     * @param sent how much of the body has been sent, so that a long one is not taken for silence
     */
    Bytes post(String path, String type, BodyPublisher body, LongSupplier sent, int bytesMax) throws Trouble {
        return ask(request(path).header("Content-Type", type).POST(body), sent, bytesMax);
    }

    /** Only the status of the answer. */
    int status(String path) throws Trouble {
        HttpRequest request = request(path).POST(BodyPublishers.noBody()).build();
        return answered(() -> {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request, () -> 0);
            listen(response).stop();
            return response.statusCode();
        });
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Bytes ask(HttpRequest.Builder asked, LongSupplier sent, int bytesMax) throws Trouble {
        HttpRequest request = asked.build();
        Bytes content = answered(() -> {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request, sent);
            Answer answer = listen(response);
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), answer);
            }
            return answer.read(bytesMax);
        });
        if (content.length() > bytesMax) {
            throw new Trouble(
                    capital() + " was not listened to any longer",
                    "its answer is larger than the " + bytesMax + " bytes that it may have",
                    "Ask another one.");
        }
        return content;
    }

    private interface Asking<T> {
        T get() throws Trouble, IOException, InterruptedException, TimeoutException;
    }

    private <T> T answered(Asking<T> asking) throws Trouble {
        try {
            return asking.get();
        } catch (TimeoutException silence) {
            throw new Trouble.Unanswered(
                    capital() + " does not answer",
                    "nothing came for " + patience.toMillis() / 1_000.0 + " seconds",
                    "Try again later, choose another one, or wait longer with --patience.");
        } catch (IOException broken) {
            throw new Trouble.Unanswered(
                    capital() + " cannot be reached",
                    Trouble.wordsOf(broken),
                    "Check the address and that it is running; try again later.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble(capital() + " was not waited for", "this was stopped", "Run it again.");
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request, LongSupplier sent)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> asked =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        while (true) {
            long before = sent.getAsLong();
            try {
                return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException silence) {
                if (sent.getAsLong() == before) {
                    asked.cancel(true);
                    throw silence;
                }
            } catch (ExecutionException failure) {
                Throwable why = failure.getCause() == null ? failure : failure.getCause();
                throw new IOException(words(why), why);
            }
        }
    }

    private Answer listen(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        Answer answer = new Answer(patience);
        response.body().subscribe(answer);
        return answer;
    }

    private Trouble refused(int status, Answer answer) throws InterruptedException {
        String reason = "";
        try {
            Bytes said = answer.read(REASON_BYTES_MAX);
            reason = new String(said.unsafeArray(), StandardCharsets.UTF_8);
        } catch (IOException | TimeoutException broken) {
            // The number says enough.
        }
        String said = reason.isBlank() ? "" : " and says " + Trouble.quote(reason);
        return new Trouble(capital() + " refused", "it answers " + status + said, helpFor(status));
    }

    private static String helpFor(int status) {
        return switch (status) {
            case 401, 403 -> "It wants a valid token (--token-file).";
            case 404, 405 -> "It may not have what was asked for, or the address is another one's.";
            case 429 -> "It wants to be asked less often; try again later.";
            default -> "Try again later, or choose another one.";
        };
    }

    // A refused connection has no words of its own.
    private static String words(Throwable why) {
        return why.getMessage() == null && why instanceof ConnectException
                ? "nobody listens there"
                : Trouble.wordsOf(why);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private void check(String what, String written) throws Trouble {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException bad) {
            address = URI.create("");
        }
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new Trouble(
                    what + " cannot be asked",
                    Trouble.quote(written) + " is not the address of one",
                    "It looks like http://127.0.0.1:5001 or https://ipfs.example.org.");
        }
        if (token != null && scheme.equals("http") && !LOOPBACK.contains(address.getHost())) {
            throw new Trouble(
                    what + " was not asked", "everybody on the way could read the token", "Use https:// with a token.");
        }
    }

    private String capital() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
