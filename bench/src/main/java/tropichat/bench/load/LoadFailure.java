package tropichat.bench.load;

import org.jspecify.annotations.Nullable;

/** The measurement cannot go on; the message says to a person why. */
public final class LoadFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LoadFailure(String message) {
        super(message);
    }

    public LoadFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
