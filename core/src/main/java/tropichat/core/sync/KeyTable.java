package tropichat.core.sync;

import java.util.Arrays;
import tropichat.core.base.Bytes;

/**
 * Keys without an order: each has an ordinal, a small number that stays its own until the key is removed, and is found by
 * its digest. Packed into arrays: some 50 bytes a key.
 */
final class KeyTable {
    static final int NONE = -1;

    /** Keys of one pair of arrays; a guess between many small arrays and much room that a small set leaves empty. */
    private static final int CHUNK_KEYS = 64;

    private static final int SLOTS_MIN = 16;

    private final int salt;

    private byte[][] digests = new byte[0][];
    private double[][] lamports = new double[0][];
    private int ordinals;

    /** The first of the ordinals that were given back; the lamport of each is the next of them. */
    private int free = NONE;

    /** By hash, the next free place where it is taken: a key's ordinal and 1, or 0. A power of two, or none at all. */
    private int[] slots = new int[0];

    private int size;

    /** The salt should be random: without it, one could grind out digests that all fall into one place. */
    KeyTable(int salt) {
        this.salt = salt;
    }

    int salt() {
        return salt;
    }

    /** The ordinal of the key with this digest, or {@link #NONE}. */
    int find(Bytes digest) {
        if (size == 0) {
            return NONE;
        }
        byte[] wanted = digest.unsafeArray();
        int slot = hash(wanted, 0) & slots.length - 1;
        while (slots[slot] != 0) {
            int ordinal = slots[slot] - 1;
            if (isDigest(ordinal, wanted)) {
                return ordinal;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    /** Adds a key whose digest is not there yet. */
    int add(double lamport, Bytes digest) {
        int ordinal = takeOrdinal();
        lamports[ordinal / CHUNK_KEYS][ordinal % CHUNK_KEYS] = lamport;
        System.arraycopy(digest.unsafeArray(), 0, chunk(ordinal), offset(ordinal), IdSet.DIGEST_BYTES);
        size++;
        // At most two thirds full, so that searches stay short.
        if (3 * size > 2 * slots.length) {
            growSlots();
        }
        fillSlot(ordinal);
        return ordinal;
    }

    void remove(int ordinal) {
        emptySlot(slotOf(ordinal));
        lamports[ordinal / CHUNK_KEYS][ordinal % CHUNK_KEYS] = free;
        free = ordinal;
        size--;
    }

    double lamport(int ordinal) {
        return lamports[ordinal / CHUNK_KEYS][ordinal % CHUNK_KEYS];
    }

    Bytes digest(int ordinal) {
        int at = offset(ordinal);
        return Bytes.wrap(Arrays.copyOfRange(chunk(ordinal), at, at + IdSet.DIGEST_BYTES));
    }

    void copyDigest(int ordinal, byte[] target, int at) {
        System.arraycopy(chunk(ordinal), offset(ordinal), target, at, IdSet.DIGEST_BYTES);
    }

    void addTo(Sum sum, int ordinal) {
        sum.add(chunk(ordinal), offset(ordinal));
    }

    /** Whether the key lies before the place that this lamport and the digest's first bytes name. */
    boolean isBelow(int ordinal, double lamport, Bytes prefix) {
        double own = lamport(ordinal);
        if (own != lamport) {
            return own < lamport;
        }
        byte[] chunk = chunk(ordinal);
        int at = offset(ordinal);
        for (int i = 0; i < prefix.length(); i++) {
            int difference = (chunk[at + i] & 0xff) - prefix.at(i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    /** The shortest bound that lies above the key before and not above the key after. */
    Bound between(int before, int after) {
        double lamport = lamport(after);
        if (lamport(before) != lamport) {
            return new Bound(lamport, Bytes.EMPTY);
        }
        byte[] chunk = chunk(after);
        int at = offset(after);
        int length = 0;
        while (chunk[at + length] == chunk(before)[offset(before) + length]) {
            length++;
        }
        return new Bound(lamport, Bytes.wrap(Arrays.copyOfRange(chunk, at, at + length + 1)));
    }

    private int takeOrdinal() {
        if (free != NONE) {
            int ordinal = free;
            free = (int) lamport(ordinal);
            return ordinal;
        }
        int chunk = ordinals / CHUNK_KEYS;
        if (chunk == digests.length) {
            int length = chunk + chunk / 2 + 1;
            digests = Arrays.copyOf(digests, length);
            lamports = Arrays.copyOf(lamports, length);
        }
        if (ordinals % CHUNK_KEYS == 0) {
            digests[chunk] = new byte[CHUNK_KEYS * IdSet.DIGEST_BYTES];
            lamports[chunk] = new double[CHUNK_KEYS];
        }
        return ordinals++;
    }

    private void growSlots() {
        int[] old = slots;
        slots = new int[Math.max(SLOTS_MIN, 2 * old.length)];
        for (int entry : old) {
            if (entry != 0) {
                fillSlot(entry - 1);
            }
        }
    }

    private void fillSlot(int ordinal) {
        int slot = hash(chunk(ordinal), offset(ordinal)) & slots.length - 1;
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = ordinal + 1;
    }

    private int slotOf(int ordinal) {
        int slot = hash(chunk(ordinal), offset(ordinal)) & slots.length - 1;
        while (slots[slot] != ordinal + 1) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** Moves up those that had been put further on, so that no search ends too early (Knuth 6.4, algorithm R). */
    private void emptySlot(int slot) {
        int mask = slots.length - 1;
        int hole = slot;
        int next = slot + 1 & mask;
        while (slots[next] != 0) {
            int ordinal = slots[next] - 1;
            int home = hash(chunk(ordinal), offset(ordinal)) & mask;
            if ((next - home & mask) >= (next - hole & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
            next = next + 1 & mask;
        }
        slots[hole] = 0;
    }

    // Salt, then 64 bits of the digest, mixed as MurmurHash3 ends (fmix32): every bit of each changes which two
    // collide.
    private int hash(byte[] digest, int at) {
        return mix(mix(salt ^ word(digest, at)) ^ word(digest, at + 4));
    }

    private static int mix(int value) {
        int mixed = (value ^ value >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }

    private static int word(byte[] digest, int at) {
        return (digest[at] & 0xff) << 24
                | (digest[at + 1] & 0xff) << 16
                | (digest[at + 2] & 0xff) << 8
                | (digest[at + 3] & 0xff);
    }

    private boolean isDigest(int ordinal, byte[] digest) {
        byte[] chunk = chunk(ordinal);
        int at = offset(ordinal);
        for (int i = 0; i < IdSet.DIGEST_BYTES; i++) {
            if (chunk[at + i] != digest[i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] chunk(int ordinal) {
        return digests[ordinal / CHUNK_KEYS];
    }

    private static int offset(int ordinal) {
        return ordinal % CHUNK_KEYS * IdSet.DIGEST_BYTES;
    }
}
