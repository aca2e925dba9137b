package tropichat.bench.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.bench.command.Figures;
import tropichat.bench.command.PageScript;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/**
 * The command {@code bench keys}: sealing and opening, and a new epoch after a removal, in this JVM and in a page in
 * Chromium; and how soon all members have it.
 */
public final class KeysBenchmark {
    private static final int ENTRIES = 1_000;

    /** Rounds after which the JVM has compiled what is measured. */
    private static final int WARM_UP = 20;

    private static final int REMOVALS_WARM_UP = 3;

    /** Members of the room in which a page talks, and that gathers. */
    private static final int MEMBERS = 50;

    /** Members of a room from which somebody is removed, and how long a page's main thread may take for it. */
    private record Removal(int members, double mainMillisMax) {}

    private static final List<Removal> REMOVALS = List.of(new Removal(MEMBERS, 150), new Removal(150, 500));

    private static final double GATHERING_SECONDS_MAX = 1;
    private static final double MESSAGE_MICROS_MAX = 20;
    private static final double PAGE_MESSAGE_MILLIS_MAX = 0.3;
    private static final double PAGE_ENTRIES_MILLIS_MAX = 400;
    private static final double MICROS_PER_MILLI = 1e3;

    private final KeysSettings settings;
    private final InPages pages;
    private final Progress progress = Progress.onStandardError();
    private final Report report;

    private KeysBenchmark(KeysSettings settings, Path home) {
        this.settings = settings;
        pages = new InPages(new PageScript(home, settings.rounds()));
        report = new Report("bench keys", List.of("result"), Commit.of(home));
        report.setting("rounds", settings.rounds());
        report.setting("threads", settings.threads());
    }

    /** Takes all measurements and prints them. */
    public static void run(KeysSettings settings) throws IOException {
        new KeysBenchmark(settings, Path.of(System.getProperty("tropichat.home", ""))).run();
    }

    /** What was measured before a failure is printed all the same. */
    private void run() throws IOException {
        try {
            if (settings.only().contains("jvm")) {
                for (History history : History.values()) {
                    talk(history);
                }
                REMOVALS.forEach(removal -> remove(removal.members()));
            }
            if (settings.only().contains("gathering")) {
                gather();
            }
            if (settings.only().contains("page")) {
                talkInPage();
                for (Removal removal : REMOVALS) {
                    removeInPage(removal);
                }
            }
        } finally {
            progress.done();
            report.publish(settings.json());
        }
    }

    // ---- In this JVM

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
        String label = "JVM, " + history.word() + " history: ";
        Goal goal = new Goal.AtMost(MESSAGE_MICROS_MAX);
        add("seal" + suffix + "Micros", label + "a message sealed, µs", 1, seal, goal);
        add("open" + suffix + "Micros", label + "a message opened, µs", 1, open, goal);
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
        String label = "JVM, " + members + " members: ";
        add("first" + members + "Millis", label + "first epoch, all keys checked, ms", 1, first, new Goal.None());
        add("remove" + members + "Millis", label + "one removed, a new epoch granted, ms", 1, removal, new Goal.None());
    }

    private void gather() {
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        for (int round = -1; round < settings.rounds(); round++) {
            progress.step("removing one of " + MEMBERS + " who are here, round " + (round + 1));
            Gathering.Duration duration = Gathering.measure(MEMBERS, settings.threads(), round);
            if (round >= 0) {
                seconds.add(duration.seconds());
                cpuSeconds.add(duration.cpuSeconds());
            }
        }
        String label = "JVM, " + MEMBERS + " members, all here: ";
        Goal goal = new Goal.AtMost(GATHERING_SECONDS_MAX);
        add("gatheringSeconds", label + "one removed, all others in the new epoch, s", 3, seconds, goal);
        add("gatheringCpuSeconds", label + "processor for that, all of them, s", 3, cpuSeconds, new Goal.None());
    }

    // ---- In a page

    private void talkInPage() throws IOException {
        progress.step("talking in a page");
        Figures figures = pages.talk(MEMBERS, ENTRIES);
        Goal message = new Goal.AtMost(PAGE_MESSAGE_MILLIS_MAX);
        Goal all = new Goal.AtMost(PAGE_ENTRIES_MILLIS_MAX);
        addInPage(figures, "seal", "a message sealed: core’s step", 3, message);
        addInPage(figures, "say", "the same, at a person’s pace", 3, new Goal.None());
        addInPage(figures, "open", "a message opened: core’s step", 3, message);
        addInPage(figures, "load", ENTRIES + " entries loaded from a file: main thread", 0, new Goal.None());
        addInPage(figures, "enter", "“Enter” until " + ENTRIES + " stored entries are read", 0, all);
        addInPage(figures, "enterShown", "of that, until 50 are shown", 0, new Goal.None());
        addInPage(figures, "enterMain", "“Enter” to rest: main thread", 0, new Goal.None());
    }

    private void removeInPage(Removal removal) throws IOException {
        int members = removal.members();
        progress.step("removing one of " + members + " in a page");
        Figures figures = pages.remove(members);
        String what = members + " members, one removed: ";
        String key = "remove" + members;
        Goal goal = new Goal.AtMost(removal.mainMillisMax());
        addInPage(figures, "main", key + "Main", what + "main thread", 0, goal);
        addInPage(figures, "granted", key + "Granted", what + "until the new epoch is granted", 0, new Goal.None());
    }

    private void addInPage(Figures figures, String name, String label, int decimals, Goal goal) {
        addInPage(figures, name, name, label, decimals, goal);
    }

    private void addInPage(Figures figures, String name, String key, String label, int decimals, Goal goal) {
        String pageKey = "page" + Character.toUpperCase(key.charAt(0)) + key.substring(1) + "Millis";
        add(pageKey, "Chromium, " + label + ", ms", decimals, figures.samples(name + "Millis"), goal);
    }

    private void add(String key, String label, int decimals, List<Double> rounds, Goal goal) {
        report.add(new Figure(key, label, decimals, Better.LOWER, goal, List.of(new Samples(rounds))));
    }
}
