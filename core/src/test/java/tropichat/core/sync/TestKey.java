package tropichat.core.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import tropichat.core.base.Bytes;

/** A key as tests hold it, ordered as {@link IdSet} must order it. */
record TestKey(long lamport, Bytes digest) implements Comparable<TestKey> {
    @Override
    public int compareTo(TestKey other) {
        int byLamport = Long.compare(lamport, other.lamport);
        return byLamport != 0 ? byLamport : digest.compareTo(other.digest);
    }

    static TestKey random(long lamport, Random random) {
        byte[] digest = new byte[IdSet.DIGEST_BYTES];
        random.nextBytes(digest);
        return new TestKey(lamport, Bytes.wrap(digest));
    }

    /** Keys whose lamports are all alike, clustered, or spread far: whatever the seed says. */
    static List<TestKey> many(int count, Random random) {
        int shape = random.nextInt(4);
        List<TestKey> keys = new ArrayList<>();
        long lamport = random.nextInt(1000);
        for (int i = 0; i < count; i++) {
            lamport += switch (shape) {
                case 0 -> 0;
                case 1 -> random.nextInt(200) == 0 ? 1_000_000 : 0;
                case 2 -> random.nextInt(3);
                default -> random.nextInt(1 << 30);
            };
            keys.add(random(lamport, random));
        }
        return keys;
    }

    static IdSet set(Collection<TestKey> keys, int salt) {
        IdSet set = new IdSet(salt);
        for (TestKey key : keys) {
            set.add(key.lamport, key.digest);
        }
        return set;
    }

    /** The digests of those that are in one but not in the other, newest first. */
    static List<Bytes> missing(NavigableSet<TestKey> from, Set<TestKey> other) {
        return from.descendingSet().stream()
                .filter(key -> !other.contains(key))
                .map(TestKey::digest)
                .toList();
    }
}
