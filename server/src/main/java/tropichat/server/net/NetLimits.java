package tropichat.server.net;

/**
 * What one connection may cost. Times are guesses on the generous side of what browsers on bad networks need.
 *
 * @param outboundBytesMax what may wait to be sent to one client before it counts as a slow reader
 * @param packetsPerSecond what one connection may send, sustained; 0 for no limit
 * @param packetsBurst and at once
 * @param connectionsPerSecond what one address may open, sustained; 0 for no limit
 * @param connectionsBurst and at once
 */
public record NetLimits(
        int outboundBytesMax,
        double packetsPerSecond,
        double packetsBurst,
        double connectionsPerSecond,
        double connectionsBurst) {
    /** From the first byte of a connection, or the last answer on it, to a whole request head. */
    static final long HEAD_MILLIS_MAX = 15_000;

    /** From a request's head to the end of its body. */
    static final long BODY_MILLIS_MAX = 20_000;

    /** From an answer to its last byte being taken off our hands. */
    static final long ANSWER_MILLIS_MAX = 60_000;

    /** From our last word on a connection to its end, should the other side not end it. */
    static final long LINGER_MILLIS_MAX = 2_000;

    /** How long a connection that sent too fast is not read. */
    static final long PAUSE_MILLIS = 50;

    /** Request line, and all header lines together; as other servers have it. */
    static final int HEAD_BYTES_MAX = 8 * 1024;

    /** Reaches the writer early, so that what gathers in one turn stays small. */
    static final int GATHERED_BYTES_MAX = 64 * 1024;
}
