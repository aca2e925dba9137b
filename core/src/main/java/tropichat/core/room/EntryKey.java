package tropichat.core.room;

import tropichat.core.wire.Cid;

/** Where an entry stands in a room's log: by lamport, then by the bytes of its identifier. The same for every peer. */
public record EntryKey(long lamport, Cid id) implements Comparable<EntryKey> {
    @Override
    public int compareTo(EntryKey other) {
        int byLamport = Long.compare(lamport, other.lamport);
        return byLamport != 0 ? byLamport : id.compareTo(other.id);
    }
}
