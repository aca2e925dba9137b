package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Timeline;

/**
 * Everybody else in the room and the links to them: each with each. A newcomer makes the offers; who was there waits for
 * them, and offers itself when none comes.
 */
final class Mesh {
    /** First wait before a lost link is tried again; doubles with each failure. */
    static final long RETRY_MILLIS_MIN = 1_000;

    static final long RETRY_MILLIS_MAX = 30_000;

    /** How long a member counts as writing after the last word of it. */
    static final long TYPING_MILLIS = 6_000;

    /** Members that are kept at most; the server may not make us hold more. */
    static final int CONTACTS_MAX = 1_000;

    /** Connections that two pages count at most: one a second for thirty years. */
    static final int ATTEMPT_MAX = 1 << 30;

    private final Config config;
    private final Host host;
    private final RandomSource random;
    private final DidKey self;
    private final Timeline timeline;
    private final Supplier<Hello> hello;

    /** Names this page to those who get its signals. */
    private final String instance;

    private final Map<String, Contact> contacts = new LinkedHashMap<>();
    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private int lastLink;
    private boolean signaling;

    Mesh(Config config, Host host, RandomSource random, DidKey self, Timeline timeline, Supplier<Hello> hello) {
        this.config = config;
        this.host = host;
        this.random = random;
        this.self = self;
        this.timeline = timeline;
        this.hello = hello;
        this.instance = random.next(8).hex();
    }

    Timeline timeline() {
        return timeline;
    }

    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        for (Contact contact : contacts.values()) {
            deadline = Math.min(deadline, contact.deadlineMillis());
        }
        return deadline;
    }

    void tick() {
        for (Contact contact : new ArrayList<>(contacts.values())) {
            if (contact.isTyping() && host.nowMillis() >= contact.typingUntilMillis) {
                onTyping(contact, false);
            }
            if (contact.link != null) {
                contact.link.tick();
            } else if (host.nowMillis() >= contact.retryAtMillis) {
                connect(contact);
            }
        }
    }

    // ---- What the signaling server tells

    void onEntered(List<Introduction> others) {
        signaling = true;
        Set<String> present = new LinkedHashSet<>();
        for (Introduction introduction : others) {
            Contact contact = introduce(introduction, true);
            if (contact != null) {
                present.add(contact.key);
            }
        }
        for (Contact contact : new ArrayList<>(contacts.values())) {
            if (!present.contains(contact.key)) {
                depart(contact);
            } else if (contact.isToBeLinked()) {
                connect(contact);
            }
        }
    }

    void onJoined(Introduction introduction) {
        Contact contact = introduce(introduction, false);
        if (contact != null && contact.isToBeLinked()) {
            // The newcomer offers; should nothing come of it, we do.
            contact.retryAtMillis = host.nowMillis() + Link.CONNECT_MILLIS_MAX;
        }
    }

    void onLeft(String id) {
        Contact contact = byId(id);
        if (contact != null) {
            depart(contact);
        }
    }

    void onSignalingLost() {
        signaling = false;
    }

    /** Takes note of somebody; null where it is ourselves or one too many. */
    private @Nullable Contact introduce(Introduction introduction, boolean met) {
        String key = Contact.keyOf(introduction);
        if (key.equals(self.did())) {
            return null;
        }
        Contact known = contacts.get(key);
        if (known != null) {
            if (known.state == LinkState.REFUSED && !introduction.id().equals(known.id)) {
                // Another connection to the server, so perhaps a page that has mended its ways.
                show(known, LinkState.LOST, known.end);
            }
            known.id = introduction.id();
            return known;
        }
        if (contacts.size() >= CONTACTS_MAX) {
            return null;
        }
        Contact contact = new Contact(introduction, host.nowMillis());
        contacts.put(key, contact);
        host.emit(new Event.MemberJoined(contact.view(), met));
        return contact;
    }

    /** The server no longer has the person; an open link that still answers outweighs that. */
    private void depart(Contact contact) {
        contact.id = null;
        contact.retryAtMillis = Long.MAX_VALUE;
        if (contact.link != null && contact.link.isOpen()) {
            contact.link.probe();
        } else if (contact.link != null) {
            contact.link.end(LinkEnd.CLOSED);
        } else {
            remove(contact);
        }
    }

    private void remove(Contact contact) {
        contacts.remove(contact.key);
        host.emit(new Event.MemberLeft(contact.view()));
    }

    private @Nullable Contact byId(String id) {
        for (Contact contact : contacts.values()) {
            if (id.equals(contact.id)) {
                return contact;
            }
        }
        return null;
    }

    // ---- Connections

    private void connect(Contact contact) {
        contact.retryAtMillis = Long.MAX_VALUE;
        if (signaling && contact.id != null && contact.session != null) {
            contact.attempt = contact.attempt % ATTEMPT_MAX + 1;
            open(contact, contact.session, true);
        }
    }

    private void open(Contact contact, DidKey session, boolean initiator) {
        contact.retryAtMillis = Long.MAX_VALUE;
        Link link = new Link(++lastLink, contact, session, host, config, this);
        contact.link = link;
        links.put(link.id, link);
        boolean polite = self.did().compareTo(session.did()) < 0;
        host.put(new Output.OpenLink(link.id, initiator, polite));
        show(contact, LinkState.CONNECTING, null);
    }

    void onSignal(String from, Signal signal) {
        Contact contact = byId(from);
        if (contact == null || contact.session == null || contact.state == LinkState.REFUSED) {
            return;
        }
        if (signal.attempt() < 1 || signal.attempt() > ATTEMPT_MAX) {
            return;
        }
        boolean offer = signal.kind() == Signal.Kind.OFFER;
        boolean anotherPage = contact.instance != null && !signal.instance().equals(contact.instance);
        boolean opens = offer && (contact.link == null || anotherPage || signal.attempt() > contact.attempt);
        if ((anotherPage && !offer) || (opens && !contact.offers.take(1, host.nowMillis()))) {
            return;
        }
        contact.instance = signal.instance();
        if (opens) {
            drop(contact);
            contact.attempt = signal.attempt();
            open(contact, contact.session, false);
        }
        if (contact.link != null && contact.attempt == signal.attempt()) {
            host.put(new Output.ApplySignal(contact.link.id, signal.kind(), signal.body()));
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
        if (link != null && signaling && link.contact.id != null) {
            host.put(new Output.SendSignal(link.contact.id, new Signal(instance, link.contact.attempt, kind, body)));
        }
    }

    void onLinkOpened(int id, String localFingerprint, String remoteFingerprint) {
        Link link = links.get(id);
        if (link != null) {
            link.onOpened(localFingerprint, remoteFingerprint, hello.get());
        }
    }

    void onFragment(Input.FragmentReceived received) {
        Link link = links.get(received.link());
        if (link != null) {
            link.onFragment(received.fragment());
        }
    }

    void onLinkClosed(int id) {
        Link link = links.get(id);
        if (link != null) {
            link.end(LinkEnd.CLOSED);
        }
    }

    // ---- What links tell

    void onVerifying(Link link) {
        show(link.contact, LinkState.VERIFYING, null);
    }

    void onProven(Link link, Hello peer) {
        Contact contact = link.contact;
        contact.failures = 0;
        contact.proven = peer.delegation() != null;
        contact.wallet = peer.wallet().checksummed(config.hashes());
        contact.profile = peer.profile();
        show(contact, LinkState.OPEN, null);
    }

    void onEnded(Link link, LinkEnd end) {
        links.remove(link.id);
        Contact contact = link.contact;
        if (end == LinkEnd.REPLACED) {
            return;
        }
        contact.link = null;
        contact.typingUntilMillis = 0;
        if (contact.id == null) {
            remove(contact);
            return;
        }
        show(contact, end.next(), end);
        if (end.next() == LinkState.LOST) {
            contact.retryAtMillis = host.nowMillis() + retryPause(contact.failures++);
        }
    }

    /** Doubles with each failure and is spread by half either way, so that two ends do not keep meeting. */
    private long retryPause(int failures) {
        long pause = Math.min(RETRY_MILLIS_MIN << Math.min(failures, 10), RETRY_MILLIS_MAX);
        return pause / 2 + pause * random.next(1).at(0) / 256;
    }

    void onTyping(Contact contact, boolean typing) {
        boolean before = contact.isTyping();
        contact.typingUntilMillis = typing ? host.nowMillis() + TYPING_MILLIS : 0;
        if (before != typing) {
            host.emit(new Event.MemberChanged(contact.view()));
        }
    }

    void onEntry(Contact contact, Entry.Received received) {
        Entry entry = received.entry();
        if (!timeline.add(received.id(), entry)) {
            return;
        }
        switch (entry.body()) {
            case EntryBody.Text text -> {
                onTyping(contact, false);
                host.emit(new Event.Message(
                        received.id(), contact.view(), text.text(), text.action(), entry.timeMillis()));
            }
            case EntryBody.Renamed renamed -> rename(contact, renamed.profile());
        }
    }

    private void rename(Contact contact, Profile profile) {
        String former = contact.profile.name();
        contact.profile = profile;
        if (former.equals(profile.name())) {
            host.emit(new Event.MemberChanged(contact.view()));
        } else {
            host.emit(new Event.MemberRenamed(contact.view(), former));
        }
    }

    private void show(Contact contact, LinkState state, @Nullable LinkEnd end) {
        contact.state = state;
        contact.end = end;
        host.emit(new Event.MemberChanged(contact.view()));
    }

    // ---- What we say

    /** Sends a frame on every open link. */
    void broadcast(Frame frame) {
        for (Link link : links.values()) {
            if (link.isOpen()) {
                link.send(frame);
            }
        }
    }

    void leave() {
        signaling = false;
        broadcast(new Frame.Bye());
        for (Contact contact : new ArrayList<>(contacts.values())) {
            contact.id = null;
            drop(contact);
            contacts.remove(contact.key);
        }
    }
}
