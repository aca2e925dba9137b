package tropichat.server;

import java.util.Random;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/** Randomness that is the same in each run. */
public final class SeededRandom {
    private SeededRandom() {}

    public static RandomSource of(long seed) {
        Random source = new Random(seed);
        return length -> {
            byte[] bytes = new byte[length];
            source.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }
}
