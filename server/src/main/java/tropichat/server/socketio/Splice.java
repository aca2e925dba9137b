package tropichat.server.socketio;

import tropichat.core.base.Bytes;
import tropichat.json.JsonWriter;

/**
 * An event with a gap that is filled with JSON received from somebody else, copied as bytes: how a signal is forwarded
 * without being decoded. Made once for each sender.
 *
 * @param head {@code ["name",} and the argument up to the gap
 * @param tail the rest of the argument and {@code ]}
 */
public record Splice(Bytes head, Bytes tail) {
    /** An event whose one argument is {@code before}, the gap, {@code after}. */
    public static Splice event(String name, String before, String after) {
        String quoted = new JsonWriter().text(name).toString();
        return new Splice(Bytes.utf8("[" + quoted + "," + before), Bytes.utf8(after + "]"));
    }
}
