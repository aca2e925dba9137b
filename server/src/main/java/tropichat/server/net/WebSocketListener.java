package tropichat.server.net;

import tropichat.server.metrics.Refused;

/** What hears a WebSocket: messages, whole, checked and unmasked, until its end. */
public interface WebSocketListener {
    /** UTF-8 text in {@code from} to {@code to}; the array is void when this returns. */
    void onText(byte[] content, int from, int to) throws Refused;

    void onBinary(byte[] content, int from, int to) throws Refused;

    /** The connection is over; told once, whoever ended it. */
    void onClosed(DisconnectReason reason);
}
