package tropichat.server.socketio;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.server.engineio.Session;
import tropichat.server.engineio.SessionHandler;
import tropichat.server.metrics.Counters;
import tropichat.server.net.DisconnectReason;

/** Socket.IO over the sessions that are handed to it: the namespaces, and what is served in each. */
public final class SocketServer {
    /** From a session's start to its first CONNECT; the reference implementation's default. */
    public static final int CONNECT_MILLIS_MAX = 45_000;

    /** 128 bits: who knows an id may send signals to its owner, as far as the application allows. */
    private static final int ID_BYTES = 16;

    private final List<Namespace> namespaces = new ArrayList<>();
    private final SocketDirectory directory;
    private final int connectMillisMax;
    private final RandomSource random;
    private final Counters counters;
    private final PacketReader reader = new PacketReader();

    /** {@code applications} by namespace, the main one being "/". */
    public SocketServer(
            Map<String, Application> applications,
            SocketDirectory directory,
            int connectMillisMax,
            RandomSource random,
            Counters counters) {
        applications.forEach((name, application) -> namespaces.add(new Namespace(name, application)));
        this.directory = directory;
        this.connectMillisMax = connectMillisMax;
        this.random = random;
        this.counters = counters;
    }

    /** What a new session is to be handled by. */
    public SessionHandler open(Session session) {
        return new Client(this, session);
    }

    @Nullable
    Namespace namespace(String name) {
        for (Namespace namespace : namespaces) {
            if (namespace.name().equals(name)) {
                return namespace;
            }
        }
        return null;
    }

    PacketReader reader() {
        return reader;
    }

    Counters counters() {
        return counters;
    }

    int connectMillisMax() {
        return connectMillisMax;
    }

    String newId() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(random.next(ID_BYTES).unsafeArray());
    }

    void onConnected(Socket socket) {
        counters.socketsConnected++;
        directory.add(socket);
    }

    /** Nobody is to find {@code socket} any more. */
    void onHidden(Socket socket) {
        directory.remove(socket);
    }

    void onDisconnected(Socket socket, DisconnectReason reason) {
        socket.markClosed();
        counters.socketsConnected--;
        directory.remove(socket);
        socket.namespace().application().onDisconnect(socket, reason);
    }
}
