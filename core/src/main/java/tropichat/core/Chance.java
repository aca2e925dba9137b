package tropichat.core;

import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/** Draws from a {@link RandomSource} in the forms that protocols need. */
final class Chance {
    private static final int INT_BYTES = 4;

    /** No longest pause is a thousand times the first. */
    private static final int DOUBLINGS_MAX = 10;

    private final RandomSource random;

    Chance(RandomSource random) {
        this.random = random;
    }

    /** 0 to {@code Integer.MAX_VALUE}. */
    int number() {
        Bytes bytes = random.next(INT_BYTES);
        return (bytes.at(0) & 0x7f) << 24 | bytes.at(1) << 16 | bytes.at(2) << 8 | bytes.at(3);
    }

    /** 0 to {@code bound} - 1; the bias of the remainder is below 2^-20 for the bounds in use. */
    int below(int bound) {
        return number() % bound;
    }

    <T> T pick(List<T> some) {
        return some.get(below(some.size()));
    }

    /** {@code millis}, spread by half either way, so that peers do not keep step. */
    long spread(long millis) {
        return millis / 2 + below((int) millis + 1);
    }

    /** The pause after so many failures in a row: {@code minMillis}, doubled with each, and spread by half either way. */
    long backoff(long minMillis, long maxMillis, int failures) {
        return spread(Math.min(minMillis << Math.min(failures, DOUBLINGS_MAX), maxMillis));
    }

    Bytes bytes(int length) {
        return random.next(length);
    }
}
