package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;

/** The connections to other pages: how one comes about by signals, which stand for whom, and whether they still live. */
final class Connections {
    /** Connections that two pages count at most: one a second for thirty years. */
    static final int ATTEMPT_MAX = 1 << 30;

    /** How often open links are looked after. With the two waits of {@link Pulse} silence is found out within 5 s. */
    static final long BEAT_MILLIS = 1_000;

    /** So long before a beat is due, it goes with whatever else wakes the peer: while people talk, it needs no timer. */
    private static final long EARLY_MILLIS = BEAT_MILLIS / 2;

    private static final int INSTANCE_BYTES = 8;

    private final Room room;
    private final Host host;

    /** Names this page to those who get its signals. */
    final String instance;

    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private int lastLink;
    private long beatAtMillis = Long.MAX_VALUE;

    Connections(Room room) {
        this.room = room;
        this.host = room.host;
        this.instance = room.chance.bytes(INSTANCE_BYTES).hex();
    }

    @Nullable
    Link find(int id) {
        return links.get(id);
    }

    /** The open links, as a copy that may be walked while they change. */
    List<Link> open() {
        List<Link> open = new ArrayList<>(links.size());
        for (Link link : links.values()) {
            if (link.isOpen()) {
                open.add(link);
            }
        }
        return open;
    }

    int openCount() {
        int count = 0;
        for (Link link : links.values()) {
            count += link.isOpen() ? 1 : 0;
        }
        return count;
    }

    /** Those of them, open or on their way, that the server carries. */
    int relayedCount() {
        int count = 0;
        for (Link link : links.values()) {
            count += link.isRelayed() ? 1 : 0;
        }
        return count;
    }

    /** All that are open or on their way to it: what the page has RTCPeerConnections for. */
    int count() {
        return links.size();
    }

    long deadlineMillis() {
        long deadline = beatAtMillis;
        for (Link link : links.values()) {
            deadline = Math.min(deadline, link.deadlineMillis());
        }
        return deadline;
    }

    /** Asks every link for a sign of life. */
    void probe() {
        open().forEach(Link::probe);
    }

    /** Has new paths looked for on every link. */
    void repair() {
        open().forEach(Link::repair);
    }

    /**
     * Gives up connections, and repairs of them, whose signals may be lost with the server that carried them. A fresh
     * connection is there before an old one sends again what was lost.
     */
    void dropNegotiations() {
        for (Link link : new ArrayList<>(links.values())) {
            if (link.pulse.isRepairing()) {
                link.end(LinkEnd.SILENT);
            } else if (link.isNegotiating() && !link.isRelayed() && !link.contact.byPeers) {
                drop(link.contact);
            }
        }
    }

    void tick() {
        boolean beats = beatAtMillis - host.nowMillis() <= EARLY_MILLIS;
        for (Link link : new ArrayList<>(links.values())) {
            if (host.nowMillis() >= link.deadlineMillis()) {
                link.tick();
            } else if (beats && link.isOpen()) {
                link.pulse.beat();
            }
        }
        if (beats) {
            beatAtMillis = openCount() == 0 ? Long.MAX_VALUE : host.nowMillis() + BEAT_MILLIS;
        }
    }

    // ---- Making one

    /**
     * Offers a connection, by way of the server or of peers.
     *
     * @param low it may be declined
     * @param millis how long it may take until somebody answers
     */
    void connect(Contact contact, boolean low, long millis) {
        contact.retryAtMillis = Long.MAX_VALUE;
        if (contact.session != null && room.courier.reaches(contact)) {
            contact.attempt = attemptAfter(contact.attempt);
            contact.byPeers = room.courier.prefersPeers(contact);
            contact.low = low;
            open(contact, contact.session, true, true, millis);
        }
    }

    private Link open(Contact contact, DidKey session, boolean initiator, boolean trickle, long millis) {
        Link link = add(reserve(), contact, session, millis);
        boolean polite = room.self.session().compareTo(session) < 0;
        host.put(new Output.OpenLink(link.id, initiator, polite, trickle));
        if (contact.state != LinkState.INDIRECT) {
            room.roster.show(contact, LinkState.CONNECTING, null);
        }
        return link;
    }

    private Link add(int id, Contact contact, DidKey session, long millis) {
        contact.retryAtMillis = Long.MAX_VALUE;
        Link link = new Link(id, contact, session, null, room, millis);
        contact.link = link;
        links.put(link.id, link);
        room.relays.plan(contact);
        return link;
    }

    /** Takes up a link that the server is to carry. */
    Link addRelayed(Contact contact, DidKey session, String to, long millis) {
        Link link = new Link(reserve(), contact, session, to, room, millis);
        contact.relay = link;
        links.put(link.id, link);
        return link;
    }

    /** A number for a link that is to be. */
    int reserve() {
        return ++lastLink;
    }

    /** Waits for a connection whose offer came by hand, and so long as its answer may take. */
    Link openByHand(Contact contact, DidKey session, long millis) {
        drop(contact);
        return open(contact, session, false, false, millis);
    }

    /** A reserved connection has turned out to be to a member. */
    void adopt(int id, Contact contact, DidKey session) {
        drop(contact);
        add(id, contact, session, Link.CONNECT_MILLIS_MAX);
    }

    /**
     * A signal of a member.
     *
     * @param proven it is the member's for sure
     */
    void onSignal(Contact contact, Signal signal, boolean proven) {
        if (contact.session == null || !contact.hears(signal)) {
            return;
        }
        HeldSignals held = contact.held;
        Link link = contact.link;
        if (held != null && held.takes(signal)) {
            return;
        }
        if (link != null && link.isOpen() && signal.isDescription() && !proven) {
            hold(contact, contact.session, link, signal);
        } else {
            take(contact, contact.session, signal);
        }
    }

    /** The server could have made it up: who wants to end or change an open link has to prove it. */
    private void hold(Contact contact, DidKey session, Link link, Signal description) {
        boolean own = description.instance().equals(contact.instance) && description.attempt() == contact.attempt;
        boolean stray = description.kind() == Signal.Kind.ANSWER && !own;
        if (stray || !contact.offers.take(1, host.nowMillis())) {
            return;
        }
        DescriptionProof proof = description.proof();
        if (proof != null && isFresh(contact, proof)) {
            HeldSignals held = new HeldSignals(description, false);
            contact.held = held;
            Bytes signed = DescriptionProof.signable(
                    room.config.room(), session, room.self.session(), proof.timeMillis(), description);
            host.verify(
                    new SignatureCheck.BySession(session, signed, proof.signature()),
                    valid -> onProofChecked(contact, held, valid));
        } else if (replaces(contact, description)) {
            contact.held = new HeldSignals(description, true);
            link.probe();
        }
    }

    private boolean isFresh(Contact contact, DescriptionProof proof) {
        long age = Math.abs(host.nowMillis() - proof.timeMillis());
        return age <= Limits.CLOCK_SKEW_MILLIS_MAX && proof.timeMillis() > contact.offeredAtMillis;
    }

    private void onProofChecked(Contact contact, HeldSignals held, boolean valid) {
        if (contact.held != held) {
            return;
        }
        contact.held = null;
        DescriptionProof proof = held.signals().get(0).proof();
        if (valid && proof != null) {
            contact.offeredAtMillis = proof.timeMillis();
            held.signals().forEach(signal -> onSignal(contact, signal, true));
        }
    }

    static int attemptAfter(int attempt) {
        return attempt % ATTEMPT_MAX + 1;
    }

    /** Another page behind the session key, or another connection to it. */
    private boolean replaces(Contact contact, Signal signal) {
        boolean anotherPage = contact.instance != null && !signal.instance().equals(contact.instance);
        return signal.kind() == Signal.Kind.OFFER
                && (contact.link == null || anotherPage || signal.attempt() > contact.attempt);
    }

    private void take(Contact contact, DidKey session, Signal signal) {
        if (signal.kind() == Signal.Kind.OFFER) {
            onOffer(contact, session, signal);
        } else if (signal.instance().equals(contact.instance) || contact.instance == null) {
            contact.instance = signal.instance();
            apply(contact, signal);
        }
    }

    private void onOffer(Contact contact, DidKey session, Signal signal) {
        boolean opens = replaces(contact, signal);
        if (opens && !contact.offers.take(1, host.nowMillis())) {
            return;
        }
        contact.instance = signal.instance();
        if (opens) {
            boolean welcome = contact.link != null || room.membership.welcomes(signal.low());
            drop(contact);
            contact.attempt = signal.attempt();
            if (!welcome) {
                send(contact, Signal.Kind.DECLINE, "");
                room.membership.onDeclined(contact);
                return;
            }
            open(contact, session, false, true, Link.CONNECT_MILLIS_MAX);
        }
        apply(contact, signal);
    }

    private void apply(Contact contact, Signal signal) {
        Link link = contact.link;
        if (link == null || contact.attempt != signal.attempt()) {
            return;
        }
        if (signal.kind() != Signal.Kind.DECLINE) {
            link.extend(Link.CONNECT_MILLIS_MAX);
            host.put(new Output.ApplySignal(link.id, signal.kind(), signal.body()));
        } else if (link.isNegotiating()) {
            link.end(LinkEnd.DECLINED);
        }
    }

    /** Ends the link because another takes its place. */
    private void drop(Contact contact) {
        Link link = contact.link;
        if (link != null) {
            contact.link = null;
            link.end(LinkEnd.REPLACED);
        }
    }

    void onSignalMade(int id, Signal.Kind kind, String body) {
        Link link = links.get(id);
        if (link != null && link.isRelayed()) {
            room.relays.send(link, kind, body);
        } else if (!room.byHand.takes(id, kind, body) && link != null) {
            send(link.contact, kind, body);
        }
    }

    private void send(Contact contact, Signal.Kind kind, String body) {
        boolean offer = kind == Signal.Kind.OFFER;
        room.courier.send(
                contact,
                new Signal(
                        offer ? room.self.session() : null,
                        instance,
                        contact.attempt,
                        kind,
                        offer && contact.low,
                        body));
    }

    // ---- What becomes of it

    void onLinkOpened(int id, String localFingerprint, String remoteFingerprint, Hello hello) {
        Link link = links.get(id);
        if (link != null) {
            link.onOpened(localFingerprint, remoteFingerprint, hello);
        }
    }

    void onLinkClosed(int id) {
        Link link = links.get(id);
        if (link != null) {
            link.end(LinkEnd.CLOSED);
        } else {
            room.byHand.onLinkClosed(id);
        }
    }

    void onProven(Link link, Hello peer) {
        String wallet = peer.wallet().text(room.config.hashes());
        boolean met = room.membership.isLarge();
        room.roster.prove(link.contact, peer.profile(), wallet, peer.delegation() != null, met);
        room.relays.onUp(link);
        beatAtMillis = Math.min(beatAtMillis, host.nowMillis() + BEAT_MILLIS);
        room.membership.onUp(link);
        room.broadcast.onUp(link);
        room.sync.onUp(link);
    }

    void onEnded(Link link, LinkEnd end) {
        links.remove(link.id);
        room.sync.onDown(link);
        Contact contact = link.contact;
        if (link.isRelayed()) {
            room.relays.onEnded(link, end);
            return;
        }
        if (end == LinkEnd.REPLACED) {
            return;
        }
        contact.link = null;
        if (end.next() == LinkState.REFUSED && contact.answersFor(link)) {
            room.relays.drop(contact);
        }
        room.relays.plan(contact);
        room.roster.typing(contact, false);
        room.membership.onDown(link, end);
        takeHeld(contact);
    }

    /** The link is over: what was offered in its place counts. */
    private void takeHeld(Contact contact) {
        HeldSignals held = contact.held;
        contact.held = null;
        if (held != null && contact.link == null) {
            held.signals().forEach(signal -> onSignal(contact, signal, false));
        }
    }

    void leave() {
        for (Link link : new ArrayList<>(links.values())) {
            if (link.isOpen()) {
                link.send(new Frame.Bye());
            }
            link.contact.link = null;
            link.end(LinkEnd.REPLACED);
        }
    }
}
