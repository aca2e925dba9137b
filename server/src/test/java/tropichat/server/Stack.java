package tropichat.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.engineio.EngineConfig;
import tropichat.server.engineio.EngineServer;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Cors;
import tropichat.server.net.Deadlines;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.Listener;
import tropichat.server.net.NetLimits;
import tropichat.server.net.Network;
import tropichat.server.net.RawClient;
import tropichat.server.net.Routes;
import tropichat.server.socketio.Application;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;
import tropichat.server.socketio.Socket;
import tropichat.server.socketio.SocketDirectory;
import tropichat.server.socketio.SocketServer;
import tropichat.server.socketio.Splice;

/** The whole transport on a free port, with short times and an application that does what a test tells it. */
final class Stack implements AutoCloseable {
    static final String ENGINE = "/socket.io/?EIO=4&transport=";
    static final String DIRECT = ENGINE + "websocket";
    static final String POLLING = ENGINE + "polling";
    static final int PAYLOAD_BYTES_MAX = 100_000;
    static final int OUTBOUND_BYTES_MAX = 200_000;

    /** What a test may change. */
    static final class Settings {
        int pingIntervalMillis = 25_000;
        int pingTimeoutMillis = 20_000;
        int upgradeMillisMax = 10_000;
        int lastPollMillisMax = 10_000;
        int connectMillisMax = 10_000;
        double packetsPerSecond;
        double packetsBurst;
        double connectionsPerSecond;
        double handshakesPerSecond;
        double burst;
        Deadlines deadlines = new Deadlines(10_000, 10_000, 10_000, 200);
        List<String> origins = List.of("*");
        List<Network> proxies = List.of();
    }

    final Counters counters = new Counters();
    final BlockingQueue<DisconnectReason> gone = new LinkedBlockingQueue<>();
    final BlockingQueue<String> acks = new LinkedBlockingQueue<>();
    final int port;
    private final Listener listener;
    private final SocketDirectory directory = new SocketDirectory();

    Stack() {
        this(new Settings());
    }

    Stack(Settings settings) {
        RandomSource random = SeededRandom.of(42);
        listener = new Listener(
                new NetLimits(
                        OUTBOUND_BYTES_MAX,
                        settings.packetsPerSecond,
                        settings.packetsBurst,
                        settings.connectionsPerSecond,
                        settings.burst,
                        settings.deadlines),
                settings.proxies,
                5,
                random,
                counters);
        SocketServer sockets =
                new SocketServer(Map.of("/", new Told()), directory, settings.connectMillisMax, random, counters);
        EngineConfig config = new EngineConfig(
                settings.pingIntervalMillis,
                settings.pingTimeoutMillis,
                settings.upgradeMillisMax,
                settings.lastPollMillisMax,
                PAYLOAD_BYTES_MAX,
                OUTBOUND_BYTES_MAX,
                settings.packetsPerSecond,
                settings.packetsBurst,
                settings.handshakesPerSecond,
                settings.burst);
        EngineServer engine =
                new EngineServer(listener.loop(), config, new Cors(settings.origins), random, counters, sockets::open);
        Routes routes = new Routes(
                Map.of("/socket.io/", engine), exchange -> exchange.respond(HttpAnswer.text(404, exchange.path())));
        try {
            port = listener.listen("127.0.0.1", 0, routes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    RawClient client() {
        return new RawClient(port);
    }

    /** A WebSocket after Engine.IO's handshake. */
    RawClient session() {
        RawClient client = client().upgrade(DIRECT);
        client.readFrame();
        return client;
    }

    /** A WebSocket connected to the main namespace. */
    RawClient socket() {
        RawClient client = session();
        connect(client);
        return client;
    }

    /** Connects to the main namespace; the public id. */
    static String connect(RawClient client) {
        client.sendText("40");
        String connected = client.next();
        return connected.substring(connected.indexOf(":\"") + 2, connected.length() - 2);
    }

    /** Opens a polling session; the path for its requests. */
    String poll(RawClient client) {
        String opened = client.get(POLLING).text();
        int sid = opened.indexOf(":\"") + 2;
        return POLLING + "&sid=" + opened.substring(sid, opened.indexOf('"', sid));
    }

    /** Reads a counter on the loop, after all that was sent before was handled. */
    <T> T onLoop(Supplier<T> read) {
        CompletableFuture<T> value = new CompletableFuture<>();
        listener.loop().execute(() -> value.complete(read.get()));
        return value.orTimeout(10, TimeUnit.SECONDS).join();
    }

    long refusals(Refusal refusal) {
        return onLoop(() -> counters.refusals(refusal));
    }

    DisconnectReason nextGone() throws InterruptedException {
        DisconnectReason reason = gone.poll(10, TimeUnit.SECONDS);
        if (reason == null) {
            throw new AssertionError("nobody has gone");
        }
        return reason;
    }

    @Override
    public void close() {
        listener.stop();
    }

    /** Echoes, forwards, asks, floods and dismisses on demand. */
    private final class Told implements Application {
        @Override
        public void onConnect(Socket socket, @Nullable Json auth) {
            socket.attach(Splice.event("signal", "{\"peerId\":\"" + socket.id() + "\",\"signal\":", "}"));
            if (auth != null) {
                socket.emit(Outgoing.event("auth", auth.copy()));
            }
        }

        @Override
        public void onEvent(Socket socket, Event event) {
            Json argument = event.argument(0);
            if (argument == null) {
                return;
            }
            if (event.is("echo")) {
                socket.emit(Outgoing.event("echo", argument.copy(), event.attachments()));
                socket.ack(event.ackId(), argument.copy());
            } else if (event.is("signal")) {
                signal(socket, argument);
            } else if (event.is("ask")) {
                socket.emit(Outgoing.event("question", argument.copy()), answer -> acks.add(answer.toString()));
            } else if (event.is("flood")) {
                Bytes large = new JsonWriter().text("x".repeat(20_000)).toBytes();
                for (int i = 0; i < 1_000; i++) {
                    socket.emit(Outgoing.event("flood", large));
                }
            } else if (event.is("dismiss")) {
                socket.emit(Outgoing.event("bye", argument.copy()));
                socket.dismiss();
            } else if (event.is("fail")) {
                throw new IllegalStateException("told to fail");
            }
        }

        private void signal(Socket socket, Json argument) {
            Json to = argument.field("peerId");
            Json signal = argument.field("signal");
            Socket target = to == null ? null : directory.find(to);
            if (target != null && signal != null && socket.attachment() instanceof Splice splice) {
                target.emit(splice, signal);
            }
        }

        @Override
        public void onDisconnect(Socket socket, DisconnectReason reason) {
            gone.add(reason);
        }

        @Override
        public void stop() {}
    }
}
