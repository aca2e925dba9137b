package tropichat.server.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.net.DisconnectReason;
import tropichat.server.socketio.Application;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;
import tropichat.server.socketio.Socket;

/** Sends a client's auth payload, and its messages with all attachments, back to it. */
public final class EchoApplication implements Application {
    private static final Bytes NO_AUTH = Bytes.utf8("{}");

    public EchoApplication() {}

    @Override
    public void onConnect(Socket socket, @Nullable Json auth) {
        socket.emit(Outgoing.event("auth", auth == null ? NO_AUTH : auth.copy()));
    }

    @Override
    public void onEvent(Socket socket, Event event) {
        JsonWriter echo = new JsonWriter().beginArray();
        if (event.is("message")) {
            socket.emit(new Outgoing(arguments(echo.text("message-back"), event), event.attachments()));
        } else if (event.is("message-with-ack")) {
            socket.ackAll(event.ackId(), arguments(echo, event), List.copyOf(event.attachments()));
        }
    }

    private static Bytes arguments(JsonWriter array, Event event) {
        for (int i = 0; i < event.argumentCount(); i++) {
            Json argument = event.argument(i);
            if (argument != null) {
                array.raw(argument);
            }
        }
        return array.endArray().toBytes();
    }

    @Override
    public void onDisconnect(Socket socket, DisconnectReason reason) {}

    @Override
    public void stop() {}
}
