package tropichat.core.room;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.wire.Cid;

/**
 * What a peer remembers of a room's log: which entries it has seen lately, where the log ends just now (the entries that
 * no other names as a parent), and the highest lamport.
 */
public final class Timeline {
    /** Entries remembered so that a second copy is known as such: five minutes of a room at 30 entries a second. */
    static final int SEEN_MAX = 10_000;

    /** How far an entry's lamport may lie above the highest seen; more is an attempt to use up the numbers. */
    static final long LAMPORT_LEAP_MAX = 1_000_000;

    private final LinkedHashSet<Cid> seen = new LinkedHashSet<>();
    private final LinkedHashSet<Cid> heads = new LinkedHashSet<>();
    private long lamport;

    /** Whether the entry's lamport could have come about. */
    public boolean isPlausible(Entry entry) {
        return entry.lamport() <= lamport + LAMPORT_LEAP_MAX;
    }

    public boolean hasSeen(Cid id) {
        return seen.contains(id);
    }

    /** Takes note of an entry that counts; false where it had been seen before. */
    public boolean add(Cid id, Entry entry) {
        if (!seen.add(id)) {
            return false;
        }
        entry.parents().forEach(heads::remove);
        heads.add(id);
        Oldest.forget(heads, Limits.ENTRY_PARENTS_MAX);
        Oldest.forget(seen, SEEN_MAX);
        lamport = Math.max(lamport, entry.lamport());
        return true;
    }

    /** The lamport that the next own entry takes. */
    public long nextLamport() {
        return lamport + 1;
    }

    /** The parents that the next own entry names, oldest first. */
    public List<Cid> parents() {
        return new ArrayList<>(heads);
    }
}
