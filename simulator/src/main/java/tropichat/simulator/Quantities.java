package tropichat.simulator;

import java.util.List;
import tropichat.report.Figure;
import tropichat.report.Goal;
import tropichat.report.Samples;
import tropichat.simulator.scenario.Expectation;
import tropichat.simulator.world.Outcome;

/** What people call the figures of a run. */
final class Quantities {
    private Quantities() {}

    private record Quantity(String key, String label, int decimals, Figure.Better better) {}

    private static final List<Quantity> ALL = List.of(
            lower("messages", "messages said", 0),
            higher("shown", "messages shown, all peers together", 0),
            higher("deliveredFraction", "delivered, share of those who should hear", 4),
            higher("logsSameFraction", "logs that hold all entries, share", 4),
            higher("foldsSameFraction", "peers to whom the room has become the same, share", 4),
            higher("entries", "entries in the log", 0),
            lower("recoverySeconds", "until all hear all again after a fault, s", 1),
            lower("delayMillisMedian", "from said to shown, median, ms", 1),
            lower("delayMillis99", "from said to shown, 99 %, ms", 1),
            lower("delayMillisMax", "from said to shown, last, ms", 1),
            lower("lastHopMax", "links on the longest way", 0),
            lower("redundancy", "copies sent for nothing, each message (2nd half)", 3),
            lower("linksMax", "open links of a peer, most ever", 0),
            lower("linksMean", "open links of a peer, mean at the end", 1),
            lower("firstMessageSecondsMax", "from coming to the first message, slowest, s", 2),
            lower("framesPerMessage", "fragments sent in all, per message", 1),
            lower("bytesPerPeerSecond", "sent by a peer on links, bytes/s", 0),
            lower("signals", "signals through the server", 0),
            lower("relayed", "fragments that the server carried", 0),
            lower("linksRefused", "links refused by honest peers", 0),
            lower("loginsRefused", "logins refused", 0),
            lower("events", "events", 0),
            lower("wallSeconds", "time that the run took, s", 2),
            lower("heapMiBMax", "heap in use, most, MiB", 0));

    private static Quantity higher(String key, String label, int decimals) {
        return new Quantity(key, label, decimals, Figure.Better.HIGHER);
    }

    private static Quantity lower(String key, String label, int decimals) {
        return new Quantity(key, label, decimals, Figure.Better.LOWER);
    }

    /** All figures of a run with the goals that its scenario sets. */
    static List<Figure> figures(Outcome outcome) {
        outcome.scenario().expectations().forEach(Quantities::checkKnown);
        return ALL.stream()
                .map(quantity -> new Figure(
                        quantity.key,
                        quantity.label,
                        quantity.decimals,
                        quantity.better,
                        goal(outcome, quantity.key),
                        List.of(Samples.of(outcome.figures().getOrDefault(quantity.key, Double.NaN)))))
                .toList();
    }

    private static Goal goal(Outcome outcome, String key) {
        return outcome.scenario().expectations().stream()
                .filter(expectation -> expectation.key().equals(key))
                .map(Expectation::goal)
                .findFirst()
                .orElse(new Goal.None());
    }

    private static void checkKnown(Expectation expectation) {
        if (ALL.stream().noneMatch(quantity -> quantity.key.equals(expectation.key()))) {
            throw new IllegalArgumentException("there is no figure " + expectation.key());
        }
    }
}
