package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.link.Frame;
import tropichat.core.link.Way;
import tropichat.core.wire.Cid;

/**
 * How far what we say gets. In a small room everybody tells an author what has come, over their link or through others. In a
 * large one its neighbours do, who pass it on.
 */
final class Receipts {
    /** How long identifiers are gathered before an author is told: with what is announced, by one timer. */
    static final long GATHER_MILLIS = Broadcast.ANNOUNCE_MILLIS;

    /** Own entries whose way is followed; a person says no more in some minutes. */
    static final int FOLLOWED_MAX = 256;

    private final Room room;

    /** What is to be told to whom. */
    private final Map<DidKey, List<Cid>> owed = new LinkedHashMap<>();

    /** Who has our entries, as they told. */
    private final Map<Cid, LinkedHashSet<DidKey>> holders = new LinkedHashMap<>();

    private long tellAtMillis = Long.MAX_VALUE;

    Receipts(Room room) {
        this.room = room;
    }

    long deadlineMillis() {
        return tellAtMillis;
    }

    void tick() {
        if (room.host.nowMillis() < tellAtMillis) {
            return;
        }
        tellAtMillis = Long.MAX_VALUE;
        owed.forEach((author, ids) -> {
            boolean linked = isLinked(author);
            Way way = linked ? null : new Way(author, room.self.session(), 0);
            if (linked || !room.membership.isLarge()) {
                room.courier.forward(author, new Frame.Got(ids, way), null);
            }
        });
        owed.clear();
    }

    private boolean isLinked(DidKey author) {
        Contact contact = room.roster.bySession(author);
        return contact != null && contact.isLinked();
    }

    /** An entry has come; its author is told, if it can be. */
    void onTaken(Cid id, DidKey author) {
        boolean known = room.roster.bySession(author) != null;
        if (!isLinked(author) && (!known || room.membership.isLarge())) {
            return;
        }
        List<Cid> ids = owed.computeIfAbsent(author, ignored -> new ArrayList<>());
        if (ids.size() < Frame.IDS_MAX) {
            ids.add(id);
            tellAtMillis = Math.min(tellAtMillis, room.host.nowMillis() + GATHER_MILLIS);
        }
    }

    /** An own entry goes on its way, where there is anybody to take it. */
    void follow(Cid id) {
        begin(id);
        tell(id, !room.connections.open().isEmpty());
    }

    private void begin(Cid id) {
        holders.put(id, new LinkedHashSet<>());
        Oldest.forget(holders.values(), FOLLOWED_MAX);
    }

    void onGot(Link from, Frame.Got got) {
        Way way = got.way();
        if (way == null) {
            onGot(from.session, got.ids());
            return;
        }
        boolean ours = room.courier.arrives(way, from, further -> new Frame.Got(got.ids(), further));
        if (ours && room.roster.bySession(way.from()) != null) {
            onGot(way.from(), got.ids());
        }
    }

    private void onGot(DidKey holder, List<Cid> ids) {
        for (Cid id : ids) {
            // What was said before a reload is followed from now on.
            if (!holders.containsKey(id) && room.log.contains(id)) {
                begin(id);
            }
            onHeld(holder, id);
        }
    }

    /** The other end of a link has the same log as we. */
    void onSame(Link link) {
        new ArrayList<>(holders.keySet()).forEach(id -> onHeld(link.session, id));
    }

    private void onHeld(DidKey holder, Cid id) {
        LinkedHashSet<DidKey> sessions = holders.get(id);
        if (sessions != null && sessions.add(holder)) {
            tell(id, true);
        }
    }

    private void tell(Cid id, boolean sent) {
        LinkedHashSet<DidKey> sessions = holders.get(id);
        int reached = sessions == null ? 0 : sessions.size();
        int others = Math.max(reached, room.membership.membersAtMost() - 1);
        room.host.emit(new Event.Reached(id, sent, reached, others));
    }
}
