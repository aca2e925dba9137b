package tropichat.server.socketio;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonDocument;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

/**
 * Reads packets: {@code type [attachments "-"] [namespace ","] [ack id] [JSON]} (Socket.IO protocol 5). What one read
 * returned is void at the next.
 */
final class PacketReader {
    /** Binary attachments of one packet; the reference parser's default. */
    static final int ATTACHMENTS_MAX = 10;

    /** Namespaces are few and ours; a stranger's is only ever sent back to it. */
    private static final int NAMESPACE_BYTES_MAX = 128;

    /** Digits of an ack id: what a double holds exactly. */
    private static final int ACK_DIGITS_MAX = 15;

    private final JsonDocument document = new JsonDocument();

    Packet read(byte[] text, int from, int to) throws Refused {
        if (from == to) {
            throw new Refused(Refusal.SOCKET_PACKET);
        }
        PacketType type = PacketType.of(text[from]);
        int at = from + 1;
        int attachments = 0;
        if (type.isBinary()) {
            int dash = digitsEnd(text, at, to);
            if (dash == at || dash == to || text[dash] != '-') {
                throw new Refused(Refusal.SOCKET_PACKET);
            }
            attachments = attachments(text, at, dash);
            at = dash + 1;
        }
        String namespace = Namespace.ROOT;
        if (at < to && text[at] == '/') {
            int end = namespaceEnd(text, at, to);
            namespace = new String(text, at, end - at, StandardCharsets.UTF_8);
            at = Math.min(end + 1, to);
        }
        int digits = digitsEnd(text, at, to);
        long ackId = digits == at ? Event.NO_ACK : number(text, at, digits);
        Json payload = payload(text, digits, to);
        check(type, payload);
        return new Packet(type, attachments, namespace, ackId, payload);
    }

    private static int attachments(byte[] text, int from, int to) throws Refused {
        long count = number(text, from, to);
        if (count > ATTACHMENTS_MAX) {
            throw new Refused(Refusal.SOCKET_ATTACHMENTS);
        }
        return (int) count;
    }

    private static int namespaceEnd(byte[] text, int from, int to) throws Refused {
        int at = from;
        while (at < to && text[at] != ',') {
            at++;
        }
        if (at - from > NAMESPACE_BYTES_MAX) {
            throw new Refused(Refusal.SOCKET_NAMESPACE);
        }
        return at;
    }

    private static int digitsEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    private static long number(byte[] text, int from, int to) throws Refused {
        if (to - from > ACK_DIGITS_MAX) {
            throw new Refused(Refusal.SOCKET_PACKET);
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text[i] - '0';
        }
        return number;
    }

    private @Nullable Json payload(byte[] text, int from, int to) throws Refused {
        if (from == to) {
            return null;
        }
        try {
            return document.parse(text, from, to);
        } catch (Malformed malformed) {
            throw new Refused(Refusal.SOCKET_JSON);
        }
    }

    private static void check(PacketType type, @Nullable Json payload) throws Refused {
        boolean valid = switch (type) {
            case CONNECT -> payload == null || payload.kind() == Json.Kind.OBJECT;
            case DISCONNECT -> payload == null;
            case EVENT, BINARY_EVENT -> payload != null && isNamed(payload.element(0));
            case ACK, BINARY_ACK -> payload != null && payload.kind() == Json.Kind.ARRAY;
            case CONNECT_ERROR -> false; // only ever sent by servers
        };
        if (!valid) {
            throw new Refused(Refusal.SOCKET_PACKET);
        }
    }

    /** An event begins with a name, or a number, that is none of the names that every socket has of itself. */
    private static boolean isNamed(@Nullable Json name) {
        if (name == null || name.kind() != Json.Kind.STRING) {
            return name != null && name.kind() == Json.Kind.NUMBER;
        }
        return !name.isText("connect")
                && !name.isText("connect_error")
                && !name.isText("disconnect")
                && !name.isText("disconnecting")
                && !name.isText("newListener")
                && !name.isText("removeListener");
    }
}
