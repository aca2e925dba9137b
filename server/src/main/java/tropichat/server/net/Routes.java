package tropichat.server.net;

import java.util.LinkedHashMap;
import java.util.Map;

/** Handlers by exact path; {@code otherwise} gets what none of them is for. */
public final class Routes implements HttpHandler {
    private final Map<String, HttpHandler> exact;
    private final HttpHandler otherwise;

    public Routes(Map<String, HttpHandler> exact, HttpHandler otherwise) {
        this.exact = new LinkedHashMap<>(exact);
        this.otherwise = otherwise;
    }

    @Override
    public void handle(HttpExchange exchange) {
        exact.getOrDefault(exchange.path(), otherwise).handle(exchange);
    }
}
