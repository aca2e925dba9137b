package tropichat.core;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.TokenBucket;
import tropichat.core.gossip.PassiveView;
import tropichat.core.gossip.PassiveView.Candidate;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/**
 * A large room: each has a handful of links, and knows some more members for when it loses one. HyParView (Leitão,
 * Pereira, Rodrigues: HyParView, DSN 2007), with its parameters for 10,000 peers.
 *
 * <p>Departures from the paper, since a WebRTC connection costs much more than a TCP one. Whoever has its number of links
 * looks for no more, but takes one above it when asked; so who is given up has mostly enough left, and nobody has to
 * search. A newcomer's walk ends early at somebody who has room. The server's sample is the first passive view. And now
 * and then a link is exchanged for one to somebody else: two halves of a room that were cut off from each other grow
 * together again.
 */
final class PartialView {
    /** Links that a peer looks for (section 5.1: fanout 4 and one). */
    static final int ACTIVE = 5;

    /** Links that a peer has at most, those on their way to being open among them. */
    static final int LINKS_MAX = ACTIVE + 1;

    /** How often somebody without links may take another's place: a stranger must not take all of them at once. */
    static final double EVICTIONS_PER_SECOND = 1;

    static final int EVICTIONS_BURST = 3;

    /** Connections tried at once by who has no link: of members that the server names some may be dead. */
    static final int TRIES_ALONE = 3;

    /** The same by who has fewer links than {@link #FEW}. */
    static final int TRIES = 2;

    static final int FEW = 3;

    /** How long an offer waits for any answer: who is not there is not waited for. */
    static final long ANSWER_MILLIS_MAX = 2_000;

    /** How long to wait before the next member is tried; doubles with each that has no room. */
    static final long FILL_MILLIS_MIN = 250;

    static final long FILL_MILLIS_MAX = 15_000;

    /** How long somebody is let alone who had no room. */
    static final long DECLINED_MILLIS = 20_000;

    /** How often the server is asked for others and for the room's size. */
    static final long ASK_MILLIS = 60_000;

    /** How long one who finds nobody waits before it asks again. */
    static final long STARVED_MILLIS = 6_000;

    /** How often a link is exchanged. */
    static final long SWAP_MILLIS = 300_000;

    /** The same, after the server let us in again. */
    static final long SWAP_SOON_MILLIS = 3_000;

    /** How often one link of too many is given up, when the room has just become large. */
    static final long SHED_MILLIS = 150;

    /** Members shown to the person: the server's sample and those linked. */
    static final int SHOWN_MAX = 40;

    private final Room room;
    private final Host host;
    private final PassiveView passive;
    private final TokenBucket evictions;

    /** What walks by. */
    final Walks walks;

    private long fillAtMillis = Long.MAX_VALUE;
    private long shuffleAtMillis = Long.MAX_VALUE;
    private long askAtMillis = Long.MAX_VALUE;
    private long swapAtMillis = Long.MAX_VALUE;
    private long shedAtMillis = Long.MAX_VALUE;
    private long pauseMillis = FILL_MILLIS_MIN;

    /** Nobody has been told yet that we came. */
    private boolean joining;

    PartialView(Room room) {
        this.room = room;
        this.host = room.host;
        this.passive = new PassiveView(room.chance::below);
        this.walks = new Walks(room, this, passive);
        this.evictions = new TokenBucket(EVICTIONS_PER_SECOND, EVICTIONS_BURST, room.host.nowMillis());
    }

    /** The room has become large, or we came into a large one. */
    void begin() {
        long now = host.nowMillis();
        joining = room.connections.openCount() == 0;
        fillAtMillis = now;
        shuffleAtMillis = now + room.chance.spread(Walks.SHUFFLE_MILLIS);
        askAtMillis = now + room.chance.spread(ASK_MILLIS);
        swapAtMillis = now + room.chance.spread(SWAP_MILLIS);
        shedAtMillis = now + room.chance.spread(SHED_MILLIS);
        for (Contact contact : room.roster.all()) {
            if (contact.session != null && contact.link == null && contact.state != LinkState.REFUSED) {
                passive.add(contact.session, contact.id, contact.record, null);
                room.roster.show(contact, LinkState.INDIRECT, null);
            }
        }
    }

    /** The room is small again. */
    void end() {
        passive.clear();
        fillAtMillis = Long.MAX_VALUE;
    }

    long deadlineMillis() {
        return Math.min(
                Math.min(fillAtMillis, shedAtMillis), Math.min(Math.min(shuffleAtMillis, askAtMillis), swapAtMillis));
    }

    void tick() {
        long now = host.nowMillis();
        if (now >= shedAtMillis) {
            shedAtMillis = Long.MAX_VALUE;
            shed();
        }
        if (now >= fillAtMillis) {
            fill();
        }
        if (now >= shuffleAtMillis) {
            shuffleAtMillis = now + room.chance.spread(Walks.SHUFFLE_MILLIS);
            walks.shuffle();
        }
        if (now >= askAtMillis) {
            ask();
        }
        if (now >= swapAtMillis) {
            swapAtMillis = now + room.chance.spread(SWAP_MILLIS);
            swap();
        }
    }

    // ---- The server's sample

    void onEntered() {
        long now = host.nowMillis();
        if (room.connections.openCount() == 0) {
            joining = true;
            fillAtMillis = now;
        } else {
            swapAtMillis = Math.min(swapAtMillis, now + room.chance.spread(SWAP_SOON_MILLIS));
        }
    }

    void onSample(List<Introduction> others) {
        for (Introduction other : others) {
            DidKey session = other.session();
            Contact contact = session == null ? null : room.roster.bySession(session);
            if (session != null && contact != null && contact.isToBeLinked()) {
                passive.add(session, other.id(), contact.record, null);
                room.roster.show(contact, LinkState.INDIRECT, null);
            }
        }
        trim();
        if (fillAtMillis != Long.MAX_VALUE) {
            fillAtMillis = Math.min(fillAtMillis, host.nowMillis() + pauseMillis);
        }
    }

    /** Only so many are shown who are not linked: those of whom we were told last. */
    private void trim() {
        int over = room.roster.size() - SHOWN_MAX;
        if (over > 0) {
            for (Contact contact : room.roster.all()) {
                if (!contact.hasLink() && over-- > 0) {
                    room.roster.forget(contact);
                }
            }
        }
    }

    private void ask() {
        askAtMillis = host.nowMillis() + room.chance.spread(ASK_MILLIS);
        if (room.courier.isSignaling()) {
            host.put(new Output.AskMembers());
        }
    }

    // ---- Getting links

    boolean hasRoom() {
        return room.connections.count() < LINKS_MAX;
    }

    /** Whether an offer is taken; for somebody who has no link, another gives way. */
    boolean welcomes(boolean low) {
        if (!low && !hasRoom() && room.connections.openCount() > FEW && evictions.take(1, host.nowMillis())) {
            giveUpOne();
        }
        return hasRoom();
    }

    private void fill() {
        fillAtMillis = Long.MAX_VALUE;
        int open = room.connections.openCount();
        int all = room.connections.count();
        int tries = Math.min(ACTIVE - all, tries(open) - (all - open));
        if (tries <= 0) {
            return;
        }
        boolean tried = false;
        for (Candidate candidate : passive.pick(tries, host.nowMillis())) {
            tried |= connect(candidate, open > 0);
        }
        if (!tried) {
            fillAtMillis = host.nowMillis() + room.chance.spread(STARVED_MILLIS);
            ask();
        } else if (all + tries < ACTIVE && open >= FEW) {
            fillAtMillis = host.nowMillis() + room.chance.spread(FILL_MILLIS_MAX);
        }
    }

    private static int tries(int open) {
        return open == 0 ? TRIES_ALONE : open < FEW ? TRIES : 1;
    }

    private boolean connect(Candidate candidate, boolean low) {
        Contact contact = room.roster.meet(candidate.session);
        if (contact == null || !contact.isToBeLinked()) {
            passive.remove(candidate.session);
            return false;
        }
        if (candidate.id != null) {
            contact.id = candidate.id;
        }
        if (candidate.record != null) {
            contact.learn(candidate.record, false);
        }
        room.connections.connect(contact, low, ANSWER_MILLIS_MAX);
        if (contact.link == null) {
            candidate.retryAtMillis = host.nowMillis() + room.chance.spread(DECLINED_MILLIS);
            forgetUnlessShown(contact);
            return false;
        }
        return true;
    }

    /** Offers a link to a member of whom a link told. */
    void connect(PeerRecord record, Link from) {
        walks.learn(record, from);
        Candidate candidate = passive.find(record.session());
        if (candidate != null) {
            connect(candidate, true);
        }
    }

    private void forgetUnlessShown(Contact contact) {
        if (!contact.shown && !contact.hasLink() && contact.state != LinkState.REFUSED) {
            room.roster.forget(contact);
        }
    }

    /** Exchanges a link for one to somebody else, who gives up one too. */
    private void swap() {
        if (room.connections.count() >= ACTIVE) {
            if (!hasRoom()) {
                giveUpOne();
            }
            passive.pick(1, host.nowMillis()).forEach(candidate -> connect(candidate, false));
        }
    }

    void onUp(Link link) {
        passive.remove(link.session);
        pauseMillis = FILL_MILLIS_MIN;
        if (joining) {
            joining = false;
            link.send(new Frame.Join());
        }
        refill(FILL_MILLIS_MIN);
    }

    /** Plans the next try where a link is wanting. */
    private void refill(long millis) {
        if (room.connections.count() < ACTIVE) {
            fillAtMillis = Math.min(fillAtMillis, host.nowMillis() + room.chance.spread(millis));
        }
    }

    /** A link is no more. */
    void onDown(Link link, LinkEnd end) {
        Contact contact = link.contact;
        Candidate candidate = contact.session == null ? null : passive.find(contact.session);
        boolean there = end == LinkEnd.DECLINED || end == LinkEnd.CROWDED;
        if (there && contact.session != null) {
            candidate = passive.add(contact.session, contact.id, contact.record, null);
            candidate.retryAtMillis = host.nowMillis() + room.chance.spread(DECLINED_MILLIS);
        } else if (candidate != null) {
            passive.remove(candidate.session);
        }
        if (end.next() == LinkState.REFUSED) {
            room.roster.show(contact, LinkState.REFUSED, end);
        } else if (contact.hasLink()) {
            room.roster.show(contact, LinkState.CONNECTING, null);
        } else if (there && contact.shown) {
            room.roster.show(contact, LinkState.INDIRECT, null);
        } else {
            room.roster.forget(contact);
        }
        plan(link.proven, end);
    }

    private void plan(boolean wasOpen, LinkEnd end) {
        int open = room.connections.openCount();
        if (open == 0) {
            refill(1);
        } else if (wasOpen || open < FEW) {
            pauseMillis = FILL_MILLIS_MIN;
            refill(FILL_MILLIS_MIN);
        } else {
            pauseMillis = end == LinkEnd.DECLINED ? Math.min(2 * pauseMillis, FILL_MILLIS_MAX) : pauseMillis;
            refill(pauseMillis);
        }
    }

    // ---- Giving up links

    private void shed() {
        if (room.connections.openCount() > LINKS_MAX) {
            giveUpOne();
            shedAtMillis = host.nowMillis() + room.chance.spread(SHED_MILLIS);
        }
    }

    // One outside of the tree, where there is any: nothing then has to grow anew.
    private void giveUpOne() {
        List<Link> open = room.connections.open();
        if (open.isEmpty()) {
            // All are undecided yet: each ends by itself, or is let in.
            return;
        }
        List<Link> lazy = new ArrayList<>();
        for (Link link : open) {
            if (!link.eager) {
                lazy.add(link);
            }
        }
        Link victim = room.chance.pick(lazy.isEmpty() ? open : lazy);
        victim.send(new Frame.Disconnect());
        victim.end(LinkEnd.CROWDED);
    }
}
