package tropichat.server.turn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * How many answers an address gets that has not shown a credential. Whoever sends from a forged address has the owner
 * of that address flooded; by us no more than that. A fixed table: addresses that fall into one slot share a rate.
 */
final class Strangers {
    /** Many people behind one NAT, each of whose pages makes twenty connections at once. */
    static final int AT_ONCE = 1_000;

    static final int PER_SECOND = 100;

    private static final int SLOTS = 8_192;

    /** A household has at least a /64 (RFC 6177). */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final int MIX = 0x9E3779B1; // 2^32 over the golden ratio: spreads neighbours
    private static final int MILLIS_PER_ANSWER = 1_000 / PER_SECOND;

    /** When a slot that is asked no more has its whole burst again: its level, as a time. */
    private final long[] fullAtMillis = new long[SLOTS];

    private final int seed;

    Strangers(int seed) {
        this.seed = seed;
        Arrays.fill(fullAtMillis, Long.MIN_VALUE);
    }

    boolean mayBeAnswered(InetAddress address, long nowMillis) {
        int slot = slot(address);
        long fullAt = Math.max(fullAtMillis[slot], nowMillis) + MILLIS_PER_ANSWER;
        if (fullAt - nowMillis > (long) AT_ONCE * MILLIS_PER_ANSWER) {
            return false;
        }
        fullAtMillis[slot] = fullAt;
        return true;
    }

    private int slot(InetAddress address) {
        int hash = seed;
        if (address instanceof Inet6Address) {
            byte[] bytes = address.getAddress();
            for (int i = 0; i < IPV6_NETWORK_BYTES; i++) {
                hash = (hash ^ bytes[i]) * MIX;
            }
        } else {
            hash = (hash ^ address.hashCode()) * MIX;
        }
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }
}
