package tropichat.server.net;

/** Something that a {@link TimerWheel} wakes. */
public interface Timed {
    /** The time it was scheduled for has come. */
    void onDeadline(long nowMillis);
}
