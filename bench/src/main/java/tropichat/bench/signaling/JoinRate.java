package tropichat.bench.signaling;

import java.util.List;
import tropichat.bench.load.Loop;
import tropichat.bench.report.Figure.Better;
import tropichat.bench.report.Goal;

/**
 * Joins per second: connection, challenge, signed login, roster, and everybody in the room told. Rooms fill up to 20
 * one after the other.
 */
record JoinRate() implements Measurement {
    private static final int JOINS_MAX = 8000;
    private static final double TIMES_BETTER = 10;

    @Override
    public String name() {
        return "joins";
    }

    @Override
    public List<Quantity> quantities() {
        return List.of(new Quantity(
                "joinsPerSecond",
                "joins/s, rooms of 20, signatures checked",
                0,
                Better.HIGHER,
                new Goal.TimesBetter(TIMES_BETTER)));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        try (ServerProcess server = lab.start(subject)) {
            joins(server, lab, lab.warmUpNanos());
            return List.of(lab.watched("joins/s", subject, server, () -> joins(server, lab, lab.measuredNanos())));
        }
    }

    private static double joins(ServerProcess server, Lab lab, long nanos) {
        try (Loop loop = new Loop(server.port())) {
            return lab.joinsPerSecond(loop, lab.logins(JOINS_MAX), nanos);
        }
    }
}
