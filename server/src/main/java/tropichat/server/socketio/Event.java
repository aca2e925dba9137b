package tropichat.server.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/**
 * An event as it was received: a checked array of JSON with the name in front. Void when the call that handed it over
 * returns.
 */
public final class Event {
    /** Ack id of an event to which the sender wants no answer. */
    public static final long NO_ACK = -1;

    private final Json packet;
    private final long ackId;
    private final List<Bytes> attachments;

    Event(Json packet, long ackId, List<Bytes> attachments) {
        this.packet = packet;
        this.ackId = ackId;
        this.attachments = attachments;
    }

    /** Whether the event is called {@code name} (ASCII). */
    public boolean is(String name) {
        Json first = packet.element(0);
        return first != null && first.isText(name);
    }

    /** The event's name; an event may also be "named" by a number, which never equals a name of ours. */
    public String name(int charsMax) throws Malformed {
        Json first = packet.element(0);
        if (first == null) {
            throw new Malformed(Malformed.Reason.FIELD, "event without a name");
        }
        return first.text(charsMax);
    }

    /** The argument at {@code index}, 0 being the first after the name; null where there are not that many. */
    public @Nullable Json argument(int index) {
        return packet.element(index + 1);
    }

    public int argumentCount() {
        return packet.size() - 1;
    }

    /** What {@link Socket#ack} wants to be told to answer this event; {@link #NO_ACK} where no answer is wanted. */
    public long ackId() {
        return ackId;
    }

    /** Binary attachments, in the order of the placeholders' numbers. */
    public List<Bytes> attachments() {
        return attachments;
    }

    /** The array {@code ["name",argument,…]}. */
    public Json packet() {
        return packet;
    }
}
