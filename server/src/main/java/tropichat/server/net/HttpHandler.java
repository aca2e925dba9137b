package tropichat.server.net;

/** What answers the requests for a path. */
public interface HttpHandler {
    /** Answers, holds, or takes over {@code exchange}; called when its head has arrived, and its end if it has no body. */
    void handle(HttpExchange exchange);
}
