package tropichat.server.ice;

import java.net.http.HttpRequest;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** A service that sells TURN, and gives credentials over HTTP. */
interface Provider {
    /** {@code servers}: RTCIceServer objects as JSON, good for so many seconds. */
    record Offer(List<Bytes> servers, long lifetimeSeconds) {
        public Offer {
            servers = List.copyOf(servers);
        }

        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** For words to the operator. */
    String name();

    /** Asks for a credential that is good for {@code lifetimeSeconds}. */
    HttpRequest request(int lifetimeSeconds);

    /** Reads the answer. */
    Offer read(Json answer, int lifetimeSeconds) throws Malformed;
}
