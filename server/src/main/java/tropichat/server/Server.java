package tropichat.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.server.config.BadConfig;
import tropichat.server.config.ServerConfig;
import tropichat.server.conformance.EchoApplication;
import tropichat.server.conformance.EchoHandler;
import tropichat.server.engineio.EngineConfig;
import tropichat.server.engineio.EngineServer;
import tropichat.server.ice.IceService;
import tropichat.server.log.Log;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.net.Cors;
import tropichat.server.net.Deadlines;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpHandler;
import tropichat.server.net.Listener;
import tropichat.server.net.Loop;
import tropichat.server.net.NetLimits;
import tropichat.server.net.Routes;
import tropichat.server.socketio.Application;
import tropichat.server.socketio.SocketDirectory;
import tropichat.server.socketio.SocketServer;
import tropichat.server.turn.TurnService;
import tropichat.server.turn.TurnSettings;
import tropichat.server.web.StaticFiles;

/** A running server: everything behind one port, put together by hand. */
public final class Server {
    /** As the reference implementation has them. */
    private static final int PING_INTERVAL_MILLIS = 25_000;

    private static final int PING_TIMEOUT_MILLIS = 20_000;
    private static final int PAYLOAD_BYTES_MAX = 1_000_000;

    /** As the official suites expect them. */
    private static final int CONFORMANCE_PING_INTERVAL_MILLIS = 300;

    private static final int CONFORMANCE_PING_TIMEOUT_MILLIS = 200;

    private static final long TICK_MILLIS = 100;
    private static final long CONFORMANCE_TICK_MILLIS = 10;

    /** Bursts, in seconds of the sustained rate. */
    private static final double BURST_SECONDS = 10;

    /** How long clients may take to hang up once they have heard goodbye. */
    private static final long GOODBYE_MILLIS_MAX = 1_000;

    private static final long GOODBYE_STEP_MILLIS = 10;

    /** As many bits as HMAC-SHA1 can use. */
    private static final int TURN_SECRET_BYTES = 20;

    /** Makes the application of a server that is about to start. */
    public interface Applications {
        Application create(Loop loop, SocketDirectory sockets, IceService ice, Counters counters) throws BadConfig;
    }

    private final ServerConfig config;
    private final RandomSource random;
    private final Applications applications;
    private final Counters counters = new Counters();
    private final TurnCounters turnCounters = new TurnCounters();
    private final Listener listener;
    private final @Nullable TurnSettings turnSettings;
    private @Nullable TurnService turn;
    private @Nullable IceService ice;
    private @Nullable Application application;
    private final List<EngineServer> engines = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * A server that does not listen yet; {@code applications} makes what is served in the main namespace.
     */
    public Server(ServerConfig config, RandomSource random, Applications applications) {
        this.config = config;
        this.random = random;
        this.applications = applications;
        double packets = config.packetsPerSecond();
        double connections = config.connectionsPerSecond();
        NetLimits limits = new NetLimits(
                config.outboundBytes(),
                packets,
                BURST_SECONDS * packets,
                connections,
                BURST_SECONDS * connections,
                Deadlines.STANDARD);
        turnSettings = config.turn() == null ? null : config.turn().withSecret(random.next(TURN_SECRET_BYTES));
        long tickMillis = config.conformance() ? CONFORMANCE_TICK_MILLIS : TICK_MILLIS;
        listener = new Listener(limits, config.trustedProxies(), tickMillis, random, counters);
    }

    /** Starts to listen; the port, which was chosen where the configured one is 0. */
    public int start() throws IOException, BadConfig {
        Cors cors = new Cors(config.corsOrigins());
        SocketDirectory directory = new SocketDirectory();
        Application served = config.conformance()
                ? new EchoApplication()
                : applications.create(loop(), directory, startIce(), counters);
        application = served;
        Map<String, Application> namespaces = new LinkedHashMap<>();
        namespaces.put("/", served);
        if (config.conformance()) {
            namespaces.put("/custom", served);
        }
        SocketServer sockets =
                new SocketServer(namespaces, directory, SocketServer.CONNECT_MILLIS_MAX, random, counters);
        Map<String, HttpHandler> routes = new LinkedHashMap<>();
        EngineConfig engine = engineConfig();
        mount(routes, "/socket.io", new EngineServer(loop(), engine, cors, random, counters, sockets::open));
        if (config.conformance()) {
            mount(routes, "/engine.io", new EngineServer(loop(), engine, cors, random, counters, EchoHandler::new));
        }
        routes.put("/health", exchange -> exchange.respond(HttpAnswer.json(200, "{\"status\":\"up\"}")));
        routes.put("/metrics", new MetricsPage(loop(), counters, turnCounters));
        return listener.listen(
                config.host(), config.port(), new Routes(routes, new StaticFiles(config.web(), counters)));
    }

    private IceService startIce() {
        int port = 0;
        int alternatePort = 0;
        if (turnSettings != null) {
            TurnService started = new TurnService(turnSettings, random, turnCounters);
            turn = started;
            port = started.start().join();
            alternatePort = started.alternatePort();
        }
        IceService service = new IceService(config.ice(), turnSettings, port, alternatePort, loop(), random, counters);
        ice = service;
        return service;
    }

    private void mount(Map<String, HttpHandler> routes, String path, EngineServer engine) {
        engines.add(engine);
        routes.put(path, engine);
        routes.put(path + "/", engine);
    }

    private EngineConfig engineConfig() {
        boolean conformance = config.conformance();
        double packets = config.packetsPerSecond();
        double connections = config.connectionsPerSecond();
        return new EngineConfig(
                conformance ? CONFORMANCE_PING_INTERVAL_MILLIS : PING_INTERVAL_MILLIS,
                conformance ? CONFORMANCE_PING_TIMEOUT_MILLIS : PING_TIMEOUT_MILLIS,
                EngineConfig.UPGRADE_MILLIS_MAX,
                EngineConfig.LAST_POLL_MILLIS_MAX,
                PAYLOAD_BYTES_MAX,
                config.outboundBytes(),
                packets,
                BURST_SECONDS * packets,
                connections,
                BURST_SECONDS * connections);
    }

    /** The thread that owns all connections. */
    public Loop loop() {
        return listener.loop();
    }

    /** Takes nobody new, says goodbye to everybody in a way that makes them come back, and ends within seconds. */
    public void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        listener.stopAccepting();
        CountDownLatch gone = new CountDownLatch(1);
        loop().execute(() -> {
            engines.forEach(EngineServer::shutDown);
            awaitGoodbyes(gone);
        });
        try {
            if (!gone.await(GOODBYE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                Log.debug("Some connections did not end by themselves.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        listener.stop();
        if (turn != null) {
            turn.stop();
        }
        if (ice != null) {
            ice.stop();
        }
        if (application != null) {
            application.stop();
        }
    }

    private void awaitGoodbyes(CountDownLatch gone) {
        if (counters.connectionsOpen == 0) {
            gone.countDown();
        } else {
            loop().schedule(GOODBYE_STEP_MILLIS, () -> awaitGoodbyes(gone));
        }
    }
}
