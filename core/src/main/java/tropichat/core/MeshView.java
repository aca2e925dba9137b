package tropichat.core;

import java.util.List;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/**
 * A small room: each is linked with each. A newcomer makes the offers; who was there waits for them, and offers itself
 * when none comes. Whoever cannot be reached is tried again, and is heard through others meanwhile.
 */
final class MeshView {
    /** First wait before a lost link is tried again; doubles with each failure. */
    static final long RETRY_MILLIS_MIN = 1_000;

    static final long RETRY_MILLIS_MAX = 30_000;

    /** Links at most, while the room turns from a small one into a large one. */
    static final int LINKS_MAX = Frame.RECORDS_MAX;

    /** Failures after which a member is given up of whom only others told: who has left is not told of for ever. */
    static final int FAILURES_MAX = 5;

    private final Room room;
    private final Host host;

    MeshView(Room room) {
        this.room = room;
        this.host = room.host;
    }

    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        for (Contact contact : room.roster.all()) {
            if (contact.link == null) {
                deadline = Math.min(deadline, contact.retryAtMillis);
            }
        }
        return deadline;
    }

    void tick() {
        for (Contact contact : room.roster.all()) {
            if (contact.link == null && host.nowMillis() >= contact.retryAtMillis) {
                connect(contact);
            }
        }
    }

    /** Links that the server carries are as many more. */
    boolean hasRoom() {
        return room.connections.count() - room.connections.relayedCount() < LINKS_MAX;
    }

    private void connect(Contact contact) {
        if (!hasRoom()) {
            contact.retryAtMillis = host.nowMillis() + RETRY_MILLIS_MAX;
            return;
        }
        room.connections.connect(contact, false, Link.CONNECT_MILLIS_MAX);
    }

    /** What kept others from being reached may be over. */
    void retry() {
        for (Contact contact : room.roster.all()) {
            if (contact.isToBeLinked() && contact.retryAtMillis != Long.MAX_VALUE) {
                contact.failures = 0;
                connect(contact);
            }
        }
    }

    /** The server's list of everybody: who is not on it has left, unless a link to them still answers. */
    void onRoster(List<Contact> present) {
        for (Contact contact : room.roster.all()) {
            if (!present.contains(contact)) {
                depart(contact);
            } else if (contact.isToBeLinked()) {
                connect(contact);
            }
        }
    }

    void onJoined(Contact contact) {
        if (contact.isToBeLinked()) {
            // The newcomer offers; should nothing come of it, we do.
            contact.retryAtMillis = host.nowMillis() + Link.CONNECT_MILLIS_MAX;
        }
    }

    /** The server no longer has the person; an open link that still answers outweighs that. */
    void depart(Contact contact) {
        if (contact.session == null) {
            room.roster.remove(contact);
            return;
        }
        contact.id = null;
        contact.retryAtMillis = Long.MAX_VALUE;
        room.relays.drop(contact);
        Link link = contact.link;
        if (link != null && link.isOpen()) {
            link.probe();
        } else if (link != null) {
            link.end(LinkEnd.CLOSED);
        } else {
            room.roster.remove(contact);
        }
    }

    void onUp(Link link) {
        boolean byHand = !room.courier.isSignaling() || link.contact.id == null;
        if (byHand) {
            link.send(new Frame.Sample(null, 0, room.membership.linkedRecords(link)));
        }
        if (!room.courier.isSignaling() && room.connections.openCount() == 1) {
            link.send(new Frame.Join());
        }
        for (Contact contact : room.roster.all()) {
            if (contact.isToBeLinked() && contact.retryAtMillis == Long.MAX_VALUE) {
                // It could not be reached; perhaps it can be by way of this link.
                contact.retryAtMillis = host.nowMillis() + room.chance.spread(RETRY_MILLIS_MIN);
            }
        }
    }

    /** From now on signals go through peers: all tell all how those can be reached with whom they are linked. */
    void onSignalingLost() {
        for (Link link : room.connections.open()) {
            link.send(new Frame.Sample(null, 0, room.membership.linkedRecords(link)));
        }
    }

    void onDown(Link link, LinkEnd end) {
        Contact contact = link.contact;
        boolean served = contact.id != null && room.courier.isSignaling();
        boolean gone = end == LinkEnd.BYE ? !served : contact.id == null && !room.courier.reaches(contact);
        boolean hopeless = contact.id == null && contact.failures >= FAILURES_MAX;
        boolean unproven = !contact.shown && !contact.answersFor(link);
        // The server has let go of it already, and nobody will tell of it again.
        boolean out = end == LinkEnd.REMOVED && contact.id == null;
        if (gone || hopeless || unproven || out) {
            room.roster.remove(contact);
            return;
        }
        if (end.next() != LinkState.LOST) {
            room.roster.show(contact, end.next(), end);
            return;
        }
        contact.retryAtMillis =
                host.nowMillis() + room.chance.backoff(RETRY_MILLIS_MIN, RETRY_MILLIS_MAX, contact.failures++);
        // Through others it is heard all the same, while there are any.
        boolean indirect = end != LinkEnd.BYE && room.connections.openCount() > 0;
        room.roster.show(contact, indirect ? LinkState.INDIRECT : LinkState.LOST, end);
    }

    /** Others tell of a member: it is met, and linked with. */
    void learn(PeerRecord record) {
        boolean known = room.roster.bySession(record.session()) != null;
        Contact contact = room.roster.meet(record.session());
        if (contact != null) {
            contact.learn(record, false);
            if (!known && contact.isToBeLinked()) {
                connect(contact);
            } else if (contact.isToBeLinked() && contact.retryAtMillis == Long.MAX_VALUE) {
                contact.retryAtMillis = host.nowMillis() + room.chance.spread(RETRY_MILLIS_MIN);
            }
        }
    }

    /** A newcomer walks through the room: everybody meets it, and tells those who may not have. */
    void onForward(Link from, Frame.Forward forward) {
        if (forward.walk() > 0) {
            learn(forward.newcomer());
            pass(from, forward);
        }
    }

    /** Sends on what walks by to all other links. */
    void pass(Link from, Frame.Forward forward) {
        if (forward.walk() == 0) {
            return;
        }
        for (Link link : room.connections.open()) {
            if (link != from) {
                link.send(new Frame.Forward(forward.newcomer(), forward.walk() - 1));
            }
        }
    }
}
