package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Timeline;

/** The machines of one peer in one room, put together: each knows the others by way of this. */
final class Room {
    final Config config;
    final Identity self;
    final Host host;
    final Chance chance;
    final Timeline timeline = new Timeline();
    final Authors authors;
    final Roster roster;
    final Courier courier;
    final Connections connections;
    final Membership membership;
    final Broadcast broadcast;
    final Speech speech;
    final ByHand byHand;

    Room(Config config, Identity self, Host host, RandomSource random) {
        this.config = config;
        this.self = self;
        this.host = host;
        this.chance = new Chance(random);
        this.authors = new Authors(host, config);
        this.roster = new Roster(host, self.session());
        this.courier = new Courier(this);
        this.connections = new Connections(this);
        this.membership = new Membership(this);
        this.broadcast = new Broadcast(this);
        this.speech = new Speech(this);
        this.byHand = new ByHand(this);
    }

    long deadlineMillis() {
        return Math.min(
                Math.min(connections.deadlineMillis(), membership.deadlineMillis()),
                Math.min(Math.min(broadcast.deadlineMillis(), roster.deadlineMillis()), byHand.deadlineMillis()));
    }

    void tick() {
        roster.tick();
        connections.tick();
        broadcast.tick();
        membership.tick();
        byHand.tick();
    }

    Hello hello() {
        return new Hello(
                config.room(),
                self.session(),
                self.wallet(),
                self.delegation(),
                speech.profile(),
                chance.bytes(Hello.NONCE_BYTES));
    }

    /** A signal came by way of the server. */
    void onServerSignal(String from, Signal signal) {
        Contact contact = roster.byId(from);
        boolean offer = signal.kind() == Signal.Kind.OFFER;
        if (contact == null && offer) {
            contact = stranger(from, signal.session());
        }
        if (contact != null) {
            contact.byPeers &= !offer;
            connections.onSignal(contact, signal);
        }
    }

    /**
     * Somebody may know us whom we were not told of: in a large room, and in one that the server still takes for one. Who
     * it is, the handshake proves.
     */
    private @Nullable Contact stranger(String id, @Nullable DidKey session) {
        Contact known = session == null ? null : roster.bySession(session);
        Contact contact = session == null || (known != null && known.isLinked()) ? null : roster.meet(session);
        if (contact != null) {
            contact.id = id;
        }
        return contact;
    }

    /** Somebody's entry has been verified. */
    void onEntry(Link from, Frame.Said said, Entry.Received received) {
        Entry entry = received.entry();
        if (!timeline.add(received.id(), entry)) {
            return;
        }
        if (entry.body() instanceof EntryBody.AboutAuthor about) {
            authors.learn(entry, said.block(), about);
        }
        broadcast.onAccepted(from, said, received.id(), entry.author());
        Contact contact = roster.bySession(entry.author());
        switch (entry.body()) {
            case EntryBody.Text text -> {
                if (contact != null) {
                    roster.typing(contact, false);
                }
                host.emit(new Event.Message(
                        received.id(), author(entry.author()), text.text(), text.action(), entry.timeMillis()));
            }
            case EntryBody.AboutAuthor about -> {
                if (contact != null) {
                    roster.rename(contact, about.profile());
                }
            }
        }
    }

    /** Whoever spoke, as shown: a member, or somebody known by what it says of itself alone. */
    private Member author(DidKey session) {
        Contact contact = roster.bySession(session);
        Authors.Author known = authors.find(session);
        if (contact != null && (contact.isLinked() || known == null || known.profile == null)) {
            return contact.view();
        }
        String did = session.did();
        String name = known == null || known.profile == null ? "" : known.profile.name();
        String color = known == null || known.profile == null ? "" : known.profile.color();
        return new Member(
                did,
                did,
                name,
                color,
                known == null ? "" : known.wallet,
                known != null && known.proven,
                contact == null ? LinkState.INDIRECT : contact.state,
                null,
                false);
    }

    void leave() {
        speech.stop();
        byHand.leave();
        connections.leave();
        courier.leave();
        membership.leave();
        roster.clear();
    }
}
