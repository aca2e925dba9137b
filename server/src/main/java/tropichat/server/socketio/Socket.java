package tropichat.server.socketio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.net.Message;
import tropichat.server.net.RemoteKey;

/** One client in one namespace. Used on the loop's thread only; what is sent after it closed goes nowhere. */
public final class Socket {
    /** Answers that may be outstanding; beyond them the oldest is given up. */
    private static final int AWAITED_ACKS_MAX = 64;

    private final String id;
    private final Client client;
    private final Namespace namespace;
    private boolean open = true;
    private @Nullable Socket next;
    private @Nullable Object attachment;
    private @Nullable Map<Long, Consumer<Json>> awaitedAcks;
    private long lastAckId;

    Socket(String id, Client client, Namespace namespace, @Nullable Socket next) {
        this.id = id;
        this.client = client;
        this.namespace = namespace;
        this.next = next;
    }

    /** The public, unguessable id (128 random bits, base64url): not the Engine.IO session id, which stays secret. */
    public String id() {
        return id;
    }

    public RemoteKey remote() {
        return client.session().remote();
    }

    /** What the client called this server: the Host header of its first request; empty where there was none. */
    public String host() {
        return client.session().host();
    }

    /** What the application keeps with this socket. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attach(@Nullable Object state) {
        attachment = state;
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether so much waits to be sent that what can be done without is better not sent. */
    public boolean isBehind() {
        return client.session().isBehind();
    }

    public void emit(Outgoing event) {
        send("5", namespace.events(), "", event.json(), event.attachments());
    }

    /** Sends {@code splice} with {@code filling}, which is being read, copied into its gap. */
    public void emit(Splice splice, Json filling) {
        if (open) {
            client.session().send(Message.of(namespace.events(), splice.head(), filling, splice.tail()));
        }
    }

    /** Sends {@code event} and hands the client's answer (an array of JSON, valid during the call) to {@code onAck}. */
    public void emit(Outgoing event, Consumer<Json> onAck) {
        Map<Long, Consumer<Json>> awaited = awaitedAcks;
        if (awaited == null) {
            awaited = new LinkedHashMap<>();
            awaitedAcks = awaited;
        }
        if (awaited.size() == AWAITED_ACKS_MAX) {
            awaited.remove(awaited.keySet().iterator().next());
        }
        awaited.put(++lastAckId, onAck);
        String ackId = Long.toString(lastAckId);
        send("5", Namespace.prefix("2", namespace.name(), ackId), ackId, event.json(), event.attachments());
    }

    /** Answers an event that asked for it; {@code argument} is one JSON value. Answering NO_ACK does nothing. */
    public void ack(long ackId, Bytes argument) {
        ackAll(ackId, new JsonWriter().beginArray().raw(argument).endArray().toBytes(), List.of());
    }

    /** Answers with an array of arguments, which may refer to binary attachments. */
    public void ackAll(long ackId, Bytes array, List<Bytes> attachments) {
        if (ackId != Event.NO_ACK) {
            String digits = Long.toString(ackId);
            send("6", Namespace.prefix("3", namespace.name(), digits), digits, array, attachments);
        }
    }

    private void send(String binaryDigit, Bytes prefix, String ackId, Bytes json, List<Bytes> attachments) {
        if (!open) {
            return;
        }
        if (attachments.isEmpty()) {
            client.session().send(Message.of(prefix, json));
            return;
        }
        String digits = binaryDigit + attachments.size() + "-";
        client.session().send(Message.of(Namespace.prefix(digits, namespace.name(), ackId), json));
        for (Bytes attachment : attachments) {
            client.session().sendBinary(attachment);
        }
    }

    /**
     * Sends DISCONNECT, after what was sent before, and closes the connection: the client does not come back by itself.
     * The application is told when its present call has returned.
     */
    public void dismiss() {
        if (open) {
            client.session().send(Message.of(Namespace.prefix("1", namespace.name(), "")));
            open = false;
            client.onDismissed(this);
        }
    }

    void onAck(long ackId, Json arguments) {
        Consumer<Json> onAck = awaitedAcks == null ? null : awaitedAcks.remove(ackId);
        if (onAck != null) {
            onAck.accept(arguments);
        }
    }

    void markClosed() {
        open = false;
    }

    Namespace namespace() {
        return namespace;
    }

    @Nullable
    Socket next() {
        return next;
    }

    void setNext(@Nullable Socket socket) {
        next = socket;
    }
}
