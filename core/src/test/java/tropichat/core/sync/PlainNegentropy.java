package tropichat.core.sync;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.TestHashes;

/**
 * Negentropy's version 1 written down a second time, as plainly as possible, straight from its specification: a sorted
 * list, sums as big numbers, messages of any length, no limit, no floor, no check of what is read.
 */
final class PlainNegentropy {
    private static final Hashes HASHES = new TestHashes();
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final long INFINITY = Long.MAX_VALUE;

    private final List<TestKey> keys;
    private final BigInteger[] sums;
    final Set<Bytes> have = new LinkedHashSet<>();
    final Set<Bytes> need = new LinkedHashSet<>();

    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long writtenLamport;

    PlainNegentropy(Collection<TestKey> keys) {
        this.keys = new ArrayList<>(new TreeSet<>(keys));
        sums = new BigInteger[this.keys.size() + 1];
        sums[0] = BigInteger.ZERO;
        for (int i = 0; i < this.keys.size(); i++) {
            sums[i + 1] = sums[i].add(number(this.keys.get(i).digest()));
        }
    }

    Bytes begin() {
        open();
        split(0, keys.size(), new TestKey(INFINITY, Bytes.EMPTY));
        return Bytes.wrap(out.toByteArray());
    }

    /** What follows upon a message; of the initiator the empty message, where nothing is left to ask. */
    Bytes reply(Bytes message, boolean isInitiator) {
        open();
        Input in = new Input(message.toArray());
        in.at = 1;
        int lower = 0;
        long lamport = 0;
        TestKey skippedTo = null;
        while (in.at < in.content.length) {
            long offset = in.number();
            lamport = offset == 0 ? INFINITY : lamport + offset - 1;
            TestKey bound = new TestKey(lamport, in.take((int) in.number()));
            int upper = lower;
            while (upper < keys.size() && isBelow(keys.get(upper), bound)) {
                upper++;
            }
            int mode = (int) in.number();
            boolean isOpen = mode == 1 && !in.take(16).equals(fingerprint(lower, upper));
            Set<Bytes> theirs = new LinkedHashSet<>();
            for (long i = mode == 2 ? in.number() : 0; i > 0; i--) {
                theirs.add(in.take(32));
            }
            if (mode == 2 && isInitiator) {
                compare(lower, upper, theirs);
            }
            if (isOpen || (mode == 2 && !isInitiator)) {
                if (skippedTo != null) {
                    bound(skippedTo);
                    varint(0);
                    skippedTo = null;
                }
                if (mode == 2) {
                    ids(lower, upper, bound);
                } else {
                    split(lower, upper, bound);
                }
            } else {
                skippedTo = bound;
            }
            lower = upper;
        }
        return Bytes.wrap(out.toByteArray());
    }

    /** The sum of the digests as 32 bytes, the lowest first. */
    Bytes sum(int from, int to) {
        byte[] big = sums[to].subtract(sums[from]).mod(MODULUS).toByteArray();
        byte[] sum = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            sum[i] = big[big.length - 1 - i];
        }
        return Bytes.wrap(sum);
    }

    private Bytes fingerprint(int from, int to) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(sum(from, to).toArray());
        varint(to - from, text);
        return HASHES.sha256(Bytes.wrap(text.toByteArray())).slice(0, 16);
    }

    private void compare(int from, int to, Set<Bytes> theirs) {
        for (TestKey key : keys.subList(from, to)) {
            if (!theirs.remove(key.digest())) {
                have.add(key.digest());
            }
        }
        need.addAll(theirs);
    }

    private void split(int from, int to, TestKey bound) {
        int count = to - from;
        if (count < 32) {
            ids(from, to, bound);
            return;
        }
        int at = from;
        for (int i = 0; i < 16; i++) {
            int end = at + count / 16 + (i < count % 16 ? 1 : 0);
            bound(end == to ? bound : shortest(keys.get(end - 1), keys.get(end)));
            varint(1);
            out.writeBytes(fingerprint(at, end).toArray());
            at = end;
        }
    }

    private void ids(int from, int to, TestKey bound) {
        bound(bound);
        varint(2);
        varint(to - from);
        for (TestKey key : keys.subList(from, to)) {
            out.writeBytes(key.digest().toArray());
        }
    }

    private static TestKey shortest(TestKey before, TestKey after) {
        int shared = Arrays.mismatch(before.digest().toArray(), after.digest().toArray());
        int length = before.lamport() == after.lamport() ? shared + 1 : 0;
        return new TestKey(after.lamport(), after.digest().slice(0, length));
    }

    private static boolean isBelow(TestKey key, TestKey bound) {
        byte[] padded = Arrays.copyOf(bound.digest().toArray(), 32);
        return key.compareTo(new TestKey(bound.lamport(), Bytes.wrap(padded))) < 0;
    }

    private static BigInteger number(Bytes digest) {
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[31 - i] = (byte) digest.at(i);
        }
        return new BigInteger(1, big);
    }

    private void open() {
        out = new ByteArrayOutputStream();
        out.write(0x61);
        writtenLamport = 0;
    }

    private void bound(TestKey bound) {
        if (bound.lamport() == INFINITY) {
            varint(0);
        } else {
            varint(bound.lamport() - writtenLamport + 1);
            writtenLamport = bound.lamport();
        }
        varint(bound.digest().length());
        out.writeBytes(bound.digest().toArray());
    }

    private void varint(long value) {
        varint(value, out);
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        int digits = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        for (int i = digits - 1; i >= 0; i--) {
            out.write((int) (value >> (7 * i) & 0x7f) | (i > 0 ? 0x80 : 0));
        }
    }

    /** Reads from a message that is taken to be right. */
    private static final class Input {
        private final byte[] content;
        private int at;

        private Input(byte[] content) {
            this.content = content;
        }

        private long number() {
            long value = 0;
            while (content[at] < 0) {
                value = value << 7 | (content[at++] & 0x7f);
            }
            return value << 7 | content[at++];
        }

        private Bytes take(int length) {
            at += length;
            return Bytes.wrap(Arrays.copyOfRange(content, at - length, at));
        }
    }
}
