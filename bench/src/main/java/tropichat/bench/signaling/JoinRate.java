package tropichat.bench.signaling;

import java.util.Deque;
import java.util.List;
import tropichat.bench.load.Login;
import tropichat.bench.load.Loop;
import tropichat.bench.process.ServerProcess;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;

/**
 * Joins per second: connection, challenge, signed login, roster, and everybody in the room told. Rooms fill up to 20
 * one after the other.
 */
record JoinRate() implements Measurement {
    private static final int JOINS_MAX = 8000;
    private static final Goal GOAL = new Goal.TimesBetter(10);

    @Override
    public String name() {
        return "joins";
    }

    @Override
    public List<Quantity> quantities() {
        return List.of(
                new Quantity("joinsPerSecond", "joins/s, rooms of 20, signed", 0, Better.HIGHER, GOAL),
                new Quantity("joinsPerCpuSecond", "joins per CPU second", 0, Better.HIGHER, GOAL));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        // Wallets are made here, before anything is timed.
        Deque<Login> measured = lab.logins(JOINS_MAX);
        return lab.with(subject, server -> {
            // Storm after storm: one alone would be over before a server that compiles while it runs has warmed up.
            lab.warmUp(server, nanos -> joins(server, lab.logins(JOINS_MAX), nanos));
            return lab.watched("joins/s", subject, server, () -> joins(server, measured, lab.measuredNanos()));
        });
    }

    private static double joins(ServerProcess server, Deque<Login> logins, long nanos) {
        try (Loop loop = new Loop(server.port())) {
            JoinStorm storm = new JoinStorm(loop, logins);
            double rate = storm.joinsPerSecond(nanos);
            storm.awaitIntroductions();
            return rate;
        }
    }
}
