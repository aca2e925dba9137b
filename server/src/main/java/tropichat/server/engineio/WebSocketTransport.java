package tropichat.server.engineio;

import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.WebSocket;
import tropichat.server.net.WebSocketListener;

/** A session's packets as WebSocket messages, one each: text with the type in front, or bare binary. */
record WebSocketTransport(Session session, WebSocket webSocket) implements Transport, WebSocketListener {
    @Override
    public void onText(byte[] content, int from, int to) throws Refused {
        session.onPacket(content, from, to);
    }

    @Override
    public void onBinary(byte[] content, int from, int to) throws Refused {
        session.onBinary(content, from, to);
    }

    @Override
    public void onClosed(DisconnectReason reason) {
        session.onTransportClosed(reason);
    }
}
