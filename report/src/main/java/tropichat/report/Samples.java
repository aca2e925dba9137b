package tropichat.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one figure came to in each round, in the order of the rounds. */
public record Samples(List<Double> rounds) {
    public Samples {
        rounds = List.copyOf(rounds);
    }

    public static Samples of(double value) {
        return new Samples(List.of(value));
    }

    public boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** The middle value, or the mean of the two middle ones; NaN without rounds. */
    public double median() {
        if (rounds.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(rounds);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Round by round, these values divided by {@code others}: what noise did to both of a pair cancels out. */
    public Samples dividedBy(Samples others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds.size(), others.rounds.size()); i++) {
            ratios.add(rounds.get(i) / others.rounds.get(i));
        }
        return new Samples(ratios);
    }
}
