package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.link.Frame;
import tropichat.core.wire.Cid;

/**
 * How far what we say gets. Whoever is linked with an author tells it what has come, so that in a small room the author
 * hears of everybody, and in a large one of its neighbours, who pass it on.
 */
final class Receipts {
    /** How long identifiers are gathered before an author is told. */
    static final long GATHER_MILLIS = 300;

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
            Contact contact = room.roster.bySession(author);
            Link open = contact == null ? null : contact.openLink();
            if (open != null) {
                open.send(new Frame.Got(ids));
            }
        });
        owed.clear();
    }

    /** An entry has come; its author is told where it is linked with us. */
    void onTaken(Cid id, DidKey author) {
        Contact contact = room.roster.bySession(author);
        if (contact == null || !contact.isLinked()) {
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
        for (Cid id : got.ids()) {
            // What was said before a reload is followed from now on.
            if (!holders.containsKey(id) && room.log.contains(id)) {
                begin(id);
            }
            onHeld(from, id);
        }
    }

    /** The other end of a link has the same log as we. */
    void onSame(Link link) {
        new ArrayList<>(holders.keySet()).forEach(id -> onHeld(link, id));
    }

    private void onHeld(Link from, Cid id) {
        LinkedHashSet<DidKey> sessions = holders.get(id);
        if (sessions != null && sessions.add(from.session)) {
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
