package tropichat.server.socketio;

import org.jspecify.annotations.Nullable;
import tropichat.json.Json;
import tropichat.server.net.DisconnectReason;

/** What is served over Socket.IO. Every call comes on the loop's one thread and must not wait. */
public interface Application {
    /** A client has connected; {@code auth} is the object it sent along, null where it sent none. */
    void onConnect(Socket socket, @Nullable Json auth);

    /** A client has sent an event; {@code event} and all that is read from it are void when this returns. */
    void onEvent(Socket socket, Event event);

    /** The last call about a socket; also where the application itself closed it. */
    void onDisconnect(Socket socket, DisconnectReason reason);

    /** The server ends; called once, on any thread. */
    void stop();
}
