package tropichat.bench.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench relay}: one page with five links in a large room, at a fixed rate and as fast as it goes. */
public final class RelayBenchmark {
    private static final int PER_SECOND = 1_000;

    /** Bytes of a message's text: a remark, and a paragraph. */
    private static final List<Integer> TEXT_BYTES = List.of(50, 500);

    private static final double DELAY_MILLIS_MAX = 50;

    /** One value that the page prints. */
    private record Quantity(String name, String label, int decimals, Better better, Goal goal) {}

    private static final List<Quantity> AT_RATE = List.of(
            new Quantity("delayP50Millis", "delay p50, ms", 1, Better.LOWER, new Goal.None()),
            new Quantity("delayP99Millis", "delay p99, ms", 1, Better.LOWER, new Goal.AtMost(DELAY_MILLIS_MAX)),
            new Quantity("delayMaxMillis", "delay max, ms", 1, Better.LOWER, new Goal.None()),
            new Quantity("backlog", "backlog", 0, Better.LOWER, new Goal.AtMost(0)),
            new Quantity("loopShare", "event loop busy, share", 2, Better.LOWER, new Goal.None()),
            new Quantity("cpuShare", "processor time, share of a core", 2, Better.LOWER, new Goal.None()));

    private static final List<Quantity> FAST = List.of(
            new Quantity("entriesPerSecond", "messages/s", 0, Better.HIGHER, new Goal.AtLeast(PER_SECOND)),
            new Quantity("entriesPerCpuSecond", "messages/s of processor time", 0, Better.HIGHER, new Goal.None()),
            new Quantity("loopShare", "event loop busy, share", 2, Better.HIGHER, new Goal.None()));

    private final RelaySettings settings;
    private final RelayProcess page;
    private final Progress progress;
    private final Report report;

    private RelayBenchmark(RelaySettings settings, Path home) {
        this.settings = settings;
        page = new RelayProcess(home, settings.core());
        progress = Progress.onStandardError();
        report = new Report("bench relay", List.of("page"), Commit.of(home));
        report.setting("rounds", settings.rounds());
        report.setting("seconds", settings.seconds());
        report.setting("pinned", RelayProcess.isPinned());
        if (!RelayProcess.isPinned()) {
            report.note("the page was not pinned to a core: its crypto threads had others");
        }
    }

    /** Takes all measurements and prints them. */
    public static void run(RelaySettings settings) throws IOException {
        new RelayBenchmark(settings, Path.of(System.getProperty("tropichat.home", ""))).run();
    }

    /** What was measured before a failure is printed all the same: it took minutes. */
    private void run() throws IOException {
        try {
            for (int textBytes : TEXT_BYTES) {
                measure("rate" + textBytes, PER_SECOND + "/s of " + textBytes + " bytes", textBytes, true, AT_RATE);
                measure("fast" + textBytes, "at most, of " + textBytes + " bytes", textBytes, false, FAST);
            }
        } finally {
            progress.done();
            report.publish(settings.json());
        }
    }

    private void measure(String key, String label, int textBytes, boolean atRate, List<Quantity> quantities) {
        List<String> arguments = new ArrayList<>(List.of(
                "--text-bytes",
                Integer.toString(textBytes),
                "--count",
                Integer.toString(PER_SECOND * settings.seconds())));
        if (atRate) {
            arguments.addAll(List.of("--rate", Integer.toString(PER_SECOND)));
        }
        Map<Quantity, List<Double>> rounds = new LinkedHashMap<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.step(label + ", round " + round + " of " + settings.rounds());
            Properties figures = page.run(arguments);
            for (Quantity quantity : quantities) {
                rounds.computeIfAbsent(quantity, first -> new ArrayList<>())
                        .add(Double.valueOf(figures.getProperty(quantity.name())));
            }
        }
        rounds.forEach((quantity, values) -> report.add(new Figure(
                key
                        + Character.toUpperCase(quantity.name().charAt(0))
                        + quantity.name().substring(1),
                label + ": " + quantity.label(),
                quantity.decimals(),
                quantity.better(),
                quantity.goal(),
                List.of(new Samples(values)))));
    }
}
