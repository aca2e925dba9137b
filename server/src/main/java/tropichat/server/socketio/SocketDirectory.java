package tropichat.server.socketio;

import org.jspecify.annotations.Nullable;
import tropichat.server.json.Json;

/** All connected sockets by their public id. */
public final class SocketDirectory {
    SocketDirectory() {}

    public @Nullable Socket find(String id) {
        return null;
    }

    /** The socket whose id is the string {@code id}, found without decoding it; null where there is none. */
    public @Nullable Socket find(Json id) {
        return null;
    }

    public int size() {
        return 0;
    }
}
