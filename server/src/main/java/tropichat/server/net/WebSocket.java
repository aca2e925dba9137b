package tropichat.server.net;

import tropichat.core.base.Bytes;

/** An open WebSocket to a client; what is sent during a turn of the loop leaves together at its end. */
public final class WebSocket {
    /** Normal closure (RFC 6455, section 7.4.1). */
    public static final int NORMAL = 1000;

    /** The server is going away; clients take it as a reason to come back. */
    public static final int GOING_AWAY = 1001;

    /** What was sent is against our rules. */
    public static final int POLICY = 1008;

    private final WebSocketHandler handler;

    WebSocket(WebSocketHandler handler) {
        this.handler = handler;
    }

    /** Sets who hears from now on. */
    public void listen(WebSocketListener listener) {
        handler.listen(listener);
    }

    public void send(Message text) {
        handler.sendText(text);
    }

    public void sendBinary(Bytes content) {
        handler.sendBinary(content);
    }

    /** Whether half of what may wait for the client waits. */
    public boolean isBehind() {
        return handler.isBehind();
    }

    /** Says goodbye after all that was sent; the listener is told {@code reason} at once and nothing after. */
    public void close(int code, DisconnectReason reason) {
        handler.close(code, reason);
    }

    public RemoteKey remote() {
        return handler.remote();
    }
}
