package tropichat.server.turn;

import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import tropichat.core.base.Bytes;
import tropichat.server.stun.ErrorCode;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunMessage;

/** Finds out who sent a request, by long-term credentials (RFC 8489, section 9.2.4) made from a {@link SharedSecret}. */
final class Authenticator {
    /** Part of every key, and shown to clients; short, since strangers are sent it. */
    static final String REALM = "tropichat";

    private static final int USERNAME_BYTES_MAX = 128;
    private static final int NONCE_BYTES_MAX = 128;
    private static final int MILLIS_PER_SECOND = 1_000;

    /** Who sent a request: a user's key, with which the answer is sealed; or what is wrong. */
    sealed interface Outcome {
        /** {@code longer}: the seal is the one by SHA-256. */
        record Known(String userId, Bytes key, boolean longer) implements Outcome {}

        record Unknown(ErrorCode error) implements Outcome {}
    }

    private static final Outcome UNAUTHENTICATED = new Outcome.Unknown(ErrorCode.UNAUTHENTICATED);
    private static final Outcome INCOMPLETE = new Outcome.Unknown(ErrorCode.BAD_REQUEST);
    private static final Outcome STALE = new Outcome.Unknown(ErrorCode.STALE_NONCE);

    private final SharedSecret secret;
    private final Nonces nonces;
    private final Integrity integrity;
    private final LongSupplier wallClockMillis;

    /** {@code wallClockMillis}: Unix time, by which credentials and nonces end. */
    Authenticator(SharedSecret secret, Nonces nonces, Integrity integrity, LongSupplier wallClockMillis) {
        this.secret = secret;
        this.nonces = nonces;
        this.integrity = integrity;
        this.wallClockMillis = wallClockMillis;
    }

    Outcome identify(StunMessage request, InetSocketAddress client) {
        boolean longer = request.has(Stun.MESSAGE_INTEGRITY_SHA256);
        if (!longer && !request.has(Stun.MESSAGE_INTEGRITY)) {
            return UNAUTHENTICATED;
        }
        String username = request.text(Stun.USERNAME, USERNAME_BYTES_MAX);
        String nonce = request.text(Stun.NONCE, NONCE_BYTES_MAX);
        if (username == null || nonce == null || !request.has(Stun.REALM)) {
            return INCOMPLETE;
        }
        if (!nonces.isFresh(nonce, client, nowSeconds())) {
            return STALE;
        }
        String id = SharedSecret.id(username, nowSeconds());
        if (id == null) {
            return UNAUTHENTICATED;
        }
        Bytes key = Integrity.longTermKey(username, REALM, secret.password(username));
        return integrity.isSealed(request, key) ? new Outcome.Known(id, key, longer) : UNAUTHENTICATED;
    }

    String nonce(InetSocketAddress client) {
        return nonces.next(client, nowSeconds());
    }

    private long nowSeconds() {
        return wallClockMillis.getAsLong() / MILLIS_PER_SECOND;
    }
}
