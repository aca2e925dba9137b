package tropichat.simulator.world;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** One end of a connection, as a peer's driver holds it: negotiated by perfect negotiation, then a channel. */
final class End {
    /** How far it has got. */
    enum State {
        NEGOTIATING,
        OPEN,
        CLOSED
    }

    final int number;
    final Node node;
    final int link;

    /** Gives way where both ends offer at once. */
    final boolean polite;

    /** The server carries what is sent: nothing between the peers can keep it from opening. */
    final boolean relayed;

    State state = State.NEGOTIATING;
    boolean offering;
    long openedAtMicros;

    /** The end that this one's remote description is of. */
    @Nullable
    End remote;

    /** When the last message on the way to this end arrives: the channel is ordered. */
    long lastArrivalMicros;

    /** What was sent and cannot get through just now. */
    final ArrayDeque<Held> held = new ArrayDeque<>();

    /** A fragment that waits while the way is blocked. */
    record Held(boolean bulk, Bytes fragment) {}

    End(int number, Node node, int link, boolean polite, boolean relayed) {
        this.number = number;
        this.node = node;
        this.link = link;
        this.polite = polite;
        this.relayed = relayed;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    String fingerprint() {
        return "sha-256 " + number;
    }
}
