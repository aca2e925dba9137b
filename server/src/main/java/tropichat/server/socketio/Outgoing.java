package tropichat.server.socketio;

import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.json.JsonWriter;

/**
 * An event to send, encoded once for any number of sockets.
 *
 * @param json the array {@code ["name",argument,…]}
 * @param attachments what the placeholders {@code {"_placeholder":true,"num":i}} in it stand for
 */
public record Outgoing(Bytes json, List<Bytes> attachments) {
    public Outgoing {
        attachments = List.copyOf(attachments);
    }

    /** An event with one argument, itself JSON text. */
    public static Outgoing event(String name, Bytes argument) {
        return event(name, argument, List.of());
    }

    /** An event with one argument that refers to binary attachments. */
    public static Outgoing event(String name, Bytes argument, List<Bytes> attachments) {
        Bytes json = new JsonWriter()
                .beginArray()
                .text(name)
                .raw(argument)
                .endArray()
                .toBytes();
        return new Outgoing(json, attachments);
    }
}
