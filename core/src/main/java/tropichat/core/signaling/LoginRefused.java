package tropichat.core.signaling;

/** A login that was found wanting; carries no stack trace, since a flood of them must stay cheap. */
final class LoginRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final LoginError error;

    LoginRefused(LoginError error) {
        super(error.words(), null, false, false);
        this.error = error;
    }

    LoginError error() {
        return error;
    }
}
