package tropichat.core.sync;

/** A sum of digests modulo 2^256, each read as a little-endian number. */
final class Sum {
    // Limbs of 16 bits in ints, since a page computes slowly with longs.
    private static final int LIMBS = 16;

    /** Terms between two carries: 32,767 terms and a limb that was carried are at most 2^31 - 2^15. */
    private static final int TERMS_MAX = 32_767;

    private final int[] limbs = new int[LIMBS];
    private int terms;

    /** Adds the {@link IdSet#DIGEST_BYTES} bytes from {@code at}. */
    void add(byte[] digests, int at) {
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] += (digests[at + 2 * i] & 0xff) | (digests[at + 2 * i + 1] & 0xff) << 8;
        }
        countTerm();
    }

    void add(Sum other) {
        other.carry();
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] += other.limbs[i];
        }
        countTerm();
    }

    /** Writes the sum as {@link IdSet#DIGEST_BYTES} bytes, the lowest first. */
    void writeTo(byte[] target) {
        carry();
        for (int i = 0; i < LIMBS; i++) {
            target[2 * i] = (byte) limbs[i];
            target[2 * i + 1] = (byte) (limbs[i] >> 8);
        }
    }

    private void countTerm() {
        terms++;
        if (terms == TERMS_MAX) {
            carry();
        }
    }

    private void carry() {
        int carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            int limb = limbs[i] + carry;
            limbs[i] = limb & 0xffff;
            carry = limb >>> 16;
        }
        terms = 0;
    }
}
