package tropichat.core.sync;

import tropichat.core.base.Bytes;

/**
 * A place between two keys: everything from this lamport and this digest on, which is written as short as will do, without
 * the zero bytes at its end.
 *
 * @param lamport a whole number up to {@link IdSet#LAMPORT_MAX}, or infinity: exact in a double, which a page is quick with
 */
record Bound(double lamport, Bytes prefix) implements Comparable<Bound> {
    /** Before every key. */
    static final Bound FIRST = new Bound(0, Bytes.EMPTY);

    /** After every key. */
    static final Bound END = new Bound(Double.POSITIVE_INFINITY, Bytes.EMPTY);

    boolean isEnd() {
        return lamport == Double.POSITIVE_INFINITY;
    }

    boolean isBelow(Bound other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Bound other) {
        int byLamport = Double.compare(lamport, other.lamport);
        if (byLamport != 0) {
            return byLamport;
        }
        int length = Math.max(prefix.length(), other.prefix.length());
        for (int i = 0; i < length; i++) {
            int difference = byteAt(i) - other.byteAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** Not as a record prints it: to print a double takes much code in a page. */
    @Override
    public String toString() {
        return isEnd() ? "end" : (long) lamport + " " + prefix;
    }

    static Bound max(Bound one, Bound other) {
        return one.isBelow(other) ? other : one;
    }

    private int byteAt(int index) {
        return index < prefix.length() ? prefix.at(index) : 0;
    }
}
