package tropichat.bench.signaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import tropichat.bench.load.Client;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.load.Login;
import tropichat.bench.load.Logins;
import tropichat.bench.load.Loop;
import tropichat.bench.load.Tally;
import tropichat.bench.report.Report;

/** What all measurements share: cores, windows, logins, and the watch over who was the bottleneck. */
final class Lab {
    static final int ROOM_MEMBERS = 20;
    /** Logins or connections under way at a time: enough to keep the server's queue from running dry. */
    static final int IN_FLIGHT = 64;
    /** Above this share of a core the generator may be what limits the figure. */
    private static final double GENERATOR_BUSY_MAX = 0.95;

    private static final long LOGIN_SEED = 20;

    private final SignalingSettings settings;
    private final Cores cores;
    private final Report report;
    private final Logins logins = new Logins(ROOM_MEMBERS, LOGIN_SEED);

    Lab(SignalingSettings settings, Cores cores, Report report) {
        this.settings = settings;
        this.cores = cores;
        this.report = report;
    }

    /** Starts {@code subject}, has {@code work} done with it, and stops it; a failure comes with its last words. */
    List<Double> with(Subject subject, Function<ServerProcess, List<Double>> work) {
        try (ServerProcess server = ServerProcess.start(subject, cores)) {
            try {
                return work.apply(server);
            } catch (LoadFailure failure) {
                throw new LoadFailure(
                        subject.name() + ": " + failure.getMessage() + "\nIts output ends with:\n"
                                + server.lastOutput(),
                        failure);
            }
        }
    }

    long warmUpNanos() {
        return TimeUnit.SECONDS.toNanos(settings.warmUpSeconds());
    }

    long measuredNanos() {
        return TimeUnit.SECONDS.toNanos(settings.measuredSeconds());
    }

    int idleConnections() {
        return settings.idleConnections();
    }

    /** Logins into rooms that no other call has used. */
    Deque<Login> logins(int count) {
        return new ArrayDeque<>(logins.take(count));
    }

    /** Logs {@code count} clients in, in pairs that share a room. */
    List<Client> enter(Loop loop, int count) {
        List<Client> clients = new ArrayList<>();
        Deque<Login> waiting = logins(count);
        Tally tally = loop.tally();
        loop.runUntil("logins", tally::joined, () -> {
            while (!waiting.isEmpty() && clients.size() - tally.joined() < IN_FLIGHT) {
                clients.add(loop.open(waiting.remove()));
            }
            return tally.joined() == count;
        });
        return clients;
    }

    /** Opens connections that do not log in, until there are {@code count}. */
    void openIdle(Loop loop, int count) {
        Tally tally = loop.tally();
        long[] opened = {tally.connected()};
        loop.runUntil("connections", tally::connected, () -> {
            while (opened[0] < count && opened[0] - tally.connected() < IN_FLIGHT) {
                loop.open(null);
                opened[0]++;
            }
            return tally.connected() == count;
        });
    }

    /** Runs {@code load} and notes in the report how busy server and generator were meanwhile. */
    double watched(String what, Subject subject, ServerProcess server, DoubleSupplier load) {
        ProcessStatus generator = new ProcessStatus(ProcessHandle.current().pid());
        long serverCpu = server.status().cpuNanos();
        long generatorCpu = generator.cpuNanos();
        long started = System.nanoTime();
        double value = load.getAsDouble();
        double nanos = System.nanoTime() - started;
        double serverShare = (server.status().cpuNanos() - serverCpu) / nanos;
        double generatorShare = (generator.cpuNanos() - generatorCpu) / nanos;
        boolean generatorBound = generatorShare > GENERATOR_BUSY_MAX && generatorShare > serverShare;
        report.note(String.format(
                Locale.ROOT,
                "%s, %s: server busy %.0f %% of a core, generator %.0f %%%s",
                what,
                subject.name(),
                100 * serverShare,
                100 * generatorShare,
                generatorBound ? "; THE GENERATOR WAS THE LIMIT" : ""));
        return value;
    }
}
