package tropichat.report;

import java.util.Locale;

/** What a figure has to reach. */
public sealed interface Goal {
    /** The first subject's value must not exceed this. */
    record AtMost(double value) implements Goal {}

    /** The first subject's value must come to at least this. */
    record AtLeast(double value) implements Goal {}

    /** The first subject must be at least this many times as good as the second. */
    record TimesBetter(double ratio) implements Goal {}

    /** Measured for information only. */
    record None() implements Goal {}

    /** Whether {@code value} of the first subject, {@code ratio} times as good as the second, is enough. */
    default boolean isReached(double value, double ratio) {
        return switch (this) {
            case AtMost most -> value <= most.value;
            case AtLeast least -> value >= least.value;
            case TimesBetter better -> ratio >= better.ratio;
            case None() -> true;
        };
    }

    /** Whether there is enough to judge by: a ratio needs two subjects. */
    default boolean isJudged(double value, double ratio) {
        return switch (this) {
            case AtMost _, AtLeast _ -> !Double.isNaN(value);
            case TimesBetter _ -> !Double.isNaN(ratio);
            case None() -> false;
        };
    }

    /** As a table shows it. */
    default String label() {
        return switch (this) {
            case AtMost most -> "≤ " + number(most.value);
            case AtLeast least -> "≥ " + number(least.value);
            case TimesBetter better -> "≥ " + number(better.ratio) + " ×";
            case None() -> "";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }
}
