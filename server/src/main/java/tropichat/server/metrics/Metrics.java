package tropichat.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** All that the server counts, in Prometheus's text format. Made at the first scrape, so that no start waits for it. */
public final class Metrics {
    /** The format of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counters counters;
    private final TurnCounters turn;

    public Metrics(Counters counters, TurnCounters turn) {
        this.counters = counters;
        this.turn = turn;
        bindTraffic();
        bindRefusals();
        bindTurn();
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        bindGarbageCollection(registry);
    }

    public String scrape() {
        return registry.scrape();
    }

    private void bindTraffic() {
        gauge("tropichat.connections", "open connections", from -> from.connectionsOpen);
        counter("tropichat.connections.accepted", "connections accepted", from -> from.connectionsAccepted);
        counter("tropichat.http.requests", "HTTP requests", from -> from.requests);
        sessions("polling", from -> from.sessionsPolling);
        sessions("websocket", from -> from.sessionsWebSocket);
        counter("tropichat.sessions.opened", "Engine.IO sessions opened", from -> from.sessionsOpened);
        counter("tropichat.sessions.upgraded", "sessions upgraded to WebSocket", from -> from.upgrades);
        counter("tropichat.ping.timeouts", "sessions whose pong did not come", from -> from.pingTimeouts);
        counter("tropichat.slow.readers", "clients let go because they read too slowly", from -> from.slowReaders);
        gauge("tropichat.sockets", "connected Socket.IO sockets", from -> from.socketsConnected);
        gauge("tropichat.rooms", "rooms with somebody in them", from -> from.rooms);
        gauge("tropichat.occupants", "people signed in", from -> from.occupants);
        counter("tropichat.logins", "people let in", from -> from.logins);
        counter("tropichat.signals", "signals forwarded", from -> from.signals);
        counter("tropichat.relayed", "sealed frames carried between people", from -> from.relayed);
        counter("tropichat.relayed.bytes", "bytes of these", from -> from.relayedBytes);
        counter("tropichat.ice.source.failures", "ICE servers not had from a service", from -> from.iceSourceFailures);
        counter("tropichat.gate.lapses", "wallets that no longer fulfil a room's rule", from -> from.gateLapses);
        counter("tropichat.packets.in", "Engine.IO packets received", from -> from.packetsIn);
        counter("tropichat.packets.out", "packets and control frames sent", from -> from.packetsOut);
        counter("tropichat.bytes.in", "bytes received", from -> from.bytesIn);
        counter("tropichat.bytes.out", "bytes sent", from -> from.bytesOut);
    }

    private void sessions(String transport, ToDoubleFunction<Counters> value) {
        Gauge.builder("tropichat.sessions", counters, value)
                .tag("transport", transport)
                .description("open Engine.IO sessions")
                .register(registry);
    }

    private void bindRefusals() {
        for (Refusal refusal : Refusal.values()) {
            FunctionCounter.builder("tropichat.refusals", counters, from -> from.refusals(refusal))
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                    .description("what was not taken, by reason")
                    .register(registry);
        }
    }

    private void bindTurn() {
        Gauge.builder("tropichat.turn.allocations", turn, from -> from.allocations)
                .description("relays that are open")
                .register(registry);
        turn("tropichat.turn.allocations.made", "relays opened", from -> from.allocationsMade);
        turn("tropichat.turn.bindings", "STUN requests answered", from -> from.bindings);
        turn(
                "tropichat.turn.challenges",
                "requests without a credential, told how to show one",
                from -> from.challenges);
        turn("tropichat.turn.packets", "datagrams relayed", from -> from.packetsRelayed);
        turn("tropichat.turn.bytes", "bytes relayed", from -> from.bytesRelayed);
        for (TurnRefusal refusal : TurnRefusal.values()) {
            FunctionCounter.builder("tropichat.turn.refusals", turn, from -> from.refusals(refusal))
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                    .description("datagrams that were not done what they asked for, by reason")
                    .register(registry);
        }
    }

    private void turn(String name, String description, ToDoubleFunction<TurnCounters> value) {
        FunctionCounter.builder(name, turn, value).description(description).register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Counters> value) {
        Gauge.builder(name, counters, value).description(description).register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<Counters> value) {
        FunctionCounter.builder(name, counters, value).description(description).register(registry);
    }

    @SuppressWarnings("resource") // listens to the collector as long as the process lives
    private static void bindGarbageCollection(MeterRegistry registry) {
        new JvmGcMetrics().bindTo(registry);
    }
}
