package tropichat.server.ice;

import tropichat.core.base.Bytes;

/**
 * What somebody gets.
 *
 * @param servers a JSON array of RTCIceServer
 * @param lifetimeSeconds after which a credential in it ends; {@link #FOREVER} where none does
 */
public record IceAnswer(Bytes servers, long lifetimeSeconds) {
    public static final long FOREVER = Long.MAX_VALUE;

    /** Without the credentials: this may end up in a log. */
    @Override
    public String toString() {
        return "IceAnswer";
    }
}
