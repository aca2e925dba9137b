package tropichat.core.sync;

import java.util.Arrays;
import tropichat.core.base.Bytes;

/** Some keys that follow one another in the order, as ordinals, and the sum of their digests. */
final class Bucket {
    /** A guess: what a sum of half a bucket costs against the number of buckets. */
    static final int KEYS_MAX = 512;

    private static final int[] EMPTY = new int[0];

    private final KeyTable keys;
    private int[] ordinals = EMPTY;
    private int count;
    private Sum sum = new Sum();

    Bucket(KeyTable keys) {
        this.keys = keys;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == KEYS_MAX;
    }

    int ordinal(int index) {
        return ordinals[index];
    }

    /** The index of the first key that is not below the place, {@link #count} where there is none. */
    int indexOf(double lamport, Bytes prefix) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) / 2;
            if (keys.isBelow(ordinals[middle], lamport, prefix)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void insert(int index, int ordinal) {
        if (count == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, Math.min(KEYS_MAX, count + count / 2 + 8));
        }
        System.arraycopy(ordinals, index, ordinals, index + 1, count - index);
        ordinals[index] = ordinal;
        count++;
        keys.addTo(sum, ordinal);
    }

    void remove(int index) {
        int[] rest = Arrays.copyOf(ordinals, count - 1);
        System.arraycopy(ordinals, index + 1, rest, index, count - 1 - index);
        take(rest);
    }

    /** Takes the keys from {@code index} on out of this bucket and into a new one. */
    Bucket cut(int index) {
        Bucket rest = new Bucket(keys);
        rest.take(Arrays.copyOfRange(ordinals, index, count));
        take(Arrays.copyOf(ordinals, index));
        return rest;
    }

    /** Adds the digests from one index up to but not including another. */
    void addTo(Sum total, int from, int to) {
        if (from == 0 && to == count) {
            total.add(sum);
            return;
        }
        for (int i = from; i < to; i++) {
            keys.addTo(total, ordinals[i]);
        }
    }

    private void take(int[] taken) {
        ordinals = taken;
        count = taken.length;
        sum = new Sum();
        for (int ordinal : taken) {
            keys.addTo(sum, ordinal);
        }
    }
}
