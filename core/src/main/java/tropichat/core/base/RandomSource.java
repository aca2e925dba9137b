package tropichat.core.base;

/** Port to randomness: the platform's cryptographic source in a driver, a seeded one in the simulator. */
@FunctionalInterface
public interface RandomSource {
    /** {@code length} fresh bytes. */
    Bytes next(int length);
}
