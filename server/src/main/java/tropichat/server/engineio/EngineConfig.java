package tropichat.server.engineio;

/**
 * How sessions are kept.
 *
 * @param pingIntervalMillis from a pong to the next ping
 * @param pingTimeoutMillis from a ping to the end of a session that does not answer it
 * @param upgradeMillisMax from an upgrade's WebSocket to its upgrade packet
 * @param lastPollMillisMax how long last words wait for the next poll
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
        int upgradeMillisMax,
        int lastPollMillisMax,
        int maxPayloadBytes,
        int outboundBytesMax,
        double packetsPerSecond,
        double packetsBurst,
        double handshakesPerSecond,
        double handshakesBurst) {
    /** The reference implementation's default for {@link #upgradeMillisMax}. */
    public static final int UPGRADE_MILLIS_MAX = 10_000;

    /** The reference implementation's default for {@link #lastPollMillisMax}. */
    public static final int LAST_POLL_MILLIS_MAX = 30_000;

    /** Packets of one request body; what a client's buffer holds after a long outage, and more. */
    static final int PAYLOAD_PACKETS_MAX = 16_384;
}
