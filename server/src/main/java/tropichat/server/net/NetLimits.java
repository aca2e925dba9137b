package tropichat.server.net;

/**
 * What one connection, and one address, may cost.
 *
 * @param outboundBytesMax what may wait to be sent to one client before it counts as a slow reader
 * @param packetsPerSecond what one connection may send, sustained; 0 for no limit
 * @param packetsBurst and at once
 * @param connectionsPerSecond what one address may open, sustained; 0 for no limit
 * @param connectionsBurst and at once
 * @param deadlines how long it may take over things
 */
public record NetLimits(
        int outboundBytesMax,
        double packetsPerSecond,
        double packetsBurst,
        double connectionsPerSecond,
        double connectionsBurst,
        Deadlines deadlines) {
    /** How long a connection that sent too fast is not read. */
    static final long PAUSE_MILLIS = 50;

    /** Request line, and all header lines together; as other servers have it. */
    static final int HEAD_BYTES_MAX = 8 * 1024;

    /** Reaches the writer early, so that what gathers in one turn stays small. */
    static final int GATHERED_BYTES_MAX = 64 * 1024;
}
