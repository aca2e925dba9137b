package tropichat.simulator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tropichat.simulator.scenario.Fault;
import tropichat.simulator.world.Outcome;

/** The plots of a run. */
final class Plots {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final int CURVE_POINTS = 300;

    private final Outcome outcome;
    private final double endSeconds;

    Plots(Outcome outcome) {
        this.outcome = outcome;
        this.endSeconds = outcome.scenario().endMicros() / MICROS_PER_SECOND;
    }

    private Plot overTime(String yLabel, double yHigh) {
        Plot plot = new Plot("simulated time, s", yLabel, 0, endSeconds, yHigh);
        for (Fault fault : outcome.scenario().faults()) {
            double begin = fault.beginMicros() / MICROS_PER_SECOND;
            double end = Math.min(fault.endMicros() / MICROS_PER_SECOND, endSeconds);
            for (long[] grace : fault.graces()) {
                plot.band("grace", grace[0] / MICROS_PER_SECOND, grace[1] / MICROS_PER_SECOND, "grace");
            }
            plot.band("fault", begin, end, fault.words());
        }
        return plot;
    }

    /** What share of those who should hear a message did, by when it was said. */
    String delivery() {
        List<Plot.Point> whole = new ArrayList<>();
        List<Plot.Point> partly = new ArrayList<>();
        for (Outcome.Message message : outcome.messages()) {
            double share = message.expected() == 0 ? 1 : (double) message.reached() / message.expected();
            String tip = String.format(
                    Locale.ROOT,
                    "%.1f s: %d of %d",
                    message.atMicros() / MICROS_PER_SECOND,
                    message.reached(),
                    message.expected());
            (share == 1 ? whole : partly).add(new Plot.Point(message.atMicros() / MICROS_PER_SECOND, share, tip));
        }
        return overTime("share reached", 1.05)
                .dots("good", whole)
                .dots("bad", partly)
                .svg();
    }

    /** What share of all deliveries had come so long after the message was said; the slowest thousandth is cut off. */
    String delays() {
        List<Integer> delays = outcome.delaysMicros();
        if (delays.isEmpty()) {
            return nothing();
        }
        double high = delays.get((int) ((delays.size() - 1) * 0.999)) / MICROS_PER_MILLI;
        List<Plot.Point> points = new ArrayList<>(List.of(Plot.Point.of(0, 0)));
        int step = Math.max(1, delays.size() / CURVE_POINTS);
        for (int i = 0; i < delays.size(); i += step) {
            double millis = delays.get(i) / MICROS_PER_MILLI;
            if (millis <= high) {
                points.add(Plot.Point.of(millis, (i + 1.0) / delays.size()));
            }
        }
        return new Plot("from said to shown, ms", "share", 0, high * 1.02, 1.05)
                .line("main", points)
                .svg();
    }

    String links() {
        return histogram("open links of a peer", outcome.links());
    }

    String hops() {
        return histogram("links on the way from the author", outcome.hops());
    }

    private static String histogram(String label, List<Integer> counts) {
        if (counts.isEmpty()) {
            return nothing();
        }
        int high = counts.stream().mapToInt(Integer::intValue).max().orElse(1);
        return new Plot(label, "count", -0.5, counts.size() - 0.5, high * 1.05)
                .bars(counts)
                .svg();
    }

    String redundancy() {
        List<Plot.Point> points = new ArrayList<>();
        double high = 0.3;
        for (Outcome.Message message : outcome.messages()) {
            String tip = String.format(Locale.ROOT, "%.3f", message.redundancy());
            points.add(new Plot.Point(message.atMicros() / MICROS_PER_SECOND, message.redundancy(), tip));
            high = Math.max(high, message.redundancy());
        }
        return overTime("copies for nothing", high * 1.05).dots("main", points).svg();
    }

    /** Mean and highest number of open links, by the second. */
    String linksOverTime() {
        List<Plot.Point> mean = new ArrayList<>();
        List<Plot.Point> most = new ArrayList<>();
        double high = 1;
        for (Outcome.Second second : outcome.seconds()) {
            mean.add(Plot.Point.of(second.atMicros() / MICROS_PER_SECOND, second.linksMean()));
            most.add(Plot.Point.of(second.atMicros() / MICROS_PER_SECOND, second.linksMax()));
            high = Math.max(high, second.linksMax());
        }
        return overTime("links", high * 1.05)
                .line("light", most)
                .line("main", mean)
                .svg();
    }

    String living() {
        List<Plot.Point> points = new ArrayList<>();
        double high = 1;
        for (Outcome.Second second : outcome.seconds()) {
            points.add(Plot.Point.of(second.atMicros() / MICROS_PER_SECOND, second.living()));
            high = Math.max(high, second.living());
        }
        return overTime("peers", high * 1.05).line("main", points).svg();
    }

    /** What a peer sends on its links, mean over all, by the second. */
    String traffic() {
        List<Plot.Point> points = new ArrayList<>();
        double high = 1;
        long before = 0;
        for (Outcome.Second second : outcome.seconds()) {
            double each = (double) (second.bytes() - before) / Math.max(1, second.living());
            points.add(Plot.Point.of(second.atMicros() / MICROS_PER_SECOND, each));
            high = Math.max(high, each);
            before = second.bytes();
        }
        return overTime("bytes/s", high * 1.05).line("main", points).svg();
    }

    private static String nothing() {
        return "<p class='none'>Nothing to show.</p>";
    }
}
