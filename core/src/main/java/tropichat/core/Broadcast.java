package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.gossip.Recent;
import tropichat.core.gossip.Recent.Kept;
import tropichat.core.identity.DidKey;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/**
 * How entries spread: Plumtree (Leitão, Pereira, Rodrigues: Epidemic Broadcast Trees, SRDS 2007). Links whose copies
 * come first make up a tree and are sent entries at once; the others are told identifiers, and are asked for what did not
 * come. A second copy takes its link out of the tree, asking for an entry puts one in.
 *
 * <p>Departures from the paper. The first hops of an entry go over every link, also those outside of the tree
 * (<i>shortcuts</i>): the tree is one for all authors, and its longest way is twice its depth. A shortcut begins a new
 * <i>wave</i>, so that a second copy can be told apart: of the same wave it has gone round a circle, which a tree must not
 * have; of another wave two fronts have met, which is no fault of the tree. And a new link is told what was said lately.
 */
final class Broadcast {
    /**
     * The part of a large room that sends an entry over all links, one of so many at least: the longest way among 10,000
     * is then 12 or 13 links, and redundancy 0.26; with a fifth of those senders 14, and 0.1 (simulated).
     */
    static final int SHORTCUT_PART = 6;

    /** Hops over all links at most, however large a room is said to be: 15,000 peers at six links each. */
    static final int SHORTCUT_HOPS_MAX = 6;

    /**
     * From so many links on, an entry waits before it is sent on. Ways of many fast links would else win over ways of few
     * slow ones, and be what the tree is made of. At 10,000 peers that shortens the longest way from 14 links to 12 or 13,
     * and makes the slowest of a hundred deliveries 0.4 s slower (simulated).
     */
    static final int PACED_HOPS = 5;

    static final long PACE_MILLIS = 80;

    /** How long identifiers are gathered before they are announced. */
    static final long ANNOUNCE_MILLIS = 500;

    /**
     * Hops that a way must be shorter by to be put in the tree's place. The paper has 7 (section 3.8); since only ways of
     * one wave are compared, less does no harm, and 3 gives the fewest ways of 13 links (simulated).
     */
    static final int OPTIMISE_HOPS = 3;

    /** How far back a new link is told of what was said, and how much of it. */
    static final long LATELY_MILLIS = 30_000;

    static final int LATELY_MAX = 128;

    /** An entry that is being verified: whose copy it is, and who else has it. */
    private record Pending(Link from, Frame.Said said, List<Link> others) {}

    /** An entry that some neighbour may lack, whose identifier is not announced yet, and the links that have it. */
    private record Fresh(Kept kept, List<Link> holders) {}

    /** An entry that waits before it is sent on over a link. */
    private record Later(Kept kept, Link link, List<Link> holders, long atMillis) {}

    private final Room room;
    private final Host host;
    private final Recent recent = new Recent();
    private final Repair repair;
    private final Map<Cid, Pending> pending = new LinkedHashMap<>();
    private final Map<Cid, Fresh> fresh = new LinkedHashMap<>();
    private final ArrayDeque<Later> later = new ArrayDeque<>();
    private @Nullable Cid plainId;
    private List<Bytes> plain = List.of();
    private long announceAtMillis = Long.MAX_VALUE;

    Broadcast(Room room) {
        this.room = room;
        this.host = room.host;
        this.repair = new Repair(room);
    }

    long deadlineMillis() {
        long sendAtMillis = later.isEmpty() ? Long.MAX_VALUE : later.element().atMillis();
        return Math.min(sendAtMillis, Math.min(announceAtMillis, repair.deadlineMillis()));
    }

    void tick() {
        while (!later.isEmpty() && host.nowMillis() >= later.element().atMillis()) {
            sendLate(later.remove());
        }
        if (host.nowMillis() >= announceAtMillis) {
            announce();
        }
        repair.tick();
    }

    // ---- Copies that come

    void onSaid(Link from, Frame.Said said) {
        Cid id = Cid.ofBlock(said.block(), room.config.hashes());
        Pending first = pending.get(id);
        repair.onCopy(from, id);
        if (first == null && !room.log.contains(id)) {
            pending.put(id, new Pending(from, said, new ArrayList<>()));
            from.intake.add(said, id);
        } else if (from.rates.gossip()) {
            onCopy(from, said, id, first);
        }
    }

    private void onCopy(Link from, Frame.Said said, Cid id, @Nullable Pending first) {
        if (first != null) {
            if (from != first.from() && !first.others().contains(from)) {
                first.others().add(from);
            }
            breakCircle(from, said, first.said().wave(), null, false);
            return;
        }
        hold(id, from);
        Kept kept = recent.find(id);
        if (kept != null) {
            breakCircle(from, said, kept.wave(), kept.author(), kept.direct());
        }
    }

    /** Takes a link out of the tree where a copy on it has gone round a circle. */
    private void breakCircle(Link from, Frame.Said said, int wave, @Nullable DidKey author, boolean direct) {
        boolean circle = said.wave() == wave || (direct && room.roster.isFullyLinked());
        if (circle && !said.shortcut() && !from.session.equals(author)) {
            prune(from);
        }
    }

    /** Takes a link out of the tree. */
    private static void prune(Link link) {
        link.eager = false;
        link.send(new Frame.Prune());
    }

    private void hold(Cid id, Link link) {
        Fresh announced = fresh.get(id);
        if (announced != null) {
            announced.holders().add(link);
        }
    }

    /** An entry has been verified; it goes on its way. */
    void onAccepted(Link from, Frame.Said said, Cid id, Entry entry) {
        Pending first = pending.remove(id);
        DidKey author = entry.author();
        int hops = Math.min(said.hops() + 1, Frame.HOPS_MAX);
        repair.onTaken(id);
        from.eager |= !said.shortcut();
        if (said.profile() != null) {
            from.markTold(entry.profile());
        }
        List<Link> holders = first == null ? new ArrayList<>() : first.others();
        holders.add(from);
        boolean direct = from.session.equals(author);
        spread(
                new Kept(
                        id,
                        said.block(),
                        author,
                        entry.profile(),
                        hops,
                        said.wave(),
                        from.id,
                        direct,
                        host.nowMillis()),
                holders);
        repair.askForParents(from, entry);
    }

    /** Whether an entry has come and is being verified. */
    boolean isPending(Cid id) {
        return pending.containsKey(id);
    }

    /** An entry has come by another way than this. */
    void onTaken(Cid id) {
        repair.onTaken(id);
    }

    /** A copy has come by another way than this, whatever it is worth. */
    void onCopy(Link from, Cid id) {
        repair.onCopy(from, id);
    }

    /**
     * Puts a link into the tree in the place of the one over which an entry came, where the same wave had a shorter way:
     * the two ends are then on the same side of the link that is taken out.
     */
    private void replaceParent(Kept kept, Link shorter) {
        Link parent = room.connections.find(kept.link());
        if (parent == null || !parent.isOpen() || parent == shorter || !parent.eager) {
            return;
        }
        if (!shorter.eager) {
            Repair.graft(shorter, null);
        }
        prune(parent);
    }

    /** An entry will not be taken from where it came first: whoever else has it is asked. */
    void onRejected(Cid id) {
        repair.onRejected(id, others(id));
    }

    /** An entry is ahead of our clock. */
    void onEarly(Link from, Claimed claimed) {
        repair.onEarly(from, claimed, others(claimed.id));
    }

    /** An entry came without its author's profile; where {@code mayHelp}, none was sent along. */
    void onNameless(Link from, Cid id, boolean mayHelp) {
        onRejected(id);
        if (mayHelp) {
            repair.onNameless(from, id);
        }
    }

    /** The other links that have sent an entry, which is not to be verified any more. */
    private List<Link> others(Cid id) {
        Pending first = pending.remove(id);
        return first == null ? List.of() : first.others();
    }

    // ---- Sending on

    /** Our own entry. */
    void say(Logged own) {
        Entry entry = own.entry();
        spread(
                new Kept(
                        own.id(),
                        own.block(),
                        entry.author(),
                        entry.profile(),
                        0,
                        room.chance.number(),
                        0,
                        true,
                        host.nowMillis()),
                new ArrayList<>());
    }

    private void spread(Kept kept, List<Link> holders) {
        recent.add(kept);
        int shortcutHops = shortcutHops();
        boolean lacking = false;
        for (Link link : room.connections.open()) {
            if (holders.contains(link)) {
                continue;
            }
            if (!link.eager && kept.hops() >= shortcutHops) {
                lacking = true;
            } else if (kept.hops() >= PACED_HOPS) {
                lacking = true;
                later.add(new Later(kept, link, holders, host.nowMillis() + PACE_MILLIS));
            } else {
                holders.add(link);
                send(link, kept);
            }
        }
        if (lacking) {
            fresh.put(kept.id(), new Fresh(kept, holders));
            announceAtMillis = Math.min(announceAtMillis, host.nowMillis() + ANNOUNCE_MILLIS);
        }
    }

    /** Hops over all links: in a full mesh one, for there the author reaches everybody itself. */
    private int shortcutHops() {
        int hops = 1;
        int front = PartialView.LINKS_MAX;
        int senders = 1 + front;
        while (room.membership.isLarge()
                && hops < SHORTCUT_HOPS_MAX
                && senders <= room.membership.membersAtMost() / SHORTCUT_PART) {
            hops++;
            front *= PartialView.LINKS_MAX - 1;
            senders += front;
        }
        return hops;
    }

    // Who has got it by another way meanwhile needs no copy.
    private void sendLate(Later next) {
        if (next.link().isOpen() && next.link().eager && !next.holders().contains(next.link())) {
            next.holders().add(next.link());
            send(next.link(), next.kept());
        }
    }

    private void send(Link link, Kept kept) {
        Bytes profile = link.markTold(kept.profile()) ? null : room.profiles.block(kept.profile());
        if (link.eager && profile == null) {
            link.send(plain(kept));
        } else {
            link.send(cut(kept, link.eager ? kept.wave() : room.chance.number(), !link.eager, profile));
        }
    }

    /** What most links are sent, encoded once. */
    private List<Bytes> plain(Kept kept) {
        if (!kept.id().equals(plainId)) {
            plainId = kept.id();
            plain = cut(kept, kept.wave(), false, null);
        }
        return plain;
    }

    private static List<Bytes> cut(Kept kept, int wave, boolean shortcut, @Nullable Bytes profile) {
        return Fragments.split(new Frame.Said(kept.block(), kept.hops(), wave, shortcut, profile).encode());
    }

    private void announce() {
        announceAtMillis = Long.MAX_VALUE;
        for (Link link : room.connections.open()) {
            List<Frame.Announced> news = new ArrayList<>();
            for (Fresh entry : fresh.values()) {
                if (!entry.holders().contains(link)) {
                    news.add(announced(entry.kept()));
                }
            }
            announce(link, news);
        }
        fresh.clear();
    }

    private static void announce(Link link, List<Frame.Announced> entries) {
        for (int at = 0; at < entries.size(); at += Frame.ANNOUNCED_MAX) {
            link.send(new Frame.Have(entries.subList(at, Math.min(at + Frame.ANNOUNCED_MAX, entries.size()))));
        }
    }

    private static Frame.Announced announced(Kept kept) {
        return new Frame.Announced(kept.id(), kept.hops(), kept.wave());
    }

    /** Entries that were said some time ago, and that we have only now: others may have missed them as well. */
    void announceLate(List<Cid> ids) {
        List<Frame.Announced> news = new ArrayList<>();
        for (Cid id : ids) {
            news.add(new Frame.Announced(id, Frame.HOPS_MAX, 0));
        }
        for (Link link : room.connections.open()) {
            announce(link, news);
        }
    }

    void onHave(Link from, Frame.Have have) {
        for (Frame.Announced entry : have.entries()) {
            if (room.log.contains(entry.id())) {
                hold(entry.id(), from);
                Kept kept = recent.find(entry.id());
                if (kept != null && kept.wave() == entry.wave() && kept.hops() - entry.hops() > OPTIMISE_HOPS) {
                    replaceParent(kept, from);
                }
            } else if (!pending.containsKey(entry.id())) {
                repair.onAnnounced(from, entry.id());
            }
        }
    }

    void onGraft(Link from, Frame.Graft graft) {
        from.eager = true;
        Kept kept = graft.id() == null ? null : recent.find(graft.id());
        if (kept != null) {
            from.markTold(kept.profile());
            from.send(cut(kept, kept.wave(), false, room.profiles.block(kept.profile())));
        } else if (graft.id() != null) {
            room.sync.give(from, graft.id());
        }
    }

    /** A new link is told what was said lately: it may be the way to somebody who missed it. */
    void onUp(Link link) {
        List<Frame.Announced> lately = new ArrayList<>();
        for (Kept kept : recent.since(host.nowMillis() - LATELY_MILLIS, LATELY_MAX)) {
            if (!kept.author().equals(link.session)) {
                lately.add(announced(kept));
            }
        }
        announce(link, lately);
    }
}
