package tropichat.core.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.wire.Cid;

/** Entries that others have announced and that have not come: who has them, and when to ask whom. */
public final class Missing {
    /** Entries that are waited for at most; further announcements are ignored. */
    public static final int ENTRIES_MAX = 1_024;

    /** Links that are remembered to have an entry: all of a full mesh. */
    public static final int HOLDERS_MAX = 24;

    /** An entry that has not come. */
    private static final class Absent {
        final ArrayDeque<Integer> holders = new ArrayDeque<>();
        long dueAtMillis;
    }

    /** Whom to ask for what. */
    public record Request(Cid id, int link) {}

    private final Map<Cid, Absent> absent = new LinkedHashMap<>();
    private long deadlineMillis = Long.MAX_VALUE;

    /** Somebody has an entry that we have not; it is asked for at {@code dueAtMillis} where it has not come by then. */
    public void announce(Cid id, int link, long dueAtMillis) {
        Absent entry = absent.get(id);
        if (entry == null) {
            if (absent.size() >= ENTRIES_MAX) {
                return;
            }
            entry = new Absent();
            entry.dueAtMillis = dueAtMillis;
            absent.put(id, entry);
        }
        entry.dueAtMillis = Math.min(entry.dueAtMillis, dueAtMillis);
        deadlineMillis = Math.min(deadlineMillis, entry.dueAtMillis);
        if (entry.holders.size() < HOLDERS_MAX && !entry.holders.contains(link)) {
            entry.holders.add(link);
        }
    }

    /** The entry has come. */
    public void resolve(Cid id) {
        absent.remove(id);
    }

    public long deadlineMillis() {
        return absent.isEmpty() ? Long.MAX_VALUE : deadlineMillis;
    }

    /**
     * Whom to ask now. Each holder is asked once; an entry that none of them gave is waited for no longer.
     *
     * @param againMillis how long the answer may take before the next is asked
     */
    public List<Request> due(long nowMillis, long againMillis) {
        List<Request> requests = new ArrayList<>();
        List<Cid> hopeless = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Map.Entry<Cid, Absent> each : absent.entrySet()) {
            Absent entry = each.getValue();
            if (entry.dueAtMillis <= nowMillis) {
                Integer link = entry.holders.poll();
                if (link == null) {
                    hopeless.add(each.getKey());
                    continue;
                }
                requests.add(new Request(each.getKey(), link));
                entry.dueAtMillis = nowMillis + againMillis;
            }
            next = Math.min(next, entry.dueAtMillis);
        }
        hopeless.forEach(absent::remove);
        deadlineMillis = next;
        return requests;
    }
}
