package tropichat.bench.signaling;

import java.util.List;
import tropichat.bench.load.Loop;
import tropichat.bench.process.ServerProcess;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;

/**
 * Resident memory that a server grows by for each connection with a Socket.IO session and nothing to do. What the
 * first connections make it load and compile is not counted: as many as will never be needed at once come and go first.
 */
record IdleMemory(int few) implements Measurement {
    private static final int WARM_UP_CONNECTIONS = 500;
    private static final long SETTLE_NANOS = 2_000_000_000L;
    /** With fewer connections, what the server would need without any is too large a part. */
    private static final int JUDGED_AT = 10_000;

    private static final double BYTES_MAX = 5000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Quantity> quantities() {
        Goal goal = 2 * few == JUDGED_AT ? new Goal.AtMost(BYTES_MAX) : new Goal.None();
        return List.of(quantity(few, new Goal.None()), quantity(2 * few, goal));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        return lab.with(subject, server -> sample(server, lab));
    }

    private List<Double> sample(ServerProcess server, Lab lab) {
        try (Loop loop = new Loop(server.port())) {
            lab.openIdle(loop, WARM_UP_CONNECTIONS);
        }
        try (Loop loop = new Loop(server.port())) {
            loop.runFor(SETTLE_NANOS);
            long before = server.status().residentBytes();
            double atFew = perConnection(few, before, server, lab, loop);
            double atTwice = perConnection(2 * few, before, server, lab, loop);
            return List.of(atFew, atTwice);
        }
    }

    private static double perConnection(int count, long before, ServerProcess server, Lab lab, Loop loop) {
        lab.openIdle(loop, count);
        loop.runFor(SETTLE_NANOS);
        return (double) (server.status().residentBytes() - before) / count;
    }

    private static Quantity quantity(int connections, Goal goal) {
        return new Quantity(
                "residentBytesPerIdleConnectionAt" + connections,
                String.format("resident bytes per idle connection at %,d", connections),
                0,
                Better.LOWER,
                goal);
    }
}
