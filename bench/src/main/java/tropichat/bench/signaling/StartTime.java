package tropichat.bench.signaling;

import java.util.ArrayList;
import java.util.List;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Samples;

/** Time from the start of the process to the first connection that it accepts; the median of several starts. */
record StartTime() implements Measurement {
    private static final int STARTS = 5;
    private static final double MILLIS_MAX = 400;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Quantity> quantities() {
        return List.of(new Quantity(
                "listeningMillis", "start to listening, ms", 0, Better.LOWER, new Goal.AtMost(MILLIS_MAX)));
    }

    @Override
    public List<Double> sample(Subject subject, Lab lab) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            millis.addAll(lab.with(subject, server -> List.of(server.listeningNanos() / NANOS_PER_MILLI)));
        }
        return List.of(new Samples(millis).median());
    }
}
