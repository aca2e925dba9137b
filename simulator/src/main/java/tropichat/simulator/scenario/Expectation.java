package tropichat.simulator.scenario;

import tropichat.report.Goal;

/** What one figure of a run must come to. */
public record Expectation(String key, Goal goal) {
    private static final String AT_LEAST = ">=";
    private static final String AT_MOST = "<=";

    /** Reads {@code key>=value} or {@code key<=value}. */
    static Expectation parse(String text) {
        int most = text.indexOf(AT_MOST);
        int at = most >= 0 ? most : text.indexOf(AT_LEAST);
        if (at <= 0) {
            throw new IllegalArgumentException("expect takes key>=number or key<=number, not " + text);
        }
        double value = Words.number(text, text.substring(at + AT_MOST.length()));
        return new Expectation(text.substring(0, at), most >= 0 ? new Goal.AtMost(value) : new Goal.AtLeast(value));
    }
}
