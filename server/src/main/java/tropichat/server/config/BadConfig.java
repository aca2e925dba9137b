package tropichat.server.config;

/** A setting that cannot be; the message tells a person which, why, and what is allowed. */
public final class BadConfig extends Exception {
    private static final long serialVersionUID = 1L;

    public BadConfig(String words) {
        super(words);
    }
}
