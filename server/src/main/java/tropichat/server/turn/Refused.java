package tropichat.server.turn;

import tropichat.server.metrics.TurnRefusal;
import tropichat.server.stun.ErrorCode;

/** A request is answered with an error. Carries no stack trace, since a flood of bad requests must stay cheap. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final TurnRefusal refusal;

    Refused(ErrorCode code, TurnRefusal refusal) {
        super(code.name(), null, false, false);
        this.code = code;
        this.refusal = refusal;
    }

    ErrorCode code() {
        return code;
    }

    TurnRefusal refusal() {
        return refusal;
    }
}
