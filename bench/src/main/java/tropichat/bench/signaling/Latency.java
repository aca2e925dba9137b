package tropichat.bench.signaling;

import java.util.ArrayList;
import java.util.List;
import tropichat.bench.load.Cargo;
import tropichat.bench.load.Client;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.load.Loop;
import tropichat.bench.load.SignalFrames;
import tropichat.bench.process.ServerProcess;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Histogram;

/**
 * Time from when a signal was due to when it arrived, at 5,000 signals a second. The schedule does not wait for the
 * server, and a signal that left late counts from when it should have left: a stall shows in every signal it delayed.
 */
record Latency() implements Measurement {
    private static final int CONNECTIONS = 500;
    private static final int SIGNALS_PER_SECOND = 5000;
    private static final long INTERVAL_NANOS = 1_000_000_000L / SIGNALS_PER_SECOND;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Quantity> quantities() {
        return List.of(quantity("50", "50"), quantity("99", "99"), quantity("99_9", "99.9"));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        return lab.with(subject, server -> sample(server, lab));
    }

    private static List<Double> sample(ServerProcess server, Lab lab) {
        try (Loop loop = new Loop(server.port())) {
            List<Client> clients = lab.enter(loop, CONNECTIONS);
            Histogram histogram = new Histogram();
            long measureFrom = System.nanoTime() + lab.warmUpNanos();
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                streams.add(new Stream(clients.get(i), clients.get(i ^ 1), histogram, measureFrom));
            }
            long sent = run(loop, streams, measureFrom + lab.measuredNanos());
            loop.runUntil("signals", loop.tally()::signals, () -> loop.tally().signals() == sent);
            return List.of(
                    histogram.percentile(50) / NANOS_PER_MILLI,
                    histogram.percentile(99) / NANOS_PER_MILLI,
                    histogram.percentile(99.9) / NANOS_PER_MILLI);
        }
    }

    /** Keeps to the schedule until {@code untilNanos}; gives the number of signals sent. */
    private static long run(Loop loop, List<Stream> streams, long untilNanos) {
        long sent = 0;
        for (long due = System.nanoTime(); due < untilNanos; ) {
            long now = System.nanoTime();
            while (due <= now && due < untilNanos) {
                streams.get((int) (sent % CONNECTIONS)).send(due);
                due += INTERVAL_NANOS;
                sent++;
            }
            loop.poll(0);
        }
        return sent;
    }

    private static Quantity quantity(String key, String percentile) {
        return new Quantity(
                "latencyMillisP" + key,
                "latency at 5,000 signals/s, p" + percentile + ", ms",
                3,
                Better.LOWER,
                new Goal.None());
    }

    /** One direction of one pair. Signals of a pair arrive in order, so a queue of due times is all they need. */
    private static final class Stream {
        private static final int UNDER_WAY_MAX = 1024;

        private final SignalFrames frames;
        private final Histogram histogram;
        private final long measureFrom;
        private final long[] due = new long[UNDER_WAY_MAX];
        private long sent;
        private long arrived;

        Stream(Client sender, Client receiver, Histogram histogram, long measureFrom) {
            this.histogram = histogram;
            this.measureFrom = measureFrom;
            String signal = Signals.description();
            frames = new SignalFrames(sender, receiver, Cargo.signal(signal), 1);
            receiver.expect(sender.peerId(), Cargo.signal(signal), this::onArrived);
        }

        void send(long dueNanos) {
            if (sent - arrived == UNDER_WAY_MAX) {
                throw new LoadFailure("the server cannot keep up with " + SIGNALS_PER_SECOND + " signals/s");
            }
            due[(int) (sent++ % UNDER_WAY_MAX)] = dueNanos;
            frames.send(1);
        }

        private void onArrived(int count) {
            long now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long dueNanos = due[(int) (arrived++ % UNDER_WAY_MAX)];
                if (dueNanos >= measureFrom) {
                    histogram.record(now - dueNanos);
                }
            }
        }
    }
}
