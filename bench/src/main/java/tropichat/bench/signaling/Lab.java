package tropichat.bench.signaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import tropichat.bench.load.Client;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.load.Login;
import tropichat.bench.load.Logins;
import tropichat.bench.load.Loop;
import tropichat.bench.load.Tally;
import tropichat.bench.process.BusyWatch;
import tropichat.bench.process.Cores;
import tropichat.bench.process.ServerProcess;

/** What all measurements share: cores, windows, logins, and the watch over who was the bottleneck. */
final class Lab {
    static final int ROOM_MEMBERS = 20;
    /** Logins or connections under way at a time: enough to keep the server's queue from running dry. */
    static final int IN_FLIGHT = 64;

    /** How many times longer than wanted a warm-up lasts at most, where others take processor time from the server. */
    private static final long WARM_UP_STRETCH_MAX = 3;

    private static final long WARM_UP_STEP_NANOS = 1_000_000_000L;
    private static final long LOGIN_SEED = 20;

    private final SignalingSettings settings;
    private final Cores cores;
    private final BusyWatch busy;
    private final Logins logins = new Logins(ROOM_MEMBERS, LOGIN_SEED);

    Lab(SignalingSettings settings, Cores cores, BusyWatch busy) {
        this.settings = settings;
        this.cores = cores;
        this.busy = busy;
    }

    /** Starts {@code subject}, has {@code work} done with it, and stops it; a failure comes with its last words. */
    List<Double> with(Subject subject, Function<ServerProcess, List<Double>> work) {
        try (ServerProcess server = ServerProcess.start(subject.name(), subject::commandOnPort, cores)) {
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

    /** Has {@code load} run for a while, again and again, until the server has used the warm-up's processor time. */
    void warmUp(ServerProcess server, LongConsumer load) {
        long cpuUntil = server.status().cpuNanos() + warmUpNanos();
        long timeUntil = System.nanoTime() + WARM_UP_STRETCH_MAX * warmUpNanos();
        while (server.status().cpuNanos() < cpuUntil && System.nanoTime() < timeUntil) {
            load.accept(WARM_UP_STEP_NANOS);
        }
    }

    long measuredNanos() {
        return TimeUnit.SECONDS.toNanos(settings.measuredSeconds());
    }

    /** Logins into rooms that no other call has used. */
    Deque<Login> logins(int count) {
        return new ArrayDeque<>(logins.take(count));
    }

    /** Logs {@code count} clients in, in pairs that share a room. */
    List<Client> enter(Loop loop, int count) {
        return new JoinStorm(loop, logins(count)).enterAll();
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

    /** Runs {@code load}, whose result is a rate: gives two values as {@link BusyWatch#watch} does. */
    List<Double> watched(String what, Subject subject, ServerProcess server, DoubleSupplier load) {
        return busy.watch(what + ", " + subject.name(), server.status(), load);
    }
}
