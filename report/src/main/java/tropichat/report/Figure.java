package tropichat.report;

import java.util.List;

/**
 * One line of a report.
 *
 * @param key the name in the JSON file, with its unit: {@code listeningMillis}
 * @param label the name for people, with its unit: {@code start to listening, ms}
 * @param decimals digits after the point in the table
 * @param subjects the samples of each subject, in the order in which the report names them
 */
public record Figure(String key, String label, int decimals, Better better, Goal goal, List<Samples> subjects) {
    /** Which direction is progress. */
    public enum Better {
        HIGHER,
        LOWER
    }

    public Figure {
        subjects = List.copyOf(subjects);
    }

    /** A figure of a report with a single subject and a single round. */
    public static Figure of(String key, String label, int decimals, double value) {
        return new Figure(key, label, decimals, Better.HIGHER, new Goal.None(), List.of(Samples.of(value)));
    }

    /** How many times as good the first subject is as the second, round by round; empty without a second. */
    public Samples ratios() {
        if (subjects.size() < 2) {
            return new Samples(List.of());
        }
        Samples first = subjects.get(0);
        Samples second = subjects.get(1);
        return better == Better.HIGHER ? first.dividedBy(second) : second.dividedBy(first);
    }

    boolean isJudged() {
        return goal.isJudged(subjects.get(0).median(), ratios().median());
    }

    boolean isReached() {
        return goal.isReached(subjects.get(0).median(), ratios().median());
    }
}
