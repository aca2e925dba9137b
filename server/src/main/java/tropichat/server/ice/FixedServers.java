package tropichat.server.ice;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** What the settings list: the same for everybody, for good. */
final class FixedServers implements IceSource {
    private final List<Bytes> servers = new ArrayList<>();

    /** {@code array}: of RTCIceServer, as the settings were found to be. */
    FixedServers(Bytes array) {
        try {
            Json all = Json.parse(array);
            for (int i = 0; i < all.size(); i++) {
                Json server = all.element(i);
                if (server != null) {
                    servers.add(server.copy());
                }
            }
        } catch (Malformed malformed) {
            throw new IllegalArgumentException("settings that were not checked", malformed);
        }
    }

    @Override
    public long write(IceUser user, JsonWriter into) {
        servers.forEach(into::raw);
        return IceAnswer.FOREVER;
    }
}
