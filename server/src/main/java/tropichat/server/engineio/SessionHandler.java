package tropichat.server.engineio;

import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;

/** What is spoken over a session. A refusal that it throws is counted and ends the session. */
public interface SessionHandler {
    /** A text message, valid UTF-8; the array is void when this returns. */
    void onText(byte[] content, int from, int to) throws Refused;

    void onBinary(byte[] content, int from, int to) throws Refused;

    /** The time set by {@link Session#setDeadline} has come. */
    void onDeadline();

    /** The session is over; told once, whoever ended it. */
    void onClosed(DisconnectReason reason);
}
