package tropichat.server.net;

import java.util.List;

/**
 * Which pages may use the server from a browser. No answer ever depends on cookies, so none is asked for.
 *
 * @param origins as browsers send them, like {@code https://chat.example}; {@code *} stands for any
 */
public record Cors(List<String> origins) {
    private static final String ANY = "*";

    public Cors {
        origins = List.copyOf(origins);
    }

    /** Marks the answer as readable for the page that asked; false where its origin is not allowed. */
    public boolean admit(HttpExchange exchange) {
        if (origins.contains(ANY)) {
            exchange.addHeader("access-control-allow-origin", ANY);
            return true;
        }
        exchange.addHeader("vary", "Origin");
        String origin = exchange.header("origin");
        if (origin == null) {
            return true;
        }
        if (!origins.contains(origin)) {
            return false;
        }
        exchange.addHeader("access-control-allow-origin", origin);
        return true;
    }

    /** The answer to a browser that asks what it may send. */
    public static HttpAnswer preflight() {
        return HttpAnswer.empty(
                204,
                List.of(
                        "access-control-allow-methods",
                        "GET, POST",
                        "access-control-allow-headers",
                        "content-type",
                        "access-control-max-age",
                        "86400"));
    }
}
