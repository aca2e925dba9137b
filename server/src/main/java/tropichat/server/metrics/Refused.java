package tropichat.server.metrics;

/** Something a stranger sent is not taken. Carries no stack trace, since a flood of bad input must stay cheap. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
