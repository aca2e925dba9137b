package tropichat.bench.load;

/** What the clients of one loop have seen so far. */
public final class Tally {
    long connected;
    long joined;
    long signals;
    long introductions;

    /** Clients that have a Socket.IO session. */
    public long connected() {
        return connected;
    }

    /** Clients that have logged in. */
    public long joined() {
        return joined;
    }

    /** Signals that have reached the peer they were sent to. */
    public long signals() {
        return signals;
    }

    /** {@code peer_joined} events: a room that fills to n members gives n(n-1)/2. */
    public long introductions() {
        return introductions;
    }
}
