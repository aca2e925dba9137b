package tropichat.server.ice;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tropichat.core.base.Bytes;

/** Asks other servers over HTTP without waiting for them; one for all, made when the first is asked. */
final class HttpFetch {
    /** Far more than any list of servers. */
    static final int BODY_BYTES_MAX = 64 * 1024;

    private static final int OK_MIN = 200;
    private static final int OK_MAX = 299;

    private final HttpClient client;
    private final long timeoutMillis;

    HttpFetch(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
        client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(timeoutMillis))
                .followRedirects(HttpClient.Redirect.NEVER) // credentials go to nobody else
                .build();
    }

    /** The body of the answer. Fails where it does not come whole in time, is too large, or its status is not 2xx. */
    CompletableFuture<Bytes> fetch(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        CompletableFuture<Bytes> body = answer.thenApply(response -> {
            if (response.statusCode() < OK_MIN || response.statusCode() > OK_MAX) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            return Bytes.wrap(response.body());
        });
        return body.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS).whenComplete((ignored, fault) -> {
            if (fault != null) {
                answer.cancel(true); // ends the connection
            }
        });
    }

    void close() {
        client.shutdownNow();
    }

    static String basic(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** {@code text} as a part of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
