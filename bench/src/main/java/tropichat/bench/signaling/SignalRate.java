package tropichat.bench.signaling;

import java.util.List;
import java.util.Locale;
import tropichat.bench.load.Cargo;
import tropichat.bench.load.Client;
import tropichat.bench.load.Loop;
import tropichat.bench.load.SignalFrames;
import tropichat.bench.process.ServerProcess;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;

/**
 * Signals, or sealed frames, per second that a server forwards between 250 pairs, both ways, counted where they arrive. Each sender has
 * 8 under way: one that arrives lets the next one go.
 */
record SignalRate(String name, String what, String key, Cargo cargo, Goal goal) implements Measurement {
    private static final int CONNECTIONS = 500;
    private static final int WINDOW = 8;
    private static final int SEALED_FRAME_BYTES = 200;
    private static final int SEALED_FRAMES_PER_SECOND = 20_000;

    static SignalRate ofDescriptions() {
        return ofSignals("sdp", Signals.description(), 7);
    }

    static SignalRate ofCandidates() {
        return ofSignals("ice", Signals.candidate(), 8);
    }

    private static SignalRate ofSignals(String name, String json, double timesBetter) {
        return new SignalRate(name, "signals", "signals", Cargo.signal(json), new Goal.TimesBetter(timesBetter));
    }

    static SignalRate ofSealedFrames() {
        Goal goal = new Goal.AtLeast(SEALED_FRAMES_PER_SECOND);
        return new SignalRate("relay", "sealed frames", "sealedFrames", Cargo.sealed(SEALED_FRAME_BYTES), goal);
    }

    @Override
    public List<Quantity> quantities() {
        String cpuKey = key + "PerCpuSecond" + cargo.length() + "Bytes";
        String cpuLabel = String.format(Locale.ROOT, "%s per CPU second, %,d bytes", what, cargo.length());
        return List.of(
                new Quantity(key + "PerSecond" + cargo.length() + "Bytes", label(), 0, Better.HIGHER, goal),
                new Quantity(cpuKey, cpuLabel, 0, Better.HIGHER, goal));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        return lab.with(subject, server -> sample(subject, server, lab));
    }

    private List<Double> sample(Subject subject, ServerProcess server, Lab lab) {
        try (Loop loop = new Loop(server.port())) {
            List<Client> clients = lab.enter(loop, CONNECTIONS);
            for (int i = 0; i < CONNECTIONS; i++) {
                connect(clients.get(i), clients.get(i ^ 1)).send(WINDOW);
            }
            lab.warmUp(server, loop::runFor);
            return lab.watched(label(), subject, server, () -> rate(loop, lab.measuredNanos()));
        }
    }

    private String label() {
        return String.format(Locale.ROOT, "%s/s of %,d bytes", what, cargo.length());
    }

    private SignalFrames connect(Client sender, Client receiver) {
        SignalFrames frames = new SignalFrames(sender, receiver, cargo, WINDOW);
        receiver.expect(sender.peerId(), cargo, frames::send);
        return frames;
    }

    private static double rate(Loop loop, long nanos) {
        long before = loop.tally().signals();
        long started = System.nanoTime();
        loop.runFor(nanos);
        return (loop.tally().signals() - before) * 1e9 / (System.nanoTime() - started);
    }
}
