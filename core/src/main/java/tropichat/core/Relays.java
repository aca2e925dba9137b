package tropichat.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tropichat.core.identity.DidKey;

/**
 * The last rung of the ladder: links that the signaling server carries, sealed, to members to whom there is no other path,
 * neither a connection nor others. Above the channel they are links like any other; a direct one takes their place as soon
 * as it is there.
 */
final class Relays {
    /** How long a path is looked for before the server is asked to carry: most connections are there within 2 s. */
    static final long PATIENCE_MILLIS = 8_000;

    /** How long a relayed link may take: two messages by way of the server. */
    static final long CONNECT_MILLIS_MAX = 5_000;

    /** How often it is looked again whether who was reached through others still is. */
    static final long LOOK_AGAIN_MILLIS = 2_000;

    /** First wait before a relayed link is tried again; doubles with each failure. */
    static final long RETRY_MILLIS_MIN = 1_000;

    static final long RETRY_MILLIS_MAX = 60_000;

    /** A link that has held so long was no failure. */
    static final long HELD_MILLIS = 30_000;

    /** Relayed links that somebody asks for who has no link at all in a large room. */
    static final int LARGE_ROOM_LINKS = 2;

    private final Room room;
    private final Host host;
    private boolean offered;
    private long lookAtMillis = Long.MAX_VALUE;

    /** When there has been no link for too long in a large room. */
    private long aloneAtMillis = Long.MAX_VALUE;

    Relays(Room room) {
        this.room = room;
        this.host = room.host;
    }

    long deadlineMillis() {
        return Math.min(lookAtMillis, aloneAtMillis);
    }

    // ---- Whether and when

    /** The server let us in, and says whether it carries links. */
    void onEntered(boolean relays) {
        offered = relays;
        for (Contact contact : room.roster.all()) {
            drop(contact);
        }
    }

    /** A path to a member is looked for: if there is none in time, the server is to carry. */
    void plan(Contact contact) {
        if (!offered) {
            return;
        }
        if (room.membership.isLarge()) {
            noticeAlone();
        } else if (contact.relayAtMillis == Long.MAX_VALUE && contact.relay == null) {
            at(contact, PATIENCE_MILLIS);
            room.reach.want();
        }
    }

    private void at(Contact contact, long inMillis) {
        contact.relayAtMillis = host.nowMillis() + inMillis;
        lookAtMillis = Math.min(lookAtMillis, contact.relayAtMillis);
    }

    /** Where the last link is gone in a large room, whose members are not all known, any of them will do. */
    private void noticeAlone() {
        if (room.connections.openCount() == 0) {
            aloneAtMillis = Math.min(aloneAtMillis, host.nowMillis() + PATIENCE_MILLIS);
        }
    }

    void tick() {
        long now = host.nowMillis();
        if (now >= lookAtMillis) {
            look(now);
        }
        if (now >= aloneAtMillis) {
            aloneAtMillis = Long.MAX_VALUE;
            if (room.membership.isLarge() && room.connections.openCount() == 0) {
                findSomebody();
            }
        }
    }

    private void look(long now) {
        lookAtMillis = Long.MAX_VALUE;
        for (Contact contact : room.roster.all()) {
            if (now >= contact.relayAtMillis) {
                contact.relayAtMillis = Long.MAX_VALUE;
                consider(contact);
            }
            lookAtMillis = Math.min(lookAtMillis, contact.relayAtMillis);
        }
    }

    private void consider(Contact contact) {
        if (room.membership.isLarge() || !isPossible(contact)) {
            return;
        }
        if (room.reach.has(contact) || room.connections.relayedCount() >= MeshView.LINKS_MAX) {
            at(contact, LOOK_AGAIN_MILLIS);
        } else {
            open(contact);
        }
    }

    private boolean isPossible(Contact contact) {
        return offered
                && room.courier.isSignaling()
                && contact.id != null
                && contact.session != null
                && contact.state != LinkState.REFUSED
                && contact.relay == null
                && !contact.isLinkedDirectly();
    }

    private void findSomebody() {
        List<Contact> possible = new ArrayList<>();
        for (Contact contact : room.roster.all()) {
            if (isPossible(contact)) {
                possible.add(contact);
            }
        }
        for (int n = 0; n < LARGE_ROOM_LINKS && !possible.isEmpty(); n++) {
            Contact contact = room.chance.pick(possible);
            possible.remove(contact);
            open(contact);
        }
        aloneAtMillis = host.nowMillis() + CONNECT_MILLIS_MAX;
    }

    // ---- Making one

    private void open(Contact contact) {
        contact.relayAttempt = Connections.attemptAfter(contact.relayAttempt);
        open(contact, true);
    }

    private void open(Contact contact, boolean initiator) {
        DidKey session = contact.session;
        String to = contact.id;
        if (session == null || to == null) {
            return;
        }
        contact.relayAtMillis = Long.MAX_VALUE;
        Link link = room.connections.addRelayed(contact, session, to, CONNECT_MILLIS_MAX);
        boolean polite = room.self.session().compareTo(session) < 0;
        host.put(new Output.OpenRelay(link.id, to, initiator, polite));
    }

    /** What the driver of a relayed link made. */
    void send(Link link, Signal.Kind kind, String body) {
        String to = link.relayTo;
        if (to != null) {
            DidKey self = kind == Signal.Kind.OFFER ? room.self.session() : null;
            int attempt = link.contact.relayAttempt;
            host.put(new Output.SendSignal(to, Signal.ofRelay(self, room.connections.instance, attempt, kind, body)));
        }
    }

    void onSignal(Contact contact, Signal signal) {
        int attempt = signal.attempt();
        if (!offered || !contact.hears(signal)) {
            return;
        }
        if (signal.kind() == Signal.Kind.OFFER && opens(contact, attempt)) {
            if (!contact.offers.take(1, host.nowMillis()) || !welcomes(contact)) {
                return;
            }
            drop(contact);
            contact.relayAttempt = attempt;
            open(contact, false);
        }
        Link relay = contact.relay;
        if (relay != null && attempt == contact.relayAttempt && signal.isDescription()) {
            host.put(new Output.ApplySignal(relay.id, signal.kind(), signal.body()));
        }
    }

    private static boolean opens(Contact contact, int attempt) {
        Link relay = contact.relay;
        return relay == null || attempt > contact.relayAttempt || !Objects.equals(relay.relayTo, contact.id);
    }

    // Who asks for a relayed link has lost the direct one, or it would not ask: perhaps we have not noticed yet.
    private boolean welcomes(Contact contact) {
        Link direct = contact.link;
        if (direct != null && direct.isOpen()) {
            direct.probe();
            return false;
        }
        boolean large = room.membership.isLarge();
        boolean roomLeft =
                large ? room.membership.welcomes(false) : room.connections.relayedCount() < MeshView.LINKS_MAX;
        return contact.relay != null || roomLeft;
    }

    // ---- What becomes of it

    /** A link is proven: a direct one is better than a relayed one, and either is enough. */
    void onUp(Link link) {
        Contact contact = link.contact;
        contact.relayAtMillis = Long.MAX_VALUE;
        contact.relayedAtMillis = host.nowMillis();
        aloneAtMillis = Long.MAX_VALUE;
        if (contact.isLinkedDirectly()) {
            drop(contact);
        }
    }

    /** Ends a relayed link for which something else takes the place. */
    void drop(Contact contact) {
        Link relay = contact.relay;
        if (relay != null) {
            relay.end(LinkEnd.REPLACED);
        }
    }

    void onEnded(Link link, LinkEnd end) {
        Contact contact = link.contact;
        if (contact.relay == link) {
            contact.relay = null;
        }
        if (end == LinkEnd.REPLACED || contact.isLinkedDirectly()) {
            return;
        }
        if (room.membership.isLarge()) {
            noticeAlone();
        }
        boolean held = link.proven && host.nowMillis() - contact.relayedAtMillis >= HELD_MILLIS;
        contact.relayFailures = held ? 0 : contact.relayFailures;
        at(contact, room.chance.backoff(RETRY_MILLIS_MIN, RETRY_MILLIS_MAX, contact.relayFailures++));
        room.roster.typing(contact, false);
        boolean over = end == LinkEnd.BYE || (end.next() == LinkState.REFUSED && contact.answersFor(link));
        Link direct = contact.link;
        if (direct == null) {
            room.membership.onDown(link, end);
        } else if (over) {
            direct.end(end);
        } else {
            room.roster.show(contact, LinkState.CONNECTING, null);
        }
    }

    /** Whoever carried them is gone. */
    void onSignalingLost() {
        for (Contact contact : room.roster.all()) {
            Link relay = contact.relay;
            if (relay != null) {
                relay.end(LinkEnd.CLOSED);
            }
        }
        boolean alone = room.connections.openCount() == 0;
        for (Contact contact : room.roster.all()) {
            // Those that were carried longest may still have seemed to be the others' way.
            if (alone && contact.state == LinkState.INDIRECT) {
                room.roster.show(contact, LinkState.LOST, contact.end);
            }
        }
    }
}
