package tropichat.bench.signaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import tropichat.report.Report;
import tropichat.report.Samples;

/** Which share of a core server and generator used under load: the one that was near 1 is what the figure measures. */
final class BusyWatch {
    /** Above this share the generator may be what limits the figure. */
    private static final double GENERATOR_BUSY_MAX = 0.95;

    private final ProcessStatus generator =
            new ProcessStatus(ProcessHandle.current().pid());
    private final Map<String, List<Double>> serverShares = new LinkedHashMap<>();
    private final Map<String, List<Double>> generatorShares = new LinkedHashMap<>();

    /**
     * Runs {@code load}, whose result is a rate, and gives that rate and the one for each second of the server's
     * processor time: the latter holds when others take processor time from both.
     */
    List<Double> watch(String what, ProcessStatus server, DoubleSupplier load) {
        long serverCpu = server.cpuNanos();
        long generatorCpu = generator.cpuNanos();
        long started = System.nanoTime();
        double rate = load.getAsDouble();
        double nanos = System.nanoTime() - started;
        double serverShare = (server.cpuNanos() - serverCpu) / nanos;
        shares(serverShares, what).add(serverShare);
        shares(generatorShares, what).add((generator.cpuNanos() - generatorCpu) / nanos);
        return List.of(rate, rate / serverShare);
    }

    /** Adds a line for each thing watched: medians over the rounds. */
    void noteIn(Report report) {
        for (String what : serverShares.keySet()) {
            double server = new Samples(shares(serverShares, what)).median();
            double load = new Samples(shares(generatorShares, what)).median();
            boolean generatorBound = load > GENERATOR_BUSY_MAX && load > server;
            report.note(String.format(
                    Locale.ROOT,
                    "%s: server busy %.0f %% of a core, generator %.0f %%%s",
                    what,
                    100 * server,
                    100 * load,
                    generatorBound ? "; THE GENERATOR WAS THE LIMIT" : ""));
        }
    }

    private static List<Double> shares(Map<String, List<Double>> shares, String what) {
        return shares.computeIfAbsent(what, first -> new ArrayList<>());
    }
}
