package tropichat.chain;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tropichat.json.JsonWriter;

/**
 * Hears from a node that there is a new block, by WebSocket ({@code eth_subscribe}). Nothing else of what it says is believed:
 * the block itself is asked for as ever. On its owner's thread, but for what the socket calls.
 */
final class HeadFeed implements WebSocket.Listener {
    /** Longer than any notice of a block. */
    private static final int MESSAGE_CHARS_MAX = 256 * 1024;

    /** Between attempts to connect, twice as long after each that fails. */
    static final long RETRY_MILLIS_MIN = 1_000;

    static final long RETRY_MILLIS_MAX = 60_000;

    private static final String NOTICE = "\"eth_subscription\"";
    private static final String SUBSCRIBED = "\"result\"";

    private final HttpClient client;
    private final URI url;
    private final HomeThread home;
    private final Runnable onNews;
    private final StringBuilder message = new StringBuilder();
    private @Nullable WebSocket socket;
    private long retryMillis = RETRY_MILLIS_MIN;
    private boolean isAlive;
    private boolean isClosed;

    HeadFeed(HttpClient client, URI url, HomeThread home, Runnable onNews) {
        this.client = client;
        this.url = url;
        this.home = home;
        this.onNews = onNews;
    }

    /** Whether new blocks are told of. */
    boolean isAlive() {
        return isAlive;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // every end is told of
    void open() {
        if (isClosed) {
            return;
        }
        client.newWebSocketBuilder()
                .connectTimeout(Duration.ofMillis(RpcNode.ANSWER_MILLIS_MAX))
                .buildAsync(url, this)
                .whenComplete((opened, fault) -> home.execute(() -> onOpened(opened)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the socket
    private void onOpened(@Nullable WebSocket opened) {
        if (opened == null) {
            retry();
        } else if (isClosed) {
            opened.abort();
        } else {
            socket = opened;
            opened.sendText(request(), true);
        }
    }

    private static String request() {
        JsonWriter call = new JsonWriter();
        RpcCall.of(
                        "eth_subscribe",
                        new JsonWriter().beginArray().text("newHeads").endArray())
                .write(call, 1);
        return call.toString();
    }

    private void retry() {
        isAlive = false;
        socket = null;
        if (!isClosed) {
            home.schedule(retryMillis, this::open);
            retryMillis = Math.min(2 * retryMillis, RETRY_MILLIS_MAX);
        }
    }

    void close() {
        isClosed = true;
        isAlive = false;
        if (socket != null) {
            socket.abort();
        }
    }

    // ---- What the socket calls, one at a time, on threads of its own

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (message.length() > MESSAGE_CHARS_MAX) {
            from.abort();
            home.execute(this::retry);
            return null;
        }
        if (last) {
            boolean isNews = message.indexOf(NOTICE) >= 0;
            boolean isAnswer = message.indexOf(SUBSCRIBED) >= 0;
            message.setLength(0);
            home.execute(() -> onMessage(isNews, isAnswer));
        }
        from.request(1);
        return null;
    }

    private void onMessage(boolean isNews, boolean isAnswer) {
        if (isNews || isAnswer) {
            isAlive = !isClosed;
            retryMillis = RETRY_MILLIS_MIN;
        }
        if (isNews && isAlive) {
            onNews.run();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        home.execute(this::retry);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
        home.execute(this::retry);
    }
}
