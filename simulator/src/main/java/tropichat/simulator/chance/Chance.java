package tropichat.simulator.chance;

import java.util.SplittableRandom;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/**
 * A source of chance that its seed decides, the same on every machine. Children are derived by name or number and do not
 * depend on what was drawn before: another peer, or another draw in one place, leaves all others as they were.
 */
public final class Chance implements RandomSource {
    private final long seed;
    private final SplittableRandom random;

    public Chance(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public Chance child(String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        return new Chance(mix(hash ^ name.length()));
    }

    public Chance child(long number) {
        return new Chance(mix(mix(seed) ^ number));
    }

    @Override
    public Bytes next(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** From 0 to {@code bound} less 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code from} up to but not including {@code to}; {@code from} where they are equal. */
    public long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to);
    }

    /** From 0 up to but not including 1. */
    public double share() {
        return random.nextDouble();
    }

    public boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** A waiting time whose mean is {@code mean}, without memory. */
    public double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
