package tropichat.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tropichat.core.base.RandomSource;
import tropichat.server.config.ServerConfig;
import tropichat.server.conformance.EchoApplication;
import tropichat.server.conformance.EchoHandler;
import tropichat.server.engineio.EngineConfig;
import tropichat.server.engineio.EngineServer;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Cors;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpHandler;
import tropichat.server.net.Listener;
import tropichat.server.net.Loop;
import tropichat.server.net.NetLimits;
import tropichat.server.net.Routes;
import tropichat.server.signaling.SignalingApplication;
import tropichat.server.socketio.Application;
import tropichat.server.socketio.SocketDirectory;
import tropichat.server.socketio.SocketServer;

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

    /** Bursts in seconds of the sustained rate. */
    private static final double BURST_SECONDS = 10;

    /** How long goodbyes may take on their way out. */
    private static final long SHUTDOWN_MILLIS_MAX = 3_000;

    private final ServerConfig config;
    private final RandomSource random;
    private final Counters counters = new Counters();
    private final Listener listener;
    private final List<EngineServer> engines = new ArrayList<>();

    public Server(ServerConfig config, RandomSource random) {
        this.config = config;
        this.random = random;
        NetLimits limits = new NetLimits(
                config.outboundBytes(),
                config.packetsPerSecond(),
                BURST_SECONDS * config.packetsPerSecond(),
                config.connectionsPerSecond(),
                BURST_SECONDS * config.connectionsPerSecond());
        listener = new Listener(limits, config.conformance() ? CONFORMANCE_TICK_MILLIS : TICK_MILLIS, random, counters);
    }

    /** Starts to listen; the port, which was chosen where the configured one is 0. */
    public int start() throws IOException {
        Cors cors = new Cors(config.corsOrigins());
        SocketDirectory directory = new SocketDirectory();
        SocketServer sockets =
                new SocketServer(applications(directory), directory, SocketServer.CONNECT_MILLIS_MAX, random, counters);
        Map<String, HttpHandler> routes = new LinkedHashMap<>();
        EngineServer engine = new EngineServer(loop(), engineConfig(), cors, random, counters, sockets::open);
        mount(routes, "/socket.io", engine);
        if (config.conformance()) {
            mount(
                    routes,
                    "/engine.io",
                    new EngineServer(loop(), engineConfig(), cors, random, counters, EchoHandler::new));
        }
        HttpHandler nothing = exchange -> exchange.respond(HttpAnswer.text(404, "There is nothing here."));
        return listener.listen(config.host(), config.port(), new Routes(routes, nothing));
    }

    private void mount(Map<String, HttpHandler> routes, String path, EngineServer engine) {
        engines.add(engine);
        routes.put(path, engine);
        routes.put(path + "/", engine);
    }

    private Map<String, Application> applications(SocketDirectory directory) {
        if (config.conformance()) {
            EchoApplication echo = new EchoApplication();
            return Map.of("/", echo, "/custom", echo);
        }
        return Map.of("/", new SignalingApplication(config, loop(), directory, random, counters));
    }

    private EngineConfig engineConfig() {
        boolean conformance = config.conformance();
        return new EngineConfig(
                conformance ? CONFORMANCE_PING_INTERVAL_MILLIS : PING_INTERVAL_MILLIS,
                conformance ? CONFORMANCE_PING_TIMEOUT_MILLIS : PING_TIMEOUT_MILLIS,
                PAYLOAD_BYTES_MAX,
                config.outboundBytes(),
                config.packetsPerSecond(),
                BURST_SECONDS * config.packetsPerSecond(),
                config.connectionsPerSecond(),
                BURST_SECONDS * config.connectionsPerSecond());
    }

    public Loop loop() {
        return listener.loop();
    }

    /** Takes nobody new, says goodbye to everybody in a way that makes them come back, and ends. */
    public void stop() {
        listener.stopAccepting();
        CountDownLatch told = new CountDownLatch(1);
        loop().execute(() -> {
            engines.forEach(EngineServer::shutDown);
            loop().execute(told::countDown);
        });
        try {
            if (!told.await(SHUTDOWN_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        listener.stop();
    }
}
