package tropichat.bench.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench keys}: sealing and opening, and a new epoch after a removal, in this JVM on one thread. */
public final class KeysBenchmark {
    private static final int ENTRIES = 1_000;

    /** Rounds after which the JVM has compiled what is measured. */
    private static final int WARM_UP = 20;

    private static final int REMOVALS_WARM_UP = 3;

    /** Members of a room from which somebody is removed. */
    private static final List<Integer> MEMBERS = List.of(50, 150);

    private static final double MESSAGE_MICROS_MAX = 20;
    private static final double MICROS_PER_MILLI = 1e3;

    private final KeysSettings settings;
    private final Progress progress = Progress.onStandardError();
    private final Report report;

    private KeysBenchmark(KeysSettings settings, Path home) {
        this.settings = settings;
        report = new Report("bench keys", List.of("this JVM"), Commit.of(home));
        report.setting("rounds", settings.rounds());
    }

    /** Takes all measurements and prints them. */
    public static void run(KeysSettings settings) throws IOException {
        new KeysBenchmark(settings, Path.of(System.getProperty("tropichat.home", ""))).run();
    }

    private void run() throws IOException {
        try {
            for (History history : History.values()) {
                talk(history);
            }
            for (int members : MEMBERS) {
                remove(members);
            }
        } finally {
            progress.done();
            report.publish(settings.json());
        }
    }

    private void talk(History history) {
        progress.step("sealing and opening, " + history.word());
        List<Double> seal = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        for (int round = -WARM_UP; round < settings.rounds(); round++) {
            Talk talk = new Talk(history, round);
            double sealMillis = Cpu.millis(() -> talk.seal(ENTRIES));
            GroupKeys listener = talk.listener();
            double openMillis = Cpu.millis(() -> talk.open(listener));
            if (round >= 0) {
                seal.add(sealMillis * MICROS_PER_MILLI / ENTRIES);
                open.add(openMillis * MICROS_PER_MILLI / ENTRIES);
            }
        }
        boolean shared = history == History.SHARED;
        String suffix = shared ? "Shared" : "ForwardSecret";
        String label = history.word() + " history: ";
        add("seal" + suffix + "Micros", label + "a message sealed, µs", 1, seal, new Goal.AtMost(MESSAGE_MICROS_MAX));
        add("open" + suffix + "Micros", label + "a message opened, µs", 1, open, new Goal.AtMost(MESSAGE_MICROS_MAX));
        List<Double> all =
                open.stream().map(each -> each * ENTRIES / MICROS_PER_MILLI).toList();
        add("openAll" + suffix + "Millis", label + ENTRIES + " entries opened, ms", 1, all, new Goal.None());
    }

    private void remove(int members) {
        progress.step("removing one of " + members);
        List<Double> first = new ArrayList<>();
        List<Double> removal = new ArrayList<>();
        for (int round = -REMOVALS_WARM_UP; round < settings.rounds(); round++) {
            Owner.Duration duration = Owner.measure(members, round);
            if (round >= 0) {
                first.add(duration.firstMillis());
                removal.add(duration.removalMillis());
            }
        }
        String label = members + " members: ";
        add("first" + members + "Millis", label + "first epoch, all keys checked, ms", 1, first, new Goal.None());
        add("remove" + members + "Millis", label + "one removed, a new epoch granted, ms", 1, removal, new Goal.None());
    }

    private void add(String key, String label, int decimals, List<Double> rounds, Goal goal) {
        report.add(new Figure(key, label, decimals, Better.LOWER, goal, List.of(new Samples(rounds))));
    }
}
