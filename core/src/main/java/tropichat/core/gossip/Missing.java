package tropichat.core.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.wire.Cid;

/** Entries that others have announced and that have not come: who has them, and when to ask whom. */
public final class Missing {
    /** Entries that are waited for at most; of more, the one that announced most of them gives way. */
    public static final int ENTRIES_MAX = 1_024;

    /** Links that are remembered to have an entry: all of a full mesh. */
    public static final int HOLDERS_MAX = 24;

    /** An entry that has not come. */
    private static final class Absent {
        final ArrayDeque<Integer> holders = new ArrayDeque<>();

        /** The link that announced it first. */
        final int announcer;

        /** The link that was asked last and has sent nothing; 0 where there is none. */
        int asked;

        long dueAtMillis;

        Absent(int announcer, long dueAtMillis) {
            this.announcer = announcer;
            this.dueAtMillis = dueAtMillis;
        }
    }

    /** Whom to ask for what. */
    public record Request(Cid id, int link) {}

    /**
     * What is to be done now.
     *
     * @param broken links that were asked for what they had announced and did not send it, once for each entry
     */
    public record Due(List<Request> requests, List<Integer> broken) {}

    private final Map<Cid, Absent> absent = new LinkedHashMap<>();

    /** How many entries that are waited for each link has announced first. */
    private final Map<Integer, Integer> counts = new LinkedHashMap<>();

    private long deadlineMillis = Long.MAX_VALUE;

    /** Somebody has an entry that we have not; it is asked for at {@code dueAtMillis} where it has not come by then. */
    public void announce(Cid id, int link, long dueAtMillis) {
        Absent entry = absent.get(id);
        if (entry == null) {
            if (absent.size() >= ENTRIES_MAX && !makeRoom(link)) {
                return;
            }
            entry = new Absent(link, dueAtMillis);
            absent.put(id, entry);
            counts.merge(link, 1, Integer::sum);
        }
        entry.dueAtMillis = Math.min(entry.dueAtMillis, dueAtMillis);
        deadlineMillis = Math.min(deadlineMillis, entry.dueAtMillis);
        if (entry.holders.size() < HOLDERS_MAX && !entry.holders.contains(link)) {
            entry.holders.add(link);
        }
    }

    /** Forgets one entry of the link that has announced most; false where that is {@code link} itself. */
    private boolean makeRoom(int link) {
        int greediest = link;
        for (Map.Entry<Integer, Integer> each : counts.entrySet()) {
            if (each.getValue() > counts.getOrDefault(greediest, 0)) {
                greediest = each.getKey();
            }
        }
        if (greediest == link) {
            return false;
        }
        for (Map.Entry<Cid, Absent> each : absent.entrySet()) {
            if (each.getValue().announcer == greediest) {
                resolve(each.getKey());
                return true;
            }
        }
        return false;
    }

    /** A copy has come over a link, whatever it is worth: the link has done what it was asked for. */
    public void onCopy(Cid id, int link) {
        Absent entry = absent.get(id);
        if (entry != null && entry.asked == link) {
            entry.asked = 0;
        }
    }

    /** The entry has come. */
    public void resolve(Cid id) {
        Absent entry = absent.remove(id);
        if (entry != null) {
            counts.merge(entry.announcer, -1, Integer::sum);
            counts.remove(entry.announcer, 0);
        }
    }

    public long deadlineMillis() {
        return absent.isEmpty() ? Long.MAX_VALUE : deadlineMillis;
    }

    /**
     * Whom to ask now. Each holder is asked once; an entry that none of them gave is waited for no longer.
     *
     * @param againMillis how long the answer may take before the next is asked
     */
    public Due due(long nowMillis, long againMillis) {
        List<Request> requests = new ArrayList<>();
        List<Integer> broken = new ArrayList<>();
        List<Cid> hopeless = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Cid, Absent> each : absent.entrySet()) {
            Absent entry = each.getValue();
            if (entry.dueAtMillis <= nowMillis) {
                if (entry.asked != 0) {
                    broken.add(entry.asked);
                }
                Integer link = entry.holders.poll();
                if (link == null) {
                    hopeless.add(each.getKey());
                    continue;
                }
                requests.add(new Request(each.getKey(), link));
                entry.asked = link;
                entry.dueAtMillis = nowMillis + againMillis;
            }
            next = Math.min(next, entry.dueAtMillis);
        }
        hopeless.forEach(this::resolve);
        deadlineMillis = next;
        return new Due(requests, broken);
    }
}
