package tropichat.bench.signaling;

import java.util.List;
import tropichat.bench.load.Client;
import tropichat.bench.load.Loop;
import tropichat.bench.load.SignalFrames;
import tropichat.bench.report.Figure.Better;
import tropichat.bench.report.Goal;

/**
 * Signals per second that a server forwards between 250 pairs, both ways, counted where they arrive. Each sender has
 * 8 under way: one that arrives lets the next one go.
 */
record SignalRate(String name, String signal, String key, String label, double timesBetter) implements Measurement {
    private static final int CONNECTIONS = 500;
    private static final int WINDOW = 8;

    static SignalRate ofDescriptions() {
        return new SignalRate("sdp", Signals.description(), "signalsPerSecond1500Bytes", "signals/s of 1,500 bytes", 7);
    }

    static SignalRate ofCandidates() {
        return new SignalRate("ice", Signals.candidate(), "signalsPerSecond230Bytes", "signals/s of 230 bytes", 8);
    }

    @Override
    public List<Quantity> quantities() {
        return List.of(new Quantity(key, label, 0, Better.HIGHER, new Goal.TimesBetter(timesBetter)));
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
            loop.runFor(lab.warmUpNanos());
            return List.of(lab.watched(label, subject, server, () -> rate(loop, lab.measuredNanos())));
        }
    }

    private SignalFrames connect(Client sender, Client receiver) {
        SignalFrames frames = new SignalFrames(sender, receiver, signal, WINDOW);
        receiver.expect(sender.peerId(), signal, frames::send);
        return frames;
    }

    private static double rate(Loop loop, long nanos) {
        long before = loop.tally().signals();
        long started = System.nanoTime();
        loop.runFor(nanos);
        return (loop.tally().signals() - before) * 1e9 / (System.nanoTime() - started);
    }
}
