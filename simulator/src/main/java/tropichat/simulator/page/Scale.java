package tropichat.simulator.page;

import java.util.ArrayList;
import java.util.List;

/** Where values lie along an axis, from {@code low} at {@code from} to {@code high} at {@code to}. */
record Scale(double low, double high, double from, double to) {
    private static final double[] ROUND_STEPS = {1, 2, 5, 10};

    double at(double value) {
        return high == low ? from : from + (value - low) / (high - low) * (to - from);
    }

    /** Round values in the range, about as many as {@code wanted} and at least {@code stepMin} apart. */
    List<Double> ticks(int wanted, double stepMin) {
        double rough = Math.max(stepMin, (high - low) / wanted);
        double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(rough, 1e-9))));
        double step = magnitude;
        for (double round : ROUND_STEPS) {
            step = magnitude * round;
            if (step >= rough) {
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }
}
