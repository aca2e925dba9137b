package tropichat.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.log.Log;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Metrics;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpExchange;
import tropichat.server.net.HttpHandler;
import tropichat.server.net.Loop;

/** The metrics as a page, gathered beside the loop: the first scrape loads a library, which takes a while. */
final class MetricsPage implements HttpHandler {
    private final Loop loop;
    private final Counters counters;
    private final TurnCounters turn;
    private @Nullable Metrics metrics;
    private boolean busy;

    MetricsPage(Loop loop, Counters counters, TurnCounters turn) {
        this.loop = loop;
        this.counters = counters;
        this.turn = turn;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (busy) {
            exchange.respond(HttpAnswer.text(503, "Another scrape is under way; try again in a moment."));
            return;
        }
        busy = true;
        exchange.hold(() -> {});
        Thread.ofPlatform().daemon().name("metrics").start(() -> {
            HttpAnswer page = scrape();
            loop.execute(() -> {
                busy = false;
                exchange.respond(page);
            });
        });
    }

    /** One at a time; what it keeps is handed from thread to thread through the loop. */
    private HttpAnswer scrape() {
        try {
            Metrics current = metrics;
            if (current == null) {
                current = new Metrics(counters, turn);
                metrics = current;
            }
            return new HttpAnswer(200, Metrics.CONTENT_TYPE, Bytes.utf8(current.scrape()), List.of());
        } catch (RuntimeException | LinkageError fault) {
            Log.error("The metrics cannot be gathered.", fault);
            return HttpAnswer.text(500, "The metrics cannot be gathered; the server's log says why.");
        }
    }
}
