package tropichat.server.ice;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * Where ICE servers come from, beside the embedded one. No text of these records names a secret: they may end up in a
 * log.
 *
 * @param servers that everybody gets as they are: a JSON array of RTCIceServer
 * @param lifetimeSeconds how long credentials are good
 */
public record IceSettings(
        Bytes servers,
        int lifetimeSeconds,
        @Nullable Coturn coturn,
        @Nullable Twilio twilio,
        @Nullable Xirsys xirsys) {
    /**
     * TURN servers that know a secret of ours.
     *
     * @param urls as RTCIceServer has them
     */
    public record Coturn(List<String> urls, Bytes secret) {
        public Coturn {
            urls = List.copyOf(urls);
        }

        @Override
        public String toString() {
            return "coturn";
        }
    }

    /**
     * Twilio Network Traversal.
     *
     * @param account the account's SID
     * @param key whose secret it is: an API key's SID, or the account's where the secret is its auth token
     */
    public record Twilio(String account, String key, String secret, URI url) {
        @Override
        public String toString() {
            return "Twilio";
        }
    }

    /** Xirsys. */
    public record Xirsys(String ident, String secret, String channel, URI url) {
        @Override
        public String toString() {
            return "Xirsys";
        }
    }

    @Override
    public String toString() {
        return "IceSettings";
    }
}
