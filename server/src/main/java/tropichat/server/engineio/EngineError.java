package tropichat.server.engineio;

import tropichat.server.metrics.Refusal;
import tropichat.server.net.HttpAnswer;

/** The answers to a request that no session takes, with the reference implementation's codes and words. */
enum EngineError {
    UNKNOWN_TRANSPORT(400, 0, "Transport unknown", Refusal.ENGINE_TRANSPORT),
    UNKNOWN_SESSION(400, 1, "Session ID unknown", Refusal.ENGINE_SESSION),
    BAD_METHOD(400, 2, "Bad handshake method", Refusal.ENGINE_METHOD),
    BAD_REQUEST(400, 3, "Bad request", Refusal.ENGINE_REQUEST),
    FORBIDDEN(403, 4, "Forbidden", Refusal.ORIGIN),
    UNSUPPORTED_VERSION(400, 5, "Unsupported protocol version", Refusal.ENGINE_VERSION),
    /** Ours: too many sessions from one address. */
    TOO_MANY(429, 4, "Too many sessions from this address; try again in a moment", Refusal.HANDSHAKE_RATE);

    private final int status;
    private final String json;
    private final Refusal refusal;

    EngineError(int status, int code, String message, Refusal refusal) {
        this.status = status;
        this.json = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    HttpAnswer answer() {
        return HttpAnswer.json(status, json);
    }
}
