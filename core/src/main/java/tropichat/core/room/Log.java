package tropichat.core.room;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Limits;
import tropichat.core.sync.IdSet;
import tropichat.core.wire.Cid;

/**
 * The keys of a room's log: which entries are kept, where the log ends just now (the entries that no other names as a
 * parent), and the highest lamport. The blocks are the host's to keep.
 */
public final class Log {
    /** Entries above the bound that are waited for, as a part of it. */
    private static final int TRIM_PART = 100;

    /** Two clocks lie apart by at most so many times what each may be off: one is ahead, the other behind. */
    private static final long CLOCKS_APART = 2;

    private final IdSet keys;

    /** The ends of the log, each with its lamport. */
    private final Map<Cid, Long> heads = new LinkedHashMap<>();

    private long lamport;

    /** Below this lamport nothing is kept, nor taken any more. */
    private long floor;

    /** @param salt by chance, so that nobody can choose identifiers that fall on one another */
    public Log(int salt) {
        keys = new IdSet(salt);
    }

    /**
     * Whether the entry's lamport can have come about: a room has not had more entries than milliseconds have passed
     * since 1970. This needs no knowledge of the log, so that whoever comes late judges like everybody.
     */
    public static boolean isPlausible(Entry entry, long nowMillis) {
        return plausibleFromMillis(entry) <= nowMillis;
    }

    /** From when on the entry's lamport can have come about by a clock, Unix milliseconds. */
    public static long plausibleFromMillis(Entry entry) {
        return entry.lamport() - Limits.CLOCK_SKEW_MILLIS_MAX;
    }

    /**
     * Whether somebody whose clock is right enough can have taken the entry: who passes it on is not to blame then, even
     * where it is too early for us.
     */
    public static boolean isTakenSomewhere(Entry entry, long nowMillis) {
        return isPlausible(entry, nowMillis + CLOCKS_APART * Limits.CLOCK_SKEW_MILLIS_MAX);
    }

    public boolean contains(Cid id) {
        return keys.contains(id.digest());
    }

    /** What is kept, for comparing it with others. */
    public IdSet keys() {
        return keys;
    }

    /** The highest lamport that is known. */
    public long lamport() {
        return lamport;
    }

    /** The lamport below which nothing is kept. */
    public long floor() {
        return floor;
    }

    /** The key of an entry that is kept; null where it is not. */
    public @Nullable EntryKey key(Cid id) {
        long found = keys.lamportOf(id.digest());
        return found < 0 ? null : new EntryKey(found, id);
    }

    /** Takes an entry that counts; false where it was there before, or is older than what is kept. */
    public boolean add(Cid id, Entry entry) {
        if (entry.lamport() < floor || !keys.add(entry.lamport(), id.digest())) {
            return false;
        }
        entry.parents().forEach(heads::remove);
        heads.put(id, entry.lamport());
        if (heads.size() > Limits.ENTRY_PARENTS_MAX) {
            heads.remove(lowestHead());
        }
        lamport = Math.max(lamport, entry.lamport());
        return true;
    }

    /** Finds where the log ends among its newest entries, which the host kept. */
    public void restoreHeads(List<Entry.Received> newest) {
        for (Entry.Received each : newest) {
            heads.put(each.id(), each.entry().lamport());
        }
        for (Entry.Received each : newest) {
            each.entry().parents().forEach(heads::remove);
        }
        while (heads.size() > Limits.ENTRY_PARENTS_MAX) {
            heads.remove(lowestHead());
        }
    }

    /** Takes keys that the host kept from before. */
    public void restore(List<EntryKey> kept) {
        for (EntryKey key : kept) {
            keys.add(key.lamport(), key.id().digest());
            lamport = Math.max(lamport, key.lamport());
        }
    }

    // The highest stays: whoever builds on it gets past every lamport that we know.
    private Cid lowestHead() {
        Map.Entry<Cid, Long> lowest = null;
        for (Map.Entry<Cid, Long> head : heads.entrySet()) {
            if (lowest == null || head.getValue() < lowest.getValue()) {
                lowest = head;
            }
        }
        return lowest == null ? heads.keySet().iterator().next() : lowest.getKey();
    }

    /**
     * Forgets the oldest where more than {@code entriesMax} are kept, and with them all of their lamport.
     *
     * @return the lamport below which nothing is kept now; 0 where nothing was to be forgotten
     */
    public long trim(int entriesMax) {
        // Some at a time: a removal costs as much for a hundredth as for one.
        if (keys.size() <= entriesMax + entriesMax / TRIM_PART) {
            return 0;
        }
        // Where very many share the lowest lamport, they go together: else none of them ever would.
        forgetBelow(Math.max(keys.lamportAt(keys.size() - entriesMax), keys.lamportAt(0) + 1));
        return floor;
    }

    /** Forgets all entries of a lower lamport, and takes none of them again. */
    public void forgetBelow(long below) {
        if (below > floor) {
            floor = below;
            keys.removeBelow(below);
            // What is said next must not lie below it, even if nothing is left.
            lamport = Math.max(lamport, below - 1);
        }
    }

    /** The host has lost an entry: it is missing like one that never came. */
    public void forget(Cid id) {
        keys.remove(id.digest());
        heads.remove(id);
    }

    /**
     * The lamport that the next own entry takes: past all that we know, but not past our own clock. Else whoever says
     * something just plausible would make others implausible to those whose clocks are behind.
     */
    public long nextLamport(long nowMillis) {
        return Math.max(Math.min(lamport + 1, nowMillis), floor);
    }

    /** The parents that the next own entry names, oldest first. */
    public List<Cid> parents() {
        return new ArrayList<>(heads.keySet());
    }
}
