package tropichat.core.sync;

import java.util.Arrays;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Value;

/**
 * The keys of a log, in order, made for logs of up to a million entries: some 55 bytes a key, little more than a hundred when empty.
 * A key is also known by its index, its place in the order counted from the oldest, until the set changes.
 *
 * <p>How it is built: a {@link KeyTable} holds the keys and finds them by digest. The order is a row of buckets, each
 * with the sum of its digests; so the sum of any range is put together from whole buckets and parts of two. How many keys
 * lie before a bucket is counted afresh by the first question after a change.
 *
 * <p>Whoever owns the set bounds it, by {@link #removeBelow}.
 */
public final class IdSet {
    /** Bytes of a SHA-256. */
    public static final int DIGEST_BYTES = 32;

    /** The greatest whole number that an entry can hold, exact in a double. */
    public static final long LAMPORT_MAX = Value.Int.MAX;

    private static final Bucket[] NO_BUCKETS = new Bucket[0];
    private static final int[] NO_STARTS = new int[0];

    private KeyTable keys;
    private Bucket[] buckets = NO_BUCKETS;
    private int bucketCount;
    private int size;

    /** By bucket, how many keys lie before it; right only while {@link #isCounted}. */
    private int[] starts = NO_STARTS;

    private boolean isCounted = true;

    /** The bucket that was looked into last: the next question is likely to be about its neighbourhood. */
    private int lastBucket;

    /** The salt should be random where strangers choose digests: it keeps them from choosing ones that are slow to find. */
    public IdSet(int salt) {
        keys = new KeyTable(salt);
    }

    public int size() {
        return size;
    }

    /** Whether the digest was new; one that is there keeps its lamport. */
    public boolean add(long lamport, Bytes digest) {
        double place = place(lamport);
        checkDigest(digest);
        if (keys.find(digest) != KeyTable.NONE) {
            return false;
        }
        int bucket = Math.max(0, bucketsStartingBelow(place, digest) - 1);
        int index = bucket < bucketCount ? buckets[bucket].indexOf(place, digest) : 0;
        if (bucketCount == 0) {
            insertBucket(0, new Bucket(keys));
        } else if (buckets[bucket].isFull()) {
            // Keys mostly come newest last, or newest first from storage: a bucket that is full at an end stays so.
            if (bucket == bucketCount - 1 && index == Bucket.KEYS_MAX) {
                insertBucket(++bucket, new Bucket(keys));
                index = 0;
            } else if (bucket == 0 && index == 0) {
                insertBucket(0, new Bucket(keys));
            } else {
                insertBucket(bucket + 1, buckets[bucket].cut(Bucket.KEYS_MAX / 2));
                if (index > Bucket.KEYS_MAX / 2) {
                    bucket++;
                    index -= Bucket.KEYS_MAX / 2;
                }
            }
        }
        buckets[bucket].insert(index, keys.add(place, digest));
        size++;
        isCounted = false;
        return true;
    }

    public boolean contains(Bytes digest) {
        return ordinalOf(digest) != KeyTable.NONE;
    }

    /** The lamport of the key with this digest, -1 where there is none. */
    public long lamportOf(Bytes digest) {
        int ordinal = ordinalOf(digest);
        return ordinal == KeyTable.NONE ? -1 : (long) keys.lamport(ordinal);
    }

    /** The lamport of the key at an index. */
    public long lamportAt(int index) {
        return (long) keys.lamport(ordinalAt(index));
    }

    /** The digest of the key at an index. */
    public Bytes digestAt(int index) {
        return keys.digest(ordinalAt(index));
    }

    /** How many keys lie before the place: the index of the first that does not, if there is one. */
    public int indexOf(long lamport, Bytes digest) {
        checkDigest(digest);
        return indexBelow(place(lamport), digest);
    }

    /** Removes one key; false where there is none. It costs about as much as adding one. */
    public boolean remove(Bytes digest) {
        int ordinal = ordinalOf(digest);
        if (ordinal == KeyTable.NONE) {
            return false;
        }
        int index = indexBelow(keys.lamport(ordinal), digest);
        int bucket = bucketOf(index);
        buckets[bucket].remove(index - starts[bucket]);
        keys.remove(ordinal);
        size--;
        if (buckets[bucket].count() == 0) {
            removeBucket(bucket);
        }
        isCounted = false;
        return true;
    }

    /** Removes the keys of a lower lamport, and tells how many they were. */
    public int removeBelow(long lamport) {
        return removeFirst(indexBelow(place(lamport), Bytes.EMPTY));
    }

    /** Removes the keys that lie before the place, and tells how many they were. */
    public int removeBelow(long lamport, Bytes digest) {
        return removeFirst(indexOf(lamport, digest));
    }

    // ---- What Reconciliation asks

    int salt() {
        return keys.salt();
    }

    /** A number that is the key's own while the set does not change, {@link KeyTable#NONE} where there is no such key. */
    int ordinalOf(Bytes digest) {
        checkDigest(digest);
        return keys.find(digest);
    }

    int ordinalAt(int index) {
        int bucket = bucketOf(index);
        return buckets[bucket].ordinal(index - starts[bucket]);
    }

    void copyDigest(int index, byte[] target, int at) {
        keys.copyDigest(ordinalAt(index), target, at);
    }

    int indexOf(Bound bound) {
        return indexBelow(bound.lamport(), bound.prefix());
    }

    /** The shortest bound between the key at {@code index} and the one before it; neither may be missing. */
    Bound boundAt(int index) {
        return keys.between(ordinalAt(index - 1), ordinalAt(index));
    }

    /** The sum of the digests from one index up to but not including another. */
    Sum sum(int from, int to) {
        Sum sum = new Sum();
        int at = from;
        while (at < to) {
            int bucket = bucketOf(at);
            int start = starts[bucket];
            int end = Math.min(to - start, buckets[bucket].count());
            buckets[bucket].addTo(sum, at - start, end);
            at = start + end;
        }
        return sum;
    }

    private int removeFirst(int removed) {
        if (removed == size) {
            clear();
            return removed;
        }
        if (removed == 0) {
            return 0;
        }
        for (int i = 0; i < removed; i++) {
            keys.remove(ordinalAt(i));
        }
        int first = bucketOf(removed);
        buckets[first] = buckets[first].cut(removed - starts[first]);
        System.arraycopy(buckets, first, buckets, 0, bucketCount - first);
        Arrays.fill(buckets, bucketCount - first, bucketCount, null);
        bucketCount -= first;
        size -= removed;
        isCounted = false;
        return removed;
    }

    private void clear() {
        keys = new KeyTable(keys.salt());
        buckets = NO_BUCKETS;
        bucketCount = 0;
        size = 0;
        isCounted = false;
    }

    private void insertBucket(int at, Bucket bucket) {
        if (bucketCount == buckets.length) {
            buckets = Arrays.copyOf(buckets, bucketCount + bucketCount / 2 + 1);
        }
        System.arraycopy(buckets, at, buckets, at + 1, bucketCount - at);
        buckets[at] = bucket;
        bucketCount++;
    }

    private void removeBucket(int at) {
        bucketCount--;
        System.arraycopy(buckets, at + 1, buckets, at, bucketCount - at);
        Arrays.fill(buckets, bucketCount, bucketCount + 1, null);
    }

    private int indexBelow(double lamport, Bytes prefix) {
        count();
        int bucket = bucketsStartingBelow(lamport, prefix) - 1;
        return bucket < 0 ? 0 : starts[bucket] + buckets[bucket].indexOf(lamport, prefix);
    }

    private int bucketsStartingBelow(double lamport, Bytes prefix) {
        int low = 0;
        int high = bucketCount;
        while (low < high) {
            int middle = (low + high) / 2;
            if (keys.isBelow(buckets[middle].ordinal(0), lamport, prefix)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int bucketOf(int index) {
        // The page's build leaves array bounds unchecked.
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size);
        }
        count();
        if (!isIn(lastBucket, index)) {
            int at = Arrays.binarySearch(starts, 0, bucketCount, index);
            lastBucket = at >= 0 ? at : -at - 2;
        }
        return lastBucket;
    }

    private boolean isIn(int bucket, int index) {
        return starts[bucket] <= index && index < starts[bucket] + buckets[bucket].count();
    }

    private void count() {
        if (isCounted) {
            return;
        }
        if (starts.length < bucketCount || bucketCount == 0) {
            starts = new int[buckets.length];
        }
        int before = 0;
        for (int i = 0; i < bucketCount; i++) {
            starts[i] = before;
            before += buckets[i].count();
        }
        lastBucket = 0;
        isCounted = true;
    }

    private static double place(long lamport) {
        if (lamport < 0 || lamport > LAMPORT_MAX) {
            throw new IllegalArgumentException("no lamport: " + lamport);
        }
        return (double) lamport;
    }

    private static void checkDigest(Bytes digest) {
        if (digest.length() != DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has " + DIGEST_BYTES + " bytes, not " + digest.length());
        }
    }
}
