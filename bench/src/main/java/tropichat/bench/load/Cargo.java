package tropichat.bench.load;

import java.nio.charset.StandardCharsets;
import tropichat.core.base.Bytes;

/**
 * What one client has the server bring another, again and again.
 *
 * @param prefix of the packet: an event (42), or one with an attachment (451-)
 * @param attachment empty for none
 */
public record Cargo(String prefix, String event, String field, String json, Bytes attachment) {
    /** A signal in JSON. */
    public static Cargo signal(String json) {
        return new Cargo("42", "signal", "signal", json, Bytes.EMPTY);
    }

    /** A sealed frame of so many bytes. */
    public static Cargo sealed(int bytes) {
        return new Cargo("451-", "relay", "frame", "{\"_placeholder\":true,\"num\":0}", Bytes.wrap(new byte[bytes]));
    }

    /** Bytes of what the event is about. */
    public int length() {
        return attachment.isEmpty() ? json.length() : attachment.length();
    }

    /** The packet's text to a peer, and, since the server puts the sender's id in its place, from one. */
    byte[] packet(String peerId) {
        String text = prefix + "[\"" + event + "\",{\"peerId\":\"" + peerId + "\",\"" + field + "\":" + json + "}]";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
