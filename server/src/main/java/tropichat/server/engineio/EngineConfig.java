package tropichat.server.engineio;

/**
 * How sessions are kept.
 *
 * @param pingIntervalMillis from a pong to the next ping
 * @param pingTimeoutMillis from a ping to the end of a session that does not answer it
 * @param maxPayloadBytes largest message or request body taken from a client, as the handshake tells it
 * @param outboundBytesMax what may wait for a client that does not poll
 * @param packetsPerSecond what a polling client may send, sustained; 0 for no limit
 * @param packetsBurst and at once
 * @param handshakesPerSecond sessions that one address may open, sustained; 0 for no limit
 * @param handshakesBurst and at once
 */
public record EngineConfig(
        int pingIntervalMillis,
        int pingTimeoutMillis,
        int maxPayloadBytes,
        int outboundBytesMax,
        double packetsPerSecond,
        double packetsBurst,
        double handshakesPerSecond,
        double handshakesBurst) {
    /** From a probe's WebSocket to the upgrade packet; the reference implementation's default. */
    static final int UPGRADE_MILLIS_MAX = 10_000;

    /** How long last words wait for the next poll; the reference implementation's closeTimeout. */
    static final int LAST_POLL_MILLIS_MAX = 30_000;

    /** Packets of one request body; what a client's buffer holds after a long outage, and more. */
    static final int PAYLOAD_PACKETS_MAX = 16_384;
}
