package tropichat.server.socketio;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.json.Json;
import tropichat.server.net.RemoteKey;

/** One client in one namespace. Used on the loop's thread only; what is sent after it closed goes nowhere. */
public final class Socket {
    private final String id;
    private final RemoteKey remote;
    private @Nullable Object attachment;

    Socket(String id, RemoteKey remote) {
        this.id = id;
        this.remote = remote;
    }

    /** The public, unguessable id (128 random bits, base64url): not the Engine.IO session id, which stays secret. */
    public String id() {
        return id;
    }

    public RemoteKey remote() {
        return remote;
    }

    /** What the application keeps with this socket. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attach(Object state) {
        attachment = state;
    }

    public boolean isOpen() {
        return false;
    }

    public void emit(Outgoing event) {}

    /** Sends {@code splice} with {@code filling}, which is being read, copied into its gap. */
    public void emit(Splice splice, Json filling) {}

    /** Sends {@code event} and hands the client's answer (an array of JSON, valid during the call) to {@code onAck}. */
    public void emit(Outgoing event, Consumer<Json> onAck) {}

    /** Answers an event that asked for it; {@code argument} is one JSON value. Answering NO_ACK does nothing. */
    public void ack(long ackId, Bytes argument) {}

    public void ack(long ackId, Bytes array, List<Bytes> attachments) {}

    /** Sends DISCONNECT, after what was sent before, and closes the connection: the client does not come back. */
    public void dismiss() {}
}
