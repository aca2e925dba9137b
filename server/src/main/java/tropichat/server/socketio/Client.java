package tropichat.server.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.engineio.Session;
import tropichat.server.engineio.SessionHandler;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Loop;
import tropichat.server.net.Message;

/** What is spoken over one session: packets for the namespaces that the client has connected to. */
final class Client implements SessionHandler {
    /** A binary packet that waits for its attachments. */
    private static final class Incomplete {
        final Bytes text;
        final int wanted;
        final List<Bytes> attachments = new ArrayList<>();
        int bytes;

        Incomplete(Bytes text, int wanted) {
            this.text = text;
            this.wanted = wanted;
        }
    }

    private final SocketServer server;
    private final Session session;
    private @Nullable Socket sockets;
    private @Nullable Incomplete incomplete;

    Client(SocketServer server, Session session) {
        this.server = server;
        this.session = session;
        awaitConnect();
    }

    Session session() {
        return session;
    }

    private void awaitConnect() {
        session.setDeadline(Loop.nowMillis() + server.connectMillisMax());
    }

    @Override
    public void onDeadline() {
        if (sockets == null) {
            server.counters().refused(Refusal.SOCKET_CONNECT_TIMEOUT);
            session.close(DisconnectReason.DISMISSED);
        }
    }

    @Override
    public void onText(byte[] content, int from, int to) throws Refused {
        if (incomplete != null) {
            throw new Refused(Refusal.SOCKET_STATE);
        }
        Packet packet = server.reader().read(content, from, to);
        if (packet.attachments() > 0) {
            incomplete = new Incomplete(Bytes.wrap(Arrays.copyOfRange(content, from, to)), packet.attachments());
        } else {
            onPacket(packet, List.of());
        }
    }

    @Override
    public void onBinary(byte[] content, int from, int to) throws Refused {
        Incomplete waiting = incomplete;
        if (waiting == null) {
            throw new Refused(Refusal.SOCKET_STATE);
        }
        waiting.bytes += to - from;
        if (waiting.bytes > session.messageBytesMax()) { // together no more than one message may have
            throw new Refused(Refusal.SOCKET_ATTACHMENTS);
        }
        waiting.attachments.add(Bytes.wrap(Arrays.copyOfRange(content, from, to)));
        if (waiting.attachments.size() == waiting.wanted) {
            incomplete = null;
            byte[] text = waiting.text.unsafeArray();
            onPacket(server.reader().read(text, 0, text.length), waiting.attachments);
        }
    }

    private void onPacket(Packet packet, List<Bytes> attachments) throws Refused {
        Socket socket = find(packet.namespace());
        if (packet.type() == PacketType.CONNECT && socket == null) {
            onConnect(packet.namespace(), packet.payload());
        } else if (packet.type() == PacketType.CONNECT || socket == null) {
            throw new Refused(Refusal.SOCKET_STATE);
        } else if (packet.type() == PacketType.DISCONNECT) {
            onDisconnect(socket);
        } else if (socket.isOpen() && packet.payload() != null) {
            onMessage(socket, packet.type(), packet.ackId(), packet.payload(), attachments);
        }
    }

    private static void onMessage(Socket socket, PacketType type, long ackId, Json payload, List<Bytes> attachments) {
        if (type == PacketType.EVENT || type == PacketType.BINARY_EVENT) {
            socket.namespace().application().onEvent(socket, new Event(payload, ackId, attachments));
        } else {
            socket.onAck(ackId, payload);
        }
    }

    private void onConnect(String name, @Nullable Json auth) {
        Namespace namespace = server.namespace(name);
        if (namespace == null) {
            server.counters().refused(Refusal.SOCKET_NAMESPACE);
            session.send(
                    Message.of(Namespace.prefix("4", name, ""), Bytes.utf8("{\"message\":\"Invalid namespace\"}")));
            return;
        }
        Socket socket = new Socket(server.newId(), this, namespace, sockets);
        sockets = socket;
        session.setDeadline(Long.MAX_VALUE);
        server.onConnected(socket);
        Bytes sid = new JsonWriter()
                .beginObject()
                .name("sid")
                .text(socket.id())
                .endObject()
                .toBytes();
        session.send(Message.of(Namespace.prefix("0", name, ""), sid));
        namespace.application().onConnect(socket, auth);
    }

    private void onDisconnect(Socket socket) {
        remove(socket);
        if (sockets == null) {
            awaitConnect();
        }
        server.onDisconnected(socket, DisconnectReason.CLIENT_LEFT);
    }

    /** The application has ended {@code socket}; it is told once its own call is over. */
    void onDismissed(Socket socket) {
        server.onHidden(socket);
        session.loop().execute(() -> session.close(DisconnectReason.DISMISSED));
    }

    @Override
    public void onClosed(DisconnectReason reason) {
        Socket socket = sockets;
        sockets = null;
        incomplete = null;
        while (socket != null) {
            server.onDisconnected(socket, reason);
            socket = socket.next();
        }
    }

    private @Nullable Socket find(String namespace) {
        Socket socket = sockets;
        while (socket != null && !socket.namespace().name().equals(namespace)) {
            socket = socket.next();
        }
        return socket;
    }

    private void remove(Socket socket) {
        if (sockets == socket) {
            sockets = socket.next();
            return;
        }
        Socket before = sockets;
        while (before != null && before.next() != socket) {
            before = before.next();
        }
        if (before != null) {
            before.setNext(socket.next());
        }
    }
}
