package tropichat.simulator.world;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** One message that an honest peer signed, and how it spread. Peers are named by their index. */
final class Said {
    private static final int NOT_SHOWN = -1;

    final Node author;
    final String authorDid;
    final Bytes signed;
    final String text;
    final long atMicros;

    /** Who was in the room and could hear it. */
    final BitSet expected;

    final BitSet verified = new BitSet();

    /** Who has taken it off the screen, since it did not count there any more. */
    final BitSet erased = new BitSet();

    /** Copies that arrived, the first of each peer included. */
    int copies;

    int copiesFirst;
    private int[] shownAfterMicros;
    private byte[] hops;

    Said(Node author, Bytes signed, String text, long atMicros, BitSet expected, int nodes) {
        this.author = author;
        this.authorDid = author.keys.session().did();
        this.signed = signed;
        this.text = text;
        this.atMicros = atMicros;
        this.expected = expected;
        this.shownAfterMicros = new int[nodes];
        this.hops = new byte[nodes];
        Arrays.fill(shownAfterMicros, NOT_SHOWN);
    }

    boolean isShown(int node) {
        return node < shownAfterMicros.length && shownAfterMicros[node] != NOT_SHOWN;
    }

    void show(int node, long nowMicros) {
        if (node >= shownAfterMicros.length) {
            int before = shownAfterMicros.length;
            shownAfterMicros = Arrays.copyOf(shownAfterMicros, node + 1);
            Arrays.fill(shownAfterMicros, before, node + 1, NOT_SHOWN);
        }
        shownAfterMicros[node] = (int) Math.min(nowMicros - atMicros, Integer.MAX_VALUE);
    }

    /** A peer shows it no longer. */
    void hide(int node) {
        erased.set(node);
        if (node < shownAfterMicros.length) {
            shownAfterMicros[node] = NOT_SHOWN;
        }
    }

    /** From being said to being shown by a peer that has shown it. */
    int shownAfterMicros(int node) {
        return shownAfterMicros[node];
    }

    /**
     * A copy reached a peer from another: one hop more than the sender was away, where it is the first. What hostile
     * peers send again is not the protocol's doing.
     */
    void arrive(Node from, int at) {
        if (at != author.index && hops(at) == 0) {
            copies++;
            copiesFirst++;
            if (at >= hops.length) {
                hops = Arrays.copyOf(hops, at + 1);
            }
            hops[at] = (byte) Math.min(hops(from.index) + 1, Byte.MAX_VALUE);
        } else if (from.isHonest()) {
            copies++;
        }
    }

    /** How many links the first copy took to a peer; 0 where none came. */
    int hops(int node) {
        return node < hops.length ? hops[node] : 0;
    }

    /** Copies that were sent for nothing, for each that was not. */
    double redundancy() {
        return copiesFirst == 0 ? 0 : (double) (copies - copiesFirst) / copiesFirst;
    }

    /** How many of those who should have shown it, of the {@code counted}, have not. */
    int missing(BitSet counted) {
        return count(counted, false);
    }

    int reached(BitSet counted) {
        return count(counted, true);
    }

    private int count(BitSet counted, boolean shown) {
        int count = 0;
        for (int i = expected.nextSetBit(0); i >= 0; i = expected.nextSetBit(i + 1)) {
            if (counted.get(i) && isShown(i) == shown) {
                count++;
            }
        }
        return count;
    }

    /** Who should have shown it and has not, for a person; null where nobody. */
    @Nullable
    Integer firstMissing(BitSet counted) {
        for (int i = expected.nextSetBit(0); i >= 0; i = expected.nextSetBit(i + 1)) {
            if (counted.get(i) && !isShown(i)) {
                return i;
            }
        }
        return null;
    }
}
