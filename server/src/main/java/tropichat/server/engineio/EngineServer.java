package tropichat.server.engineio;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.metrics.Counters;
import tropichat.server.net.AddressLimiter;
import tropichat.server.net.Cors;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpExchange;
import tropichat.server.net.HttpHandler;
import tropichat.server.net.Loop;
import tropichat.server.net.Message;
import tropichat.server.net.WebSocket;

/** All Engine.IO sessions of one path, and the requests that open, feed and drain them. */
public final class EngineServer implements HttpHandler {
    /** 128 bits, as guessing one is speaking for somebody else. */
    private static final int ID_BYTES = 16;

    /** Some 400 MB of sessions at worst; many times what one core can serve. */
    private static final int SESSIONS_MAX = 200_000;

    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";
    private static final String VERSION = "4";

    private final Loop loop;
    private final EngineConfig config;
    private final Cors cors;
    private final RandomSource random;
    private final Counters counters;
    private final AddressLimiter handshakes;
    private final Function<Session, SessionHandler> handlers;
    private final Map<String, Session> sessions = new HashMap<>();
    private String lastHost = "";

    public EngineServer(
            Loop loop,
            EngineConfig config,
            Cors cors,
            RandomSource random,
            Counters counters,
            Function<Session, SessionHandler> handlers) {
        this.loop = loop;
        this.config = config;
        this.cors = cors;
        this.random = random;
        this.counters = counters;
        this.handshakes = new AddressLimiter(config.handshakesPerSecond(), config.handshakesBurst());
        this.handlers = handlers;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!cors.admit(exchange)) {
            refuse(exchange, EngineError.FORBIDDEN);
            return;
        }
        if (exchange.method().equals("OPTIONS")) {
            exchange.respond(Cors.preflight());
            return;
        }
        String transport = exchange.query("transport");
        String sid = exchange.query("sid");
        boolean direct = WEBSOCKET.equals(transport);
        if (!direct && !POLLING.equals(transport)) {
            refuse(exchange, EngineError.UNKNOWN_TRANSPORT);
        } else if (sid != null) {
            onSessionRequest(exchange, sid, direct);
        } else if (!exchange.method().equals("GET")) {
            refuse(exchange, EngineError.BAD_METHOD);
        } else if (direct && !exchange.wantsWebSocket()) {
            refuse(exchange, EngineError.BAD_REQUEST);
        } else if (!VERSION.equals(exchange.query("EIO"))) {
            refuse(exchange, EngineError.UNSUPPORTED_VERSION);
        } else if (sessions.size() >= SESSIONS_MAX || !handshakes.allows(exchange.remote(), Loop.nowMillis())) {
            exchange.addHeader("retry-after", "1");
            refuse(exchange, EngineError.TOO_MANY);
        } else {
            open(exchange, direct);
        }
    }

    private void onSessionRequest(HttpExchange exchange, String sid, boolean direct) {
        Session session = sessions.get(sid);
        if (session == null || !session.livesAt(Loop.nowMillis())) {
            refuse(exchange, EngineError.UNKNOWN_SESSION);
            return;
        }
        if (direct) {
            if (exchange.wantsWebSocket()) {
                WebSocket webSocket = exchange.acceptWebSocket(config.maxPayloadBytes());
                if (webSocket != null) {
                    session.beginUpgrade(webSocket);
                }
            } else {
                refuse(exchange, EngineError.BAD_REQUEST);
            }
            return;
        }
        Polling polling = session.polling();
        if (polling == null) {
            refuse(exchange, EngineError.BAD_REQUEST);
            return;
        }
        switch (exchange.method()) {
            case "GET" -> polling.onPoll(exchange);
            case "POST" -> polling.onPost(exchange);
            default -> refuse(exchange, EngineError.BAD_REQUEST);
        }
    }

    private void open(HttpExchange exchange, boolean direct) {
        WebSocket webSocket = null;
        if (direct) {
            webSocket = exchange.acceptWebSocket(config.maxPayloadBytes());
            if (webSocket == null) {
                return;
            }
        }
        Session session = new Session(this, newId(), exchange.remote(), host(exchange), webSocket);
        sessions.put(session.id(), session);
        counters.sessionsOpened++;
        if (webSocket == null) {
            counters.sessionsPolling++;
            exchange.respond(HttpAnswer.text(200, handshake(session.id(), "[\"websocket\"]")));
        } else {
            counters.sessionsWebSocket++;
            session.send(Message.of(Bytes.utf8(handshake(session.id(), "[]"))));
        }
    }

    /** The Host header; sessions share the string, since nearly all of them have the same. */
    private String host(HttpExchange exchange) {
        String host = exchange.header("host");
        if (host == null) {
            return "";
        }
        if (!host.equals(lastHost)) {
            lastHost = host;
        }
        return lastHost;
    }

    private String handshake(String id, String upgrades) {
        return "0{\"sid\":\"" + id + "\",\"upgrades\":" + upgrades + ",\"pingInterval\":" + config.pingIntervalMillis()
                + ",\"pingTimeout\":" + config.pingTimeoutMillis() + ",\"maxPayload\":" + config.maxPayloadBytes()
                + "}";
    }

    private String newId() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(random.next(ID_BYTES).unsafeArray());
    }

    private void refuse(HttpExchange exchange, EngineError error) {
        counters.refused(error.refusal());
        if (exchange.wantsWebSocket()) {
            exchange.respondAndClose(error.answer());
        } else {
            exchange.respond(error.answer());
        }
    }

    /** Ends all sessions in the way that makes clients come back. */
    public void shutDown() {
        for (Session session : new ArrayList<>(sessions.values())) {
            session.close(DisconnectReason.SHUTDOWN);
        }
    }

    public int size() {
        return sessions.size();
    }

    SessionHandler newHandler(Session session) {
        return handlers.apply(session);
    }

    void forget(Session session) {
        if (sessions.remove(session.id()) != null) {
            if (session.polling() == null) {
                counters.sessionsWebSocket--;
            } else {
                counters.sessionsPolling--;
            }
        }
    }

    void onUpgraded() {
        counters.sessionsPolling--;
        counters.sessionsWebSocket++;
    }

    Loop loop() {
        return loop;
    }

    EngineConfig config() {
        return config;
    }

    Counters counters() {
        return counters;
    }
}
