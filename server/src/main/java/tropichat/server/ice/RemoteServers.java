package tropichat.server.ice;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.log.Log;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Loop;

/**
 * A {@link Provider}'s servers: a credential for each connection, kept as long as half of its life is left. Where the
 * provider fails, people get what other sources have, and it is left alone for a moment so that nobody waits for it.
 */
final class RemoteServers implements IceSource {
    /** Connections whose credentials are kept; the oldest are forgotten first. */
    static final int KEPT_MAX = 20_000;

    /** Questions under way; who comes meanwhile does without. */
    static final int ASKING_MAX = 64;

    /** Of one connection, for a credential that is under way; more do without. */
    private static final int WAITING_MAX = 8;

    /** How long a provider that failed is not asked again. */
    static final long PAUSE_MILLIS = 10_000;

    private static final int MILLIS_PER_SECOND = 1_000;
    private static final String LATE = "it did not answer in time";

    /** What a connection has, or waits for. */
    private static final class Kept {
        final List<Runnable> waiting = new ArrayList<>();
        Provider.@Nullable Offer offer;
        boolean asking;
        long renewAtMillis = Long.MIN_VALUE;
        long expiresAtMillis;
    }

    private final Provider provider;
    private final HttpFetch http;
    private final Loop loop;
    private final int lifetimeSeconds;
    private final Counters counters;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private int asking;
    private boolean failing;
    private long pausedUntilMillis = Long.MIN_VALUE;

    RemoteServers(Provider provider, HttpFetch http, Loop loop, int lifetimeSeconds, Counters counters) {
        this.provider = provider;
        this.http = http;
        this.loop = loop;
        this.lifetimeSeconds = lifetimeSeconds;
        this.counters = counters;
    }

    @Override
    public void prepare(String connection, Runnable onReady) {
        Kept mine = kept.get(connection);
        if (mine != null && mine.asking && mine.waiting.size() < WAITING_MAX) {
            mine.waiting.add(onReady);
        } else if (mayAsk(mine, Loop.nowMillis())) {
            ask(connection, onReady);
        } else {
            onReady.run();
        }
    }

    private boolean mayAsk(@Nullable Kept mine, long nowMillis) {
        boolean wanting = mine == null || (!mine.asking && nowMillis >= mine.renewAtMillis);
        return wanting && asking < ASKING_MAX && nowMillis >= pausedUntilMillis;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // onAnswer is told of every end
    private void ask(String connection, Runnable onReady) {
        Kept mine = kept.computeIfAbsent(connection, first -> new Kept());
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        mine.asking = true;
        mine.waiting.add(onReady);
        asking++;
        http.fetch(provider.request(lifetimeSeconds))
                .whenComplete((body, fault) -> loop.execute(() -> onAnswer(mine, body, fault)));
    }

    private void onAnswer(Kept mine, @Nullable Bytes body, @Nullable Throwable fault) {
        asking--;
        mine.asking = false;
        if (body == null) {
            fail(words(fault));
        } else {
            take(mine, body);
        }
        List<Runnable> waiting = List.copyOf(mine.waiting);
        mine.waiting.clear();
        waiting.forEach(Runnable::run);
    }

    private void take(Kept mine, Bytes body) {
        try {
            Provider.Offer offer = provider.read(Json.parse(body), lifetimeSeconds);
            if (offer.lifetimeSeconds() <= 0) {
                throw new Malformed(Malformed.Reason.FIELD, "a credential that has ended");
            }
            long now = Loop.nowMillis();
            long millis = offer.lifetimeSeconds() * MILLIS_PER_SECOND;
            mine.offer = offer;
            mine.expiresAtMillis = now + millis;
            mine.renewAtMillis = now + millis / 2;
            if (failing) {
                failing = false;
                Log.info(provider.name() + " gives TURN credentials again.");
            }
        } catch (Malformed malformed) {
            fail("its answer is not as documented");
        }
    }

    private void fail(String reason) {
        counters.iceSourceFailures++;
        pausedUntilMillis = Loop.nowMillis() + PAUSE_MILLIS;
        if (!failing) {
            failing = true;
            Log.warn(provider.name() + " gave no TURN credentials: " + reason
                    + ". People get the other ICE servers meanwhile; it is asked again every few seconds.");
        }
    }

    // No message of an exception is told: it may name the account.
    private static String words(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        return switch (cause) {
            case IllegalStateException status -> "it answered with " + status.getMessage();
            case TimeoutException late -> LATE;
            case HttpTimeoutException late -> LATE;
            case ConnectException unreachable -> "it cannot be reached";
            case null, default -> "its answer did not come whole, or was too large";
        };
    }

    @Override
    public long write(IceUser user, JsonWriter servers) {
        Kept mine = kept.get(user.connection());
        long leftMillis = mine == null ? 0 : mine.expiresAtMillis - Loop.nowMillis();
        if (mine == null || mine.offer == null || leftMillis <= 0) {
            return IceAnswer.FOREVER;
        }
        mine.offer.servers().forEach(servers::raw);
        return leftMillis / MILLIS_PER_SECOND;
    }

    @Override
    public void forget(String connection) {
        kept.remove(connection);
    }
}
