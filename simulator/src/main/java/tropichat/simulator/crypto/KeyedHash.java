package tropichat.simulator.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import tropichat.core.base.Bytes;
import tropichat.simulator.chance.Chance;

/**
 * A fast hash of 256 bits under a key. It keeps accidents apart, as a simulation needs, and no attackers: four lanes of
 * 64 bits, each a bijection of every word that it takes in (odd multipliers from the golden ratio and xxHash).
 */
final class KeyedHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9e3779b185ebca87L;
    private static final long P2 = 0xc2b2ae3d27d4eb4fL;
    private static final long P3 = 0x165667b19e3779f9L;
    private static final long P4 = 0x85ebca77c2b2ae63L;
    static final int LENGTH = 32;

    private KeyedHash() {}

    /** {@link #LENGTH} bytes of {@code data} under {@code key}. */
    static Bytes of(long key, Bytes data) {
        byte[] in = data.unsafeArray();
        long a = key ^ P1;
        long b = key + P2;
        long c = Long.rotateLeft(key, 29) ^ P3;
        long d = ~key ^ P4;
        int at = 0;
        for (; at + Long.BYTES <= in.length; at += Long.BYTES) {
            long word = (long) LONGS.get(in, at);
            a = Long.rotateLeft((a ^ word) * P1, 31);
            b = Long.rotateLeft((b + word) * P2, 29);
            c = Long.rotateLeft((c ^ word) * P3, 27) + a;
            d = Long.rotateLeft((d + word) * P4, 33) ^ b;
        }
        long tail = in.length;
        for (; at < in.length; at++) {
            tail = (tail << Byte.SIZE) | (in[at] & 0xff);
        }
        byte[] out = new byte[LENGTH];
        LONGS.set(out, 0, Chance.mix(a ^ tail * P2));
        LONGS.set(out, 8, Chance.mix(b + tail * P3));
        LONGS.set(out, 16, Chance.mix(c ^ tail * P4));
        LONGS.set(out, 24, Chance.mix((d + tail * P1) ^ Long.rotateLeft(a, 17)));
        return Bytes.wrap(out);
    }

    /** The first 64 bits of a hash, as the key of another. */
    static long key(Bytes hash) {
        return (long) LONGS.get(hash.unsafeArray(), 0);
    }
}
