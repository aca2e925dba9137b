package tropichat.server.engineio;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.json.Utf8;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

/** Several packets as one body of a polling request or answer: record separators between, binary as base64. */
final class Payload {
    /** Hears the packets of a body in turn. */
    interface Sink {
        /** False to hear no more. */
        boolean onPacket(byte[] content, int from, int to) throws Refused;

        boolean onBinary(byte[] content, int from, int to) throws Refused;
    }

    private static final byte SEPARATOR = 0x1e;
    private static final byte BINARY = 'b';

    private Payload() {}

    static Bytes encode(List<Packet> packets) {
        int length = packets.size() - 1;
        for (Packet packet : packets) {
            int bytes = packet.content().length();
            length += packet.binary() ? 1 + (bytes + 2) / 3 * 4 : bytes;
        }
        byte[] body = new byte[length];
        int at = 0;
        for (Packet packet : packets) {
            if (at > 0) {
                body[at++] = SEPARATOR;
            }
            byte[] content = packet.content().unsafeArray();
            if (packet.binary()) {
                body[at++] = BINARY;
                content = Base64.getEncoder().encode(content);
            }
            System.arraycopy(content, 0, body, at, content.length);
            at += content.length;
        }
        return Bytes.wrap(body);
    }

    /** Reads a body, all of which must be UTF-8, packet by packet. */
    static void decode(Bytes body, Sink sink) throws Refused {
        byte[] content = body.unsafeArray();
        if (!Utf8.isValid(content, 0, content.length)) {
            throw new Refused(Refusal.NOT_UTF8);
        }
        int from = 0;
        for (int packets = 1; ; packets++) {
            if (packets > EngineConfig.PAYLOAD_PACKETS_MAX) {
                throw new Refused(Refusal.ENGINE_PACKET);
            }
            int to = from;
            while (to < content.length && content[to] != SEPARATOR) {
                to++;
            }
            if (!decode(content, from, to, sink) || to == content.length) {
                return;
            }
            from = to + 1;
        }
    }

    private static boolean decode(byte[] content, int from, int to, Sink sink) throws Refused {
        if (from == to || content[from] != BINARY) {
            return sink.onPacket(content, from, to);
        }
        byte[] binary;
        try {
            binary = Base64.getDecoder().decode(Arrays.copyOfRange(content, from + 1, to));
        } catch (IllegalArgumentException notBase64) {
            throw new Refused(Refusal.ENGINE_PACKET);
        }
        return sink.onBinary(binary, 0, binary.length);
    }
}
