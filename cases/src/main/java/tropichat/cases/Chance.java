package tropichat.cases;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;

/** Chance that a seed decides: the hashes of the seed and a counter, the same wherever it runs. */
final class Chance implements RandomSource {
    private final String seed;
    private final Hashes hashes;
    private int counter;

    Chance(String seed, Hashes hashes) {
        this.seed = seed;
        this.hashes = hashes;
    }

    @Override
    public Bytes next(int length) {
        Bytes bytes = Bytes.EMPTY;
        while (bytes.length() < length) {
            bytes = Bytes.concat(bytes, hashes.sha256(Bytes.utf8(seed + " " + ++counter)));
        }
        return bytes.slice(0, length);
    }

    /** A number from 0 up to but not including {@code bound}, which is at most 65,536; as good as even. */
    int below(int bound) {
        Bytes bytes = next(3);
        return (bytes.at(0) << 16 | bytes.at(1) << 8 | bytes.at(2)) % bound;
    }
}
