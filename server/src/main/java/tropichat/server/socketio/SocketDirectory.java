package tropichat.server.socketio;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** All connected sockets by their public id. */
public final class SocketDirectory {
    /** 16 bytes in base64url. */
    private static final int ID_CHARS = 22;

    private final Map<String, Socket> sockets = new HashMap<>();

    public SocketDirectory() {}

    public @Nullable Socket find(String id) {
        return sockets.get(id);
    }

    /** The socket whose id is the string {@code id}; null where there is none. */
    public @Nullable Socket find(Json id) {
        try {
            return sockets.get(id.text(ID_CHARS));
        } catch (Malformed noId) {
            return null;
        }
    }

    public int size() {
        return sockets.size();
    }

    void add(Socket socket) {
        sockets.put(socket.id(), socket);
    }

    void remove(Socket socket) {
        sockets.remove(socket.id());
    }
}
