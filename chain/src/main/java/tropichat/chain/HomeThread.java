package tropichat.chain;

/** The one thread to which all that is known of chains belongs: a server's loop, or one of a peer's own. */
public interface HomeThread {
    /** Runs a task there, soon; may be called from any thread. */
    void execute(Runnable task);

    /** Runs a task there after a time; may be called from any thread. */
    void schedule(long millis, Runnable task);
}
