package tropichat.bench.signaling;

import java.util.List;

/** One thing that is measured, in one or more quantities. */
interface Measurement {
    /** By which {@code --only} picks it. */
    String name();

    /** What the values of a sample mean. */
    List<Quantity> quantities();

    /** Starts {@code subject} afresh, loads it, and gives a value for each quantity. */
    List<Double> sample(Subject subject, Lab lab);
}
