package tropichat.server.engineio;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Loop;
import tropichat.server.net.Message;
import tropichat.server.net.RemoteKey;
import tropichat.server.net.Timed;
import tropichat.server.net.WebSocket;

/**
 * One client as long as it answers pings, whatever its packets travel by. Its id is a secret between the two sides:
 * who knows it may speak for the client.
 */
public final class Session implements Timed {
    private static final Message PING = Message.of(Bytes.utf8("2"));

    private enum State {
        OPEN,
        /** Over, but for last words that wait for a poll. */
        CLOSING,
        CLOSED
    }

    private final EngineServer server;
    private final String id;
    private final RemoteKey remote;
    private final String host;
    private final SessionHandler handler;
    private final int timer;
    private Transport transport;
    private @Nullable Upgrade upgrade;
    private State state = State.OPEN;
    private boolean awaitsPong;
    private long heartbeatAtMillis;
    private long handlerAtMillis = Long.MAX_VALUE;

    /** A session over {@code webSocket}, or over polling where that is null. */
    Session(EngineServer server, String id, RemoteKey remote, String host, @Nullable WebSocket webSocket) {
        this.server = server;
        this.id = id;
        this.remote = remote;
        this.host = host;
        this.timer = server.loop().timers().add(this);
        this.heartbeatAtMillis = Loop.nowMillis() + server.config().pingIntervalMillis();
        this.transport = webSocket == null ? new Polling(this) : listening(webSocket);
        this.handler = server.newHandler(this);
        schedule();
    }

    private WebSocketTransport listening(WebSocket webSocket) {
        WebSocketTransport listening = new WebSocketTransport(this, webSocket);
        webSocket.listen(listening);
        return listening;
    }

    /** Sends a packet: text that begins with its type, which is 4 for a message. */
    public void send(Message packet) {
        if (state == State.OPEN) {
            switch (transport) {
                case WebSocketTransport direct -> direct.webSocket().send(packet);
                case Polling polling -> polling.queue(new Packet(packet.toBytes(), false));
            }
        }
    }

    public void sendBinary(Bytes content) {
        if (state == State.OPEN) {
            switch (transport) {
                case WebSocketTransport direct -> direct.webSocket().sendBinary(content);
                case Polling polling -> polling.queue(new Packet(content, true));
            }
        }
    }

    /** Whether half of what may wait for the client waits: at twice that it is let go. */
    public boolean isBehind() {
        return switch (transport) {
            case WebSocketTransport direct -> direct.webSocket().isBehind();
            case Polling polling -> polling.isBehind();
        };
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    public RemoteKey remote() {
        return remote;
    }

    /** What the client called this server: the Host header of its first request; empty where there was none. */
    public String host() {
        return host;
    }

    /** What one message from the client has at most. */
    public int messageBytesMax() {
        return config().maxPayloadBytes();
    }

    public Loop loop() {
        return server.loop();
    }

    /** When to call {@link SessionHandler#onDeadline}; Long.MAX_VALUE for never. */
    public void setDeadline(long atMillis) {
        handlerAtMillis = atMillis;
        schedule();
    }

    /** Ends the session, after what was sent before; the handler is told at once. */
    public void close(DisconnectReason reason) {
        if (state != State.OPEN) {
            return;
        }
        switch (transport) {
            case WebSocketTransport direct -> direct.webSocket().close(closeCode(reason), reason);
            case Polling polling -> {
                if (polling.finish() || reason != DisconnectReason.DISMISSED) {
                    onTransportClosed(reason);
                } else {
                    linger(reason);
                }
            }
        }
    }

    private static int closeCode(DisconnectReason reason) {
        return switch (reason) {
            case SHUTDOWN -> WebSocket.GOING_AWAY;
            case MALFORMED -> WebSocket.POLICY;
            case CLIENT_LEFT, TRANSPORT_CLOSED, PING_TIMEOUT, SLOW_READER, DISMISSED -> WebSocket.NORMAL;
        };
    }

    private void linger(DisconnectReason reason) {
        state = State.CLOSING;
        abandonUpgrade();
        server.loop().timers().schedule(timer, Loop.nowMillis() + config().lastPollMillisMax());
        handler.onClosed(reason);
    }

    /** The last words are said, or nothing travels any more: the session is forgotten. */
    void onTransportClosed(DisconnectReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        boolean told = state == State.CLOSING;
        state = State.CLOSED;
        server.forget(this);
        server.loop().timers().release(timer);
        abandonUpgrade();
        if (!told) {
            handler.onClosed(reason);
        }
    }

    /** One text packet from the client. */
    void onPacket(byte[] content, int from, int to) throws Refused {
        counters().packetsIn++;
        if (state != State.OPEN) {
            return;
        }
        switch (from == to ? 0 : content[from]) {
            case '4' -> handler.onText(content, from + 1, to);
            case '3' -> onPong();
            case '1' -> onGoodbye();
            case '6' -> {}
            default -> throw new Refused(Refusal.ENGINE_PACKET);
        }
    }

    void onBinary(byte[] content, int from, int to) throws Refused {
        counters().packetsIn++;
        if (state == State.OPEN) {
            handler.onBinary(content, from, to);
        }
    }

    private void onPong() {
        awaitsPong = false;
        heartbeatAtMillis = Loop.nowMillis() + server.config().pingIntervalMillis();
        schedule();
    }

    private void onGoodbye() {
        switch (transport) {
            case WebSocketTransport direct -> direct.webSocket().close(WebSocket.NORMAL, DisconnectReason.CLIENT_LEFT);
            case Polling polling -> {
                polling.releasePoll();
                onTransportClosed(DisconnectReason.CLIENT_LEFT);
            }
        }
    }

    @Override
    public void onDeadline(long nowMillis) {
        if (state == State.CLOSING) {
            onTransportClosed(DisconnectReason.DISMISSED);
            return;
        }
        if (nowMillis >= heartbeatAtMillis) {
            onHeartbeat();
        }
        if (upgrade != null && nowMillis >= upgrade.deadlineMillis()) {
            counters().refused(Refusal.ENGINE_UPGRADE);
            abandonUpgrade();
        }
        if (state == State.OPEN && nowMillis >= handlerAtMillis) {
            handlerAtMillis = Long.MAX_VALUE;
            handler.onDeadline();
        }
        if (state == State.OPEN) {
            schedule();
        }
    }

    private void onHeartbeat() {
        if (awaitsPong) {
            counters().pingTimeouts++;
            close(DisconnectReason.PING_TIMEOUT);
        } else {
            awaitsPong = true;
            heartbeatAtMillis += server.config().pingTimeoutMillis();
            send(PING);
        }
    }

    /** Ends the session if its time is over and the timer is only late to say so; whether it still lives. */
    boolean livesAt(long nowMillis) {
        if (state == State.OPEN && awaitsPong && nowMillis >= heartbeatAtMillis) {
            onHeartbeat();
        }
        return state != State.CLOSED;
    }

    private void schedule() {
        if (state == State.OPEN) {
            long at = Math.min(heartbeatAtMillis, handlerAtMillis);
            if (upgrade != null) {
                at = Math.min(at, upgrade.deadlineMillis());
            }
            server.loop().timers().schedule(timer, at);
        }
    }

    /** The polling transport, where the session is on it. */
    @Nullable
    Polling polling() {
        return transport instanceof Polling polling ? polling : null;
    }

    /** Takes {@code webSocket} as a candidate for the session, or ends it where there is nothing to upgrade. */
    void beginUpgrade(WebSocket webSocket) {
        if (state != State.OPEN || polling() == null || upgrade != null) {
            counters().refused(Refusal.ENGINE_SESSION);
            webSocket.close(WebSocket.POLICY, DisconnectReason.MALFORMED);
            return;
        }
        upgrade = new Upgrade(this, webSocket, Loop.nowMillis() + config().upgradeMillisMax());
        webSocket.listen(upgrade);
        schedule();
    }

    /** Whether a poll should return at once, because the client waits for it to end before it upgrades. */
    boolean isProbed() {
        return upgrade != null && upgrade.isProbed();
    }

    void onProbed() {
        if (transport instanceof Polling polling) {
            polling.releasePoll();
        }
    }

    void onUpgraded(WebSocket webSocket) {
        if (!(transport instanceof Polling polling)) {
            return;
        }
        upgrade = null;
        transport = listening(webSocket);
        counters().upgrades++;
        server.onUpgraded();
        polling.releasePoll();
        for (Packet packet : polling.takeQueue()) {
            if (packet.binary()) {
                webSocket.sendBinary(packet.content());
            } else {
                webSocket.send(Message.of(packet.content()));
            }
        }
    }

    void onUpgradeFailed(Upgrade failed) {
        if (upgrade == failed) {
            upgrade = null;
        }
    }

    private void abandonUpgrade() {
        Upgrade abandoned = upgrade;
        upgrade = null;
        if (abandoned != null) {
            abandoned.abandon();
        }
    }

    String id() {
        return id;
    }

    EngineConfig config() {
        return server.config();
    }

    Counters counters() {
        return server.counters();
    }
}
