package tropichat.server.net;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** One HTTP request and the answer that it waits for. */
public final class HttpExchange {
    private final HttpConnection connection;
    private final HttpRequest request;
    private final RemoteKey visitor;
    private final QueryStringDecoder uri;
    private final List<String> headers = new ArrayList<>();
    private @Nullable Runnable onAbort;
    private boolean answered;
    private boolean closesAfter;

    HttpExchange(HttpConnection connection, HttpRequest request, RemoteKey visitor) {
        this.connection = connection;
        this.request = request;
        this.visitor = visitor;
        this.uri = new QueryStringDecoder(request.uri());
    }

    public String method() {
        return request.method().name();
    }

    /** The path, percent-decoded. */
    public String path() {
        return uri.path();
    }

    /** The last value of the query's parameter {@code name}. */
    public @Nullable String query(String name) {
        List<String> values = uri.parameters().get(name);
        return values == null ? null : values.getLast();
    }

    /** The header {@code name}, any case. */
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    /** Whose request it is. */
    public RemoteKey remote() {
        return visitor;
    }

    /** Adds a header to the answer, whoever gives it. */
    public void addHeader(String name, String value) {
        headers.add(name);
        headers.add(value);
    }

    /** Answers; a second answer is dropped. */
    public void respond(HttpAnswer answer) {
        if (!answered) {
            answered = true;
            connection.respond(this, answer);
        }
    }

    /** Answers, and ends the connection after it: for requests whose body is not wanted. */
    public void respondAndClose(HttpAnswer answer) {
        closesAfter = true;
        respond(answer);
    }

    /** Leaves the answer for later; {@code onAbort} is told if the client goes away before. */
    public void hold(Runnable onAbort) {
        this.onAbort = onAbort;
    }

    /**
     * Takes the body in. Larger than {@code bytesMax}, it is answered with 413; then, and where the client goes away,
     * {@code onAbort} is told instead.
     */
    public void receive(int bytesMax, Consumer<Bytes> onBody, Runnable onAbort) {
        this.onAbort = onAbort;
        connection.receive(bytesMax, onBody);
    }

    /** Whether the request asks to go on as a WebSocket. */
    public boolean wantsWebSocket() {
        return WebSocketHandshake.isWanted(request);
    }

    /** Turns the connection into a WebSocket; null where the request is no proper handshake, and then it is answered. */
    public @Nullable WebSocket acceptWebSocket(int messageBytesMax) {
        HttpAnswer refusal = WebSocketHandshake.refusal(request);
        if (refusal != null) {
            connection.refuseHandshake();
            respondAndClose(refusal);
            return null;
        }
        answered = true;
        return connection.becomeWebSocket(request, visitor, messageBytesMax);
    }

    boolean closesAfter() {
        return closesAfter;
    }

    HttpRequest request() {
        return request;
    }

    List<String> headers() {
        return headers;
    }

    /** The client is gone, or its body was refused. */
    void abort() {
        Runnable told = onAbort;
        onAbort = null;
        if (told != null) {
            told.run();
        }
    }
}
