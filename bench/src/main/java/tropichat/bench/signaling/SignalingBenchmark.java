package tropichat.bench.signaling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.bench.process.BusyWatch;
import tropichat.bench.process.Cores;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench signaling}: every measurement, round by round, of one server or of two in turn. */
public final class SignalingBenchmark {
    /** Processor time after which the joins of a server on the JVM have been seen to grow no more. */
    private static final int WARM_UP_SECONDS_MIN = 10;

    private final SignalingSettings settings;
    private final List<Subject> subjects;
    private final Report report;
    private final BusyWatch busy = new BusyWatch();
    private final Lab lab;
    private final Progress progress;

    private SignalingBenchmark(SignalingSettings settings, List<Subject> subjects, Path home, Progress progress) {
        this.settings = settings;
        this.subjects = subjects;
        this.progress = progress;
        Cores cores = Cores.pin(settings.serverCore(), settings.generatorCore());
        report = new Report(
                "bench signaling", subjects.stream().map(Subject::name).toList(), Commit.of(home));
        lab = new Lab(settings, cores, busy);
        report.setting("rounds", settings.rounds());
        report.setting("warmUpSeconds", settings.warmUpSeconds());
        report.setting("measuredSeconds", settings.measuredSeconds());
        report.setting("pinned", cores.pinned());
        if (settings.warmUpSeconds() < WARM_UP_SECONDS_MIN) {
            report.note("the warm-up was too short to judge by: the servers compile while they are measured");
        }
        if (!cores.pinned()) {
            report.note("server and generator were not pinned to cores of their own: they took each other's time");
        }
    }

    /** Takes all measurements that were asked for and prints them. */
    public static void run(SignalingSettings settings) throws IOException {
        Path home = Path.of(System.getProperty("tropichat.home", ""));
        Progress progress = Progress.onStandardError();
        List<Subject> subjects = new ArrayList<>(List.of(Subject.tropichat(settings.serverCommand())));
        if (settings.againstSocketIo()) {
            subjects.add(Subject.socketIo(home, progress));
        }
        new SignalingBenchmark(settings, subjects, home, progress).run();
    }

    /** What was measured before a failure is printed all the same: it took minutes. */
    private void run() throws IOException {
        try {
            measurements().forEach(this::measure);
        } finally {
            progress.done();
            busy.noteIn(report);
            report.publish(settings.json());
        }
    }

    private List<Measurement> measurements() {
        List<Measurement> all = List.of(
                new StartTime(),
                SignalRate.ofDescriptions(),
                SignalRate.ofCandidates(),
                SignalRate.ofSealedFrames(),
                new JoinRate(),
                new Latency(),
                new IdleMemory(settings.idleConnections()));
        return all.stream()
                .filter(one -> settings.only().isEmpty() || settings.only().contains(one.name()))
                .toList();
    }

    private void measure(Measurement measurement) {
        List<List<List<Double>>> bySubject = new ArrayList<>();
        subjects.forEach(subject -> bySubject.add(new ArrayList<>()));
        for (int round = 1; round <= settings.rounds(); round++) {
            for (int i = 0; i < subjects.size(); i++) {
                progress.step(measurement.name() + ", round " + round + " of " + settings.rounds() + ", "
                        + subjects.get(i).name());
                bySubject.get(i).add(measurement.sample(subjects.get(i), lab));
            }
        }
        List<Quantity> quantities = measurement.quantities();
        for (int i = 0; i < quantities.size(); i++) {
            report.add(figure(quantities.get(i), i, bySubject));
        }
    }

    private static Figure figure(Quantity quantity, int index, List<List<List<Double>>> bySubject) {
        List<Samples> samples = bySubject.stream()
                .map(rounds -> new Samples(
                        rounds.stream().map(values -> values.get(index)).toList()))
                .toList();
        return new Figure(
                quantity.key(), quantity.label(), quantity.decimals(), quantity.better(), quantity.goal(), samples);
    }
}
