package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;

/** Everybody else in the room of whom we know, and what the person is told of them. */
final class Roster {
    /** How long a member counts as writing after the last word of it. */
    static final long TYPING_MILLIS = 6_000;

    /** Members that are kept at most; nobody may make us hold more. */
    static final int CONTACTS_MAX = 256;

    private final Host host;
    private final DidKey self;
    private final Map<DidKey, Contact> contacts = new LinkedHashMap<>();

    /** Those whose pages have no session key, by the server's id. */
    private final Map<String, Contact> incompatible = new LinkedHashMap<>();

    /** How many are writing. */
    private int writing;

    Roster(Host host, DidKey self) {
        this.host = host;
        this.self = self;
    }

    /** All of them, as a copy that may be walked while they change. */
    List<Contact> all() {
        List<Contact> all = new ArrayList<>(contacts.values());
        all.addAll(incompatible.values());
        return all;
    }

    int size() {
        return contacts.size() + incompatible.size();
    }

    @Nullable
    Contact bySession(DidKey session) {
        return contacts.get(session);
    }

    @Nullable
    Contact byId(String id) {
        for (Contact contact : contacts.values()) {
            if (id.equals(contact.id)) {
                return contact;
            }
        }
        return incompatible.get(id);
    }

    /** Whether there is an open link to each. */
    boolean isFullyLinked() {
        for (Contact contact : contacts.values()) {
            if (!contact.isLinked()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes note of somebody whom the server introduced; null where it is ourselves or one too many.
     *
     * @param met was there before us
     */
    @Nullable
    Contact introduce(Introduction introduction, boolean met) {
        DidKey session = introduction.session();
        Contact known = session == null ? incompatible.get(introduction.id()) : contacts.get(session);
        if (known == null) {
            return add(new Contact(introduction, host.nowMillis()), met);
        }
        if (known.state == LinkState.REFUSED && !introduction.id().equals(known.id)) {
            // Another connection to the server, so perhaps a page that has mended its ways.
            show(known, LinkState.LOST, known.end);
        }
        known.id = introduction.id();
        known.introducedId = introduction.id();
        if (known.profile == null) {
            known.profile = introduction.profile();
            known.wallet = introduction.wallet();
            reveal(known, met);
        }
        return known;
    }

    /** Takes note of a session of which others told; null where it is our own or one too many. */
    @Nullable
    Contact meet(DidKey session) {
        Contact known = bySession(session);
        return known == null ? add(Contact.of(session, host.nowMillis()), true) : known;
    }

    private @Nullable Contact add(Contact contact, boolean met) {
        if (self.equals(contact.session) || size() >= CONTACTS_MAX) {
            return null;
        }
        if (contact.session != null) {
            contacts.put(contact.session, contact);
        } else {
            incompatible.put(String.valueOf(contact.id), contact);
        }
        if (contact.profile != null) {
            reveal(contact, met);
        }
        return contact;
    }

    private void reveal(Contact contact, boolean met) {
        contact.shown = true;
        host.emit(new Event.MemberJoined(contact.view(), met));
    }

    /** Who is at the other end of a link has been proven. */
    void prove(Contact contact, Profile profile, String wallet, boolean proven, boolean met) {
        contact.failures = 0;
        contact.proven = proven;
        contact.wallet = wallet;
        contact.profile = profile;
        contact.end = null;
        contact.state = contact.isLinkedDirectly() ? LinkState.OPEN : LinkState.RELAYED;
        if (contact.shown) {
            changed(contact);
        } else {
            reveal(contact, met);
        }
    }

    /** Tells how far a link has got; of who is heard by way of the server, only what is better or final. */
    void show(Contact contact, LinkState reached, @Nullable LinkEnd why) {
        boolean relayed = !contact.isLinkedDirectly() && contact.isLinked() && reached != LinkState.REFUSED;
        LinkState state = relayed ? LinkState.RELAYED : reached;
        LinkEnd end = relayed ? null : why;
        if (contact.state != state || contact.end != end) {
            contact.state = state;
            contact.end = end;
            changed(contact);
        }
    }

    private void changed(Contact contact) {
        if (contact.shown) {
            host.emit(new Event.MemberChanged(contact.view()));
        }
    }

    /** Somebody has left the room. */
    void remove(Contact contact) {
        drop(contact);
        if (contact.shown) {
            host.emit(new Event.MemberLeft(contact.view()));
        }
    }

    /** Loses sight of somebody, who may well be there. */
    void forget(Contact contact) {
        drop(contact);
        if (contact.shown) {
            host.emit(new Event.MemberForgotten(contact.view()));
        }
    }

    private void drop(Contact contact) {
        Link relay = contact.relay;
        if (relay != null) {
            relay.end(LinkEnd.REPLACED);
        }
        writing -= contact.isTyping() ? 1 : 0;
        if (contact.session != null) {
            contacts.remove(contact.session, contact);
        } else {
            incompatible.values().remove(contact);
        }
    }

    /** Forgets everybody without a word: we have left. */
    void clear() {
        contacts.clear();
        incompatible.clear();
        writing = 0;
    }

    void typing(Contact contact, boolean typing) {
        boolean before = contact.isTyping();
        contact.typingUntilMillis = typing ? host.nowMillis() + TYPING_MILLIS : 0;
        if (before != typing) {
            writing += typing ? 1 : -1;
            changed(contact);
        }
    }

    void rename(Contact contact, Profile profile) {
        Profile former = contact.profile;
        contact.profile = profile;
        if (!contact.shown) {
            return;
        }
        if (former == null || former.name().equals(profile.name())) {
            changed(contact);
        } else {
            host.emit(new Event.MemberRenamed(contact.view(), former.name()));
        }
    }

    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        if (writing == 0) {
            return deadline;
        }
        for (Contact contact : contacts.values()) {
            if (contact.isTyping()) {
                deadline = Math.min(deadline, contact.typingUntilMillis);
            }
        }
        return deadline;
    }

    void tick() {
        if (writing == 0) {
            return;
        }
        for (Contact contact : all()) {
            if (contact.isTyping() && host.nowMillis() >= contact.typingUntilMillis) {
                typing(contact, false);
            }
        }
    }
}
