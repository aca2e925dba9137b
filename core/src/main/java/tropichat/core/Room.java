package tropichat.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.Card;
import tropichat.core.identity.DidKey;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Log;
import tropichat.core.room.Logged;
import tropichat.core.room.Speaker;
import tropichat.core.rules.RoomKey;
import tropichat.core.wire.Cid;

/** The machines of one peer in one room, put together: each knows the others by way of this. */
final class Room {
    final Config config;
    final Identity self;
    final Host host;
    final Chance chance;

    /** Null in a room of a short name, which is everybody's. */
    final @Nullable Law law;

    final Log log;
    final Authors authors;
    final Profiles profiles;
    final Roster roster;
    final Courier courier;
    final Connections connections;
    final Relays relays;
    final Reach reach;
    final Turnstile turnstile;
    final Membership membership;
    final Broadcast broadcast;
    final Giving giving;
    final Sync sync;
    final Receipts receipts;
    final Speech speech;
    final Typing typing;
    final Letters letters;
    final ByHand byHand;

    /** The host has not told everything that it keeps. */
    boolean restoring;

    /** @param maker null where the room is of a short name */
    Room(Config config, Identity self, Host host, RandomSource random, @Nullable LawMaker maker) {
        this.config = config;
        this.self = self;
        this.host = host;
        this.chance = new Chance(random);
        this.log = new Log(chance.number());
        this.authors = new Authors(host);
        RoomKey key = maker == null ? null : maker.key();
        this.letters = new Letters(this);
        this.profiles = new Profiles(host, config, key, maker != null, letters.devices);
        this.restoring = config.restores();
        this.roster = new Roster(host, self.session());
        this.courier = new Courier(this);
        this.connections = new Connections(this);
        this.relays = new Relays(this);
        this.reach = new Reach(this);
        this.turnstile = new Turnstile(this);
        this.membership = new Membership(this);
        this.broadcast = new Broadcast(this);
        this.giving = new Giving(this);
        this.sync = new Sync(this);
        this.receipts = new Receipts(this);
        this.speech = new Speech(this);
        this.typing = new Typing(this);
        this.byHand = new ByHand(this);
        this.law = maker == null ? null : maker.law(this, key);
    }

    long deadlineMillis() {
        long paths = Math.min(relays.deadlineMillis(), reach.deadlineMillis());
        long links = Math.min(paths, Math.min(connections.deadlineMillis(), membership.deadlineMillis()));
        long entries = Math.min(broadcast.deadlineMillis(), Math.min(sync.deadlineMillis(), receipts.deadlineMillis()));
        long people = Math.min(roster.deadlineMillis(), turnstile.deadlineMillis());
        long others = Math.min(people, Math.min(typing.deadlineMillis(), byHand.deadlineMillis()));
        return Math.min(
                Math.min(links, entries), Math.min(others, law == null ? Long.MAX_VALUE : law.deadlineMillis()));
    }

    void tick() {
        roster.tick();
        connections.tick();
        broadcast.tick();
        sync.tick();
        receipts.tick();
        membership.tick();
        reach.tick();
        relays.tick();
        turnstile.tick();
        byHand.tick();
        typing.tick();
        if (law != null) {
            law.tick();
        }
    }

    /** What is left to do at the end of a turn. */
    void settle() {
        if (law != null) {
            law.settle();
        }
    }

    Hello hello() {
        return new Hello(
                config.room(),
                self.session(),
                self.wallet(),
                self.delegation(),
                speech.profile(),
                chance.bytes(Hello.NONCE_BYTES),
                letters.prekey(),
                letters.wallet());
    }

    /** A signal came by way of the server. */
    void onServerSignal(String from, Signal signal) {
        Contact contact = roster.byId(from);
        boolean offer = signal.kind() == Signal.Kind.OFFER;
        if (contact == null && offer) {
            contact = stranger(from, signal.session());
        }
        if (contact != null && signal.relayed()) {
            relays.onSignal(contact, signal);
        } else if (contact != null) {
            contact.byPeers &= !offer;
            connections.onSignal(contact, signal, false);
        }
    }

    /**
     * Somebody may know us whom we were not told of: in a large room, and in one that the server still takes for one. Who
     * it is, the handshake proves.
     */
    private @Nullable Contact stranger(String id, @Nullable DidKey session) {
        Contact known = session == null ? null : roster.bySession(session);
        Link open = known == null ? null : known.openLink();
        if (open != null) {
            open.probe();
        }
        Contact contact = session == null || open != null ? null : roster.meet(session);
        if (contact != null) {
            contact.id = id;
        }
        return contact;
    }

    /** An entry that spreads has been verified. */
    void onSaid(Link from, Frame.Said said, Claimed claimed) {
        if (take(claimed, Output.Origin.LIVE)) {
            if (!membership.isLarge()) {
                courier.learn(claimed.author(), from);
            }
            broadcast.onAccepted(from, said, claimed.id, claimed.entry);
            receipts.onTaken(claimed.id, claimed.author());
        }
    }

    /** Takes a verified entry of somebody else's into the log; false where it was there. */
    boolean take(Claimed claimed, Output.Origin origin) {
        Entry entry = claimed.entry;
        if (!log.add(claimed.id, entry)) {
            return false;
        }
        if (law != null) {
            law.secrets.onTaken(claimed.id, claimed.written());
        }
        Profiles.Known profile = claimed.profile();
        boolean renamed = authors.learn(profile.entry, profile.speaker);
        Logged logged = claimed.logged(origin == Output.Origin.LIVE);
        host.store(logged, origin, kept -> {});
        trim();
        show(logged, renamed);
        return true;
    }

    private void show(Logged logged, boolean renamed) {
        DidKey session = logged.entry().author();
        Contact contact = roster.bySession(session);
        switch (logged.entry().body()) {
            case EntryBody.Text text -> {
                if (contact != null) {
                    roster.typing(contact, false);
                }
                host.emit(new Event.Message(
                        logged.id(),
                        author(session),
                        text.text(),
                        text.action(),
                        logged.entry().timeMillis()));
            }
            case EntryBody.AboutAuthor about -> {
                if (contact != null && renamed) {
                    roster.rename(contact, about.profile());
                }
            }
            case EntryBody.Edit ignored -> {}
            case EntryBody.Retraction ignored -> {}
            case EntryBody.Reaction ignored -> {}
            case EntryBody.Archived ignored -> {}
            case EntryBody.Sealed ignored -> {}
            case EntryBody.SealedProfile ignored -> {}
            // Nobody but the two is to be told: what is stored says whether it was opened.
            case EntryBody.Lettered ignored -> {}
            case EntryBody.Opened ignored -> {}
        }
    }

    /** Entries do not count any more: they are in the log no longer, and not on the screen. */
    void erase(List<Cid> ids) {
        List<EntryKey> keys = new ArrayList<>();
        for (Cid id : ids) {
            EntryKey known = log.key(id);
            if (known != null) {
                keys.add(known);
                log.forget(id);
                sync.refuse(id);
            }
        }
        if (!keys.isEmpty()) {
            host.put(new Output.Erase(keys));
        }
    }

    /** Forgets the oldest entries where there are too many. */
    void trim() {
        long below = log.trim(config.entriesMax());
        if (below > 0) {
            host.put(new Output.Drop(below));
        }
    }

    void onRestored(Input.Restored restored) {
        log.restore(restored.keys());
        List<Entry.Received> newest = new ArrayList<>();
        for (Bytes block : restored.newest()) {
            Entry.Received received = readOwn(block);
            if (received != null) {
                newest.add(received);
                // Another page of the host's may have had it first.
                receipts.onTaken(received.id(), received.entry().author());
            }
        }
        log.restoreHeads(newest);
        profiles.recall(newest);
        if (restored.last()) {
            restoring = false;
            if (law != null) {
                law.touch();
            }
            trim();
            sync.begin();
        }
        speech.go();
    }

    /** Reads what the host kept; null where it was damaged: the others tell where the log ends. */
    private Entry.@Nullable Received readOwn(Bytes block) {
        try {
            return Entry.decode(block, config.hashes());
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Whoever spoke, as shown: a member, or somebody known by what it says of itself alone. */
    private Member author(DidKey session) {
        Contact contact = roster.bySession(session);
        Speaker known = authors.find(session);
        if (contact != null && (contact.isLinked() || known == null)) {
            return contact.view();
        }
        String did = session.did();
        return new Member(
                did,
                did,
                known == null ? "" : known.profile().name(),
                known == null ? "" : known.profile().color(),
                known == null ? Card.EMPTY : known.profile().card(),
                known == null ? "" : known.wallet(),
                known != null && known.proven(),
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
