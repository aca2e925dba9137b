package tropichat.server.engineio;

import java.util.Arrays;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Message;
import tropichat.server.net.WebSocket;
import tropichat.server.net.WebSocketListener;

/** A WebSocket that asks to take a polling session over: ping "probe", pong "probe", upgrade. */
final class Upgrade implements WebSocketListener {
    private static final Bytes PROBE = Bytes.utf8("2probe");
    private static final Message PROBED = Message.of(Bytes.utf8("3probe"));

    private final Session session;
    private final WebSocket webSocket;
    private final long deadlineMillis;
    private boolean probed;

    Upgrade(Session session, WebSocket webSocket, long deadlineMillis) {
        this.session = session;
        this.webSocket = webSocket;
        this.deadlineMillis = deadlineMillis;
    }

    @Override
    public void onText(byte[] content, int from, int to) throws Refused {
        Bytes text = Bytes.wrap(Arrays.copyOfRange(content, from, Math.min(to, from + PROBE.length() + 1)));
        if (text.equals(PROBE) && !probed) {
            probed = true;
            webSocket.send(PROBED);
            session.onProbed();
        } else if (probed && to - from == 1 && content[from] == '5') {
            session.onUpgraded(webSocket);
        } else {
            throw new Refused(Refusal.ENGINE_PACKET);
        }
    }

    @Override
    public void onBinary(byte[] content, int from, int to) throws Refused {
        throw new Refused(Refusal.ENGINE_PACKET);
    }

    @Override
    public void onClosed(DisconnectReason reason) {
        session.onUpgradeFailed(this);
    }

    boolean isProbed() {
        return probed;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    void abandon() {
        webSocket.close(WebSocket.NORMAL, DisconnectReason.DISMISSED);
    }
}
