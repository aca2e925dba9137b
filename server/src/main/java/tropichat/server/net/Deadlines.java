package tropichat.server.net;

/**
 * How long the other side may take, in milliseconds.
 *
 * @param head from the first moment of a connection, or the last answer on it, to a whole request head
 * @param body from a request's head to the end of its body
 * @param answer from an answer to its last byte being taken off our hands
 * @param linger from our last word on a connection to its end, should the other side not end it
 */
public record Deadlines(long head, long body, long answer, long linger) {
    /** Guesses, on the generous side of what browsers on bad networks need. */
    public static final Deadlines STANDARD = new Deadlines(15_000, 20_000, 60_000, 2_000);
}
