package tropichat.bench.turn;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.process.BusyWatch;
import tropichat.bench.process.Cores;
import tropichat.bench.process.ServerProcess;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench turn}: datagrams that the embedded TURN server relays, each way by itself. */
public final class TurnBenchmark {
    private static final int FLOWS = 32;
    private static final double PER_SECOND_GOAL = 50_000;

    /** Silence after which what is under way counts as lost. */
    private static final long SILENCE_NANOS = 500_000_000;

    private static final long WARM_UP_STEP_NANOS = 500_000_000;

    /** How many times longer than wanted a warm-up lasts at most, where others take processor time from the server. */
    private static final long WARM_UP_STRETCH_MAX = 4;

    /** What is not as an operator gets it: targets on loopback, no quota, and a secret that both sides know. */
    private static final List<String> FLAGS = List.of(
            "--host",
            "127.0.0.1",
            "--turn-host",
            "127.0.0.1",
            "--turn-peer-networks",
            "127.0.0.0/8",
            "--turn-user-bytes-per-second",
            "0",
            "--turn-bytes-per-second",
            "0",
            "--turn-secret",
            TurnUser.SECRET);

    private final TurnBenchSettings settings;
    private final Report report;
    private final BusyWatch busy = new BusyWatch();
    private final Cores cores;
    private final Progress progress = Progress.onStandardError();
    private long lost;

    private TurnBenchmark(TurnBenchSettings settings, Path home) {
        this.settings = settings;
        cores = Cores.pin(settings.serverCore(), settings.generatorCore());
        report = new Report("bench turn", List.of("tropichat"), Commit.of(home));
        report.setting("rounds", settings.rounds());
        report.setting("warmUpSeconds", settings.warmUpSeconds());
        report.setting("measuredSeconds", settings.measuredSeconds());
        report.setting("flows", FLOWS);
        report.setting("pinned", cores.pinned());
        if (!cores.pinned()) {
            report.note("server and generator were not pinned to cores of their own: they took each other's time");
        }
    }

    /** Takes all measurements that were asked for and prints them. */
    public static void run(TurnBenchSettings settings) throws IOException {
        new TurnBenchmark(settings, Path.of(System.getProperty("tropichat.home", ""))).run();
    }

    private void run() throws IOException {
        try {
            for (Way way : Way.ALL) {
                if (settings.only().isEmpty() || settings.only().contains(way.name())) {
                    measure(way);
                }
            }
        } finally {
            progress.done();
            busy.noteIn(report);
            report.note("datagrams lost while measuring: " + lost);
            report.publish(settings.json());
        }
    }

    private void measure(Way way) throws IOException {
        List<Double> rates = new ArrayList<>();
        List<Double> ratesPerCpu = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.step(way.name() + ", round " + round + " of " + settings.rounds());
            List<Double> sample = sample(way);
            rates.add(sample.get(0));
            ratesPerCpu.add(sample.get(1));
        }
        String label = String.format(Locale.ROOT, "%s, datagrams of %d bytes", way.label(), Flow.PAYLOAD_BYTES);
        add(way.name() + "PerSecond", label + ": /s", new Goal.None(), rates);
        add(way.name() + "PerCpuSecond", label + ": /CPU s", new Goal.AtLeast(PER_SECOND_GOAL), ratesPerCpu);
    }

    private void add(String key, String label, Goal goal, List<Double> values) {
        report.add(new Figure(key, label, 0, Better.HIGHER, goal, List.of(new Samples(values))));
    }

    private List<Double> sample(Way way) throws IOException {
        int turnPort = freePort();
        try (ServerProcess server = ServerProcess.start("tropichat", port -> command(port, turnPort), cores)) {
            try {
                return sample(way, server, new InetSocketAddress(InetAddress.getLoopbackAddress(), turnPort));
            } catch (LoadFailure | IOException failure) {
                throw new LoadFailure(
                        failure.getMessage() + "\nThe server's output ends with:\n" + server.lastOutput(), failure);
            }
        }
    }

    private List<Double> sample(Way way, ServerProcess server, InetSocketAddress turn) throws IOException {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            flows.add(way.setup().flow(i, turn));
        }
        for (Flow flow : flows) {
            flow.begin();
        }
        long cpuUntil = server.status().cpuNanos() + TimeUnit.SECONDS.toNanos(settings.warmUpSeconds());
        long timeUntil = System.nanoTime() + WARM_UP_STRETCH_MAX * TimeUnit.SECONDS.toNanos(settings.warmUpSeconds());
        while (server.status().cpuNanos() < cpuUntil && System.nanoTime() < timeUntil) {
            rate(flows, WARM_UP_STEP_NANOS);
        }
        long lostBefore = flows.stream().mapToLong(Flow::lost).sum();
        List<Double> rates = busy.watch(
                way.name(), server.status(), () -> rate(flows, TimeUnit.SECONDS.toNanos(settings.measuredSeconds())));
        lost += flows.stream().mapToLong(Flow::lost).sum() - lostBefore;
        return rates;
    }

    /** Runs all flows for so long; arrivals per second. */
    private static double rate(List<Flow> flows, long nanos) {
        try {
            long before = arrivals(flows);
            long started = System.nanoTime();
            long heardAt = started;
            long heard = before;
            long now = started;
            while (now - started < nanos) {
                for (int i = 0; i < flows.size(); i++) {
                    flows.get(i).turn();
                }
                now = System.nanoTime();
                long arrivals = arrivals(flows);
                if (arrivals > heard) {
                    heard = arrivals;
                    heardAt = now;
                } else if (now - heardAt > SILENCE_NANOS) {
                    for (Flow flow : flows) {
                        flow.begin();
                    }
                    heardAt = now;
                }
            }
            return (arrivals(flows) - before) * 1e9 / (now - started);
        } catch (IOException failure) {
            throw new LoadFailure("the network failed: " + failure.getMessage(), failure);
        }
    }

    private static long arrivals(List<Flow> flows) {
        long arrivals = 0;
        for (int i = 0; i < flows.size(); i++) {
            arrivals += flows.get(i).arrivals();
        }
        return arrivals;
    }

    private List<String> command(int port, int turnPort) {
        List<String> words = new ArrayList<>(settings.serverCommand());
        words.addAll(FLAGS);
        words.addAll(List.of("--port", Integer.toString(port), "--turn-port", Integer.toString(turnPort)));
        words.addAll(List.of("--turn-alternate-port", "0"));
        return words;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
