package tropichat.bench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.bench.command.Figures;
import tropichat.bench.command.PageScript;
import tropichat.bench.history.HistorySettings.Part;
import tropichat.bench.room.RoomFile;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench history}: in this JVM, in the compiled module under Node, and in pages in Chromium. */
public final class HistoryBenchmark {
    private static final int NEWCOMERS_ENTRIES = 10_000;
    private static final int MANY_ENTRIES = 100_000;

    /** Comparisons after which the JVM has compiled them. */
    private static final int WARM_UP = 10;

    /** Of the texts and keys: every run has the same. */
    private static final long SEED = 1;

    private static final double NEWCOMER_SECONDS_MAX = 3;
    private static final double PEER_SECONDS_MAX = 10;
    private static final double ROUND_TRIPS_MAX = 3;
    private static final double TIMES_PLAIN_MAX = 1.3;
    private static final double COMPARE_MILLIS_MAX = 100;
    private static final double SHOWN_MILLIS_MAX = 300;
    private static final double MESSAGE_MILLIS_MAX = 2;
    private static final double SEARCH_MILLIS_MAX = 200;

    private final HistorySettings settings;
    private final PageScript script;
    private final Progress progress = Progress.onStandardError();
    private final Report report;

    private HistoryBenchmark(HistorySettings settings, Path home) {
        this.settings = settings;
        script = new PageScript(home, settings.rounds());
        report = new Report("bench history", List.of("result"), Commit.of(home));
        report.setting("rounds", settings.rounds());
        report.setting("threads", settings.threads());
        if (settings.quick()) {
            report.note("a tenth of the entries: no goal is for so few");
        }
    }

    /** Takes all measurements and prints them. */
    public static void run(HistorySettings settings) throws IOException {
        new HistoryBenchmark(settings, Path.of(System.getProperty("tropichat.home", ""))).run();
    }

    /** What was measured before a failure is printed all the same: it took minutes. */
    private void run() throws IOException {
        try {
            if (settings.only().contains(Part.COMPARE)) {
                compare();
            }
            if (settings.only().contains(Part.MODULE)) {
                compareInModule();
            }
            if (settings.only().contains(Part.PEER)) {
                catchUp();
            }
            if (settings.only().contains(Part.NEWCOMER)) {
                newcomer();
            }
            if (settings.only().contains(Part.ROOM)) {
                room();
            }
        } finally {
            progress.done();
            report.publish(settings.json());
        }
    }

    private void compare() {
        progress.step("comparing two logs in this JVM");
        Comparison first = Comparison.run();
        for (int i = 0; i < WARM_UP; i++) {
            Comparison.run();
        }
        List<Double> warm = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            warm.add(Comparison.run().cpuMillis);
        }
        String label = "two logs that differ in 1 %: ";
        add("compareRoundTrips", label + "round trips", 0, first.roundTrips, new Goal.AtMost(ROUND_TRIPS_MAX));
        add("compareBytes", label + "bytes", 0, (double) first.bytes, new Goal.None());
        double timesPlain = (double) first.bytes / Comparison.PLAIN_BYTES;
        add("compareTimesPlain", label + "bytes, times negentropy", 4, timesPlain, new Goal.AtMost(TIMES_PLAIN_MAX));
        add("compareFirstMillis", label + "processor, both ends, first, ms", 0, first.cpuMillis, new Goal.None());
        add("compareMillis", label + "processor, both ends, ms", 0, warm, new Goal.AtMost(COMPARE_MILLIS_MAX));
    }

    private void compareInModule() {
        progress.step("comparing two logs in the compiled module");
        Figures figures = script.run("history/compare", List.of());
        String label = "the same in the compiled module: ";
        add("moduleBytes", label + "bytes in frames", 0, figures.samples("bytes"), new Goal.None());
        add(
                "moduleFirstMillis",
                label + "processor, both ends, first, ms",
                0,
                figures.samples("firstMillis"),
                new Goal.None());
        add("moduleMillis", label + "processor, both ends, ms", 0, figures.samples("millis"), new Goal.None());
    }

    private void catchUp() {
        int entries = settings.entries(MANY_ENTRIES);
        progress.step("signing " + entries + " entries");
        String domain = "chat.example";
        CatchUp catchUp = new CatchUp(chronicle(entries, domain), domain, settings.threads());
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.step("a peer in the JVM catches up, round " + round + " of " + settings.rounds());
            CatchUp.Duration duration = catchUp.run(round);
            seconds.add(duration.seconds());
            cpuSeconds.add(duration.cpuSeconds());
        }
        String label = many(entries) + " into a JVM peer";
        add("peerSeconds", label + ", s", 2, seconds, new Goal.AtMost(PEER_SECONDS_MAX));
        add("peerCpuSeconds", label + ": processor, both ends, s", 2, cpuSeconds, new Goal.None());
    }

    private void newcomer() throws IOException {
        int entries = settings.entries(NEWCOMERS_ENTRIES);
        progress.step("a page catches up with another");
        Figures figures = inPages("newcomer", entries);
        String label = many(entries) + " into a page";
        Goal goal = new Goal.AtMost(NEWCOMER_SECONDS_MAX);
        add("newcomerSeconds", label + ", s", 2, figures.samples("seconds"), goal);
        add("newcomerMainSeconds", label + ": main thread, s", 2, figures.samples("mainSeconds"), new Goal.None());
    }

    private void room() throws IOException {
        int entries = settings.entries(MANY_ENTRIES);
        progress.step("a room with a long history in a page: opened, searched, talked in");
        Figures figures = inPages("room", entries);
        String label = "a room of " + many(entries) + ": ";
        Goal shown = new Goal.AtMost(SHOWN_MILLIS_MAX);
        Goal found = new Goal.AtMost(SEARCH_MILLIS_MAX);
        Goal message = new Goal.AtMost(MESSAGE_MILLIS_MAX);
        addMillis(label, figures, "enter", "50 shown after “Enter”", shown);
        addMillis(label, figures, "reload", "50 shown after a reload", shown);
        addMillis(label, figures, "storeOpen", "of that, until the store is open", new Goal.None());
        addMillis(label, figures, "read", "of that, until the first are read", new Goal.None());
        addMillis(label, figures, "firstSearch", "first search, first find shown", new Goal.None());
        addMillis(label, figures, "firstSearchAll", "first search, all finds shown", found);
        addMillis(label, figures, "secondSearch", "second search, first find shown", new Goal.None());
        addMillis(label, figures, "secondSearchAll", "second search, all finds shown", found);
        addMillis(label, figures, "message", "main thread for a message", message);
        addMillis(label, figures, "talk", "the same with what it takes at rest", new Goal.None());
        addMillis(label, figures, "script", "of that, scripts", new Goal.None());
        add("idleShare", label + "main thread at rest, share", 3, figures.samples("idleShare"), new Goal.None());
    }

    private void addMillis(String room, Figures figures, String name, String what, Goal goal) {
        String key = name + "Millis";
        add(key, room + what + ", ms", 1, figures.samples(key), goal);
    }

    /** Runs a script with pages that load so many entries. */
    private Figures inPages(String what, int entries) throws IOException {
        Path file = Files.createTempFile("tropichat-bench-", ".car");
        try {
            int port = PageScript.freePort();
            Chronicle chronicle = chronicle(entries, "localhost:" + port);
            RoomFile.write(Chronicle.ROOM, chronicle.profiles, chronicle.blocks, file);
            List<String> words = new ArrayList<>();
            words.addAll(List.of("--car", file.toString(), "--port", Integer.toString(port)));
            words.addAll(List.of("--entries", Integer.toString(entries)));
            Chronicle.RARE_WORDS.forEach(word -> words.addAll(List.of("--rare", word)));
            return script.run("history/" + what, words);
        } finally {
            Files.delete(file);
        }
    }

    private static Chronicle chronicle(int entries, String domain) {
        return new Chronicle(entries, domain, System.currentTimeMillis(), SEED);
    }

    private static String many(int entries) {
        return String.format("%,d entries", entries);
    }

    private void add(String key, String label, int decimals, double value, Goal goal) {
        add(key, label, decimals, List.of(value), goal);
    }

    private void add(String key, String label, int decimals, List<Double> rounds, Goal goal) {
        Goal judged = settings.quick() ? new Goal.None() : goal;
        report.add(new Figure(key, label, decimals, Better.LOWER, judged, List.of(new Samples(rounds))));
    }
}
