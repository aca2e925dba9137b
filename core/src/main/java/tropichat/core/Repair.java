package tropichat.core;

import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Oldest;
import tropichat.core.gossip.Missing;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.Log;
import tropichat.core.wire.Cid;

/**
 * How what did not spread to us is had all the same: entries that others announced or named as parents, that came without
 * their author's profile, or came too early. Each is asked for by a graft, of one holder after the other (Plumtree).
 */
final class Repair {
    /** From an announcement to asking; with the time of gathering three times the way across a large room (1 s, simulated). */
    static final long GRAFT_MILLIS = 1_000;

    /** How long an answer to a graft may take before another is asked: a round trip, twice (the paper's second timer). */
    static final long GRAFT_AGAIN_MILLIS = 500;

    /** Copies without their author's profile of which is remembered that they were asked for again. */
    static final int NAMELESS_MAX = 256;

    /** A copy that came without its author's profile, where that was not known. */
    private record Nameless(Cid id, int link) {}

    private final Room room;
    private final Host host;
    private final Missing missing = new Missing();
    private final LinkedHashSet<Nameless> nameless = new LinkedHashSet<>();

    Repair(Room room) {
        this.room = room;
        this.host = room.host;
    }

    long deadlineMillis() {
        return missing.deadlineMillis();
    }

    void tick() {
        if (host.nowMillis() < missing.deadlineMillis()) {
            return;
        }
        Missing.Due due = missing.due(host.nowMillis(), GRAFT_AGAIN_MILLIS);
        for (int broken : due.broken()) {
            Link link = openLink(broken);
            if (link != null && !link.rates.brokenPromise()) {
                link.end(LinkEnd.FLOOD);
            }
        }
        for (Missing.Request request : due.requests()) {
            Link link = openLink(request.link());
            if (link != null) {
                graft(link, request.id());
            }
        }
    }

    private @Nullable Link openLink(int number) {
        Link link = room.connections.find(number);
        return link != null && link.isOpen() ? link : null;
    }

    /** Puts a link into the tree, and asks for an entry where one is named. */
    static void graft(Link link, @Nullable Cid id) {
        link.eager = true;
        link.send(new Frame.Graft(id));
    }

    /** A link has told of an entry that may yet come by itself. */
    void onAnnounced(Link from, Cid id) {
        missing.announce(id, from.id, host.nowMillis() + GRAFT_MILLIS);
    }

    /** A copy has come, whatever it is worth. */
    void onCopy(Link from, Cid id) {
        missing.onCopy(id, from.id);
    }

    /** An entry is there. */
    void onTaken(Cid id) {
        missing.resolve(id);
    }

    /** An entry was not taken from where it came first: whoever else has it is asked. */
    void onRejected(Cid id, List<Link> others) {
        for (Link other : others) {
            missing.announce(id, other.id, host.nowMillis());
        }
    }

    /** An entry is ahead of our clock: it is asked for again when its time has come. */
    void onEarly(Link from, Claimed claimed, List<Link> others) {
        missing.resolve(claimed.id);
        long dueAtMillis = Log.plausibleFromMillis(claimed.entry);
        missing.announce(claimed.id, from.id, dueAtMillis);
        others.forEach(other -> missing.announce(claimed.id, other.id, dueAtMillis));
    }

    /**
     * An entry came without the profile of an author whom we do not know: with a graft's answer it comes along. Each link
     * is asked once, since whoever has forgotten the author would only send the same again.
     */
    void onNameless(Link from, Cid id) {
        if (nameless.add(new Nameless(id, from.id))) {
            Oldest.forget(nameless, NAMELESS_MAX);
            missing.announce(id, from.id, host.nowMillis());
        }
    }

    /**
     * What an entry names and has not come is asked for like what was announced. Who names much that is not there does so
     * to keep us busy.
     */
    void askForParents(Link from, Entry entry) {
        for (Cid parent : entry.parents()) {
            if (room.log.contains(parent) || room.broadcast.isPending(parent)) {
                continue;
            }
            if (from.rates.parent()) {
                onAnnounced(from, parent);
            } else if (entry.author().equals(from.session)) {
                from.end(LinkEnd.FLOOD);
                return;
            }
        }
    }
}
