package tropichat.bench.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import tropichat.report.Report;
import tropichat.report.Samples;

/** Which share of a core server and generator used under load: the one that was near 1 is what the figure measures. */
public final class BusyWatch {
    /** Above this share of a core a process counts as busy. */
    private static final double BUSY = 0.9;

    private final ProcessStatus generator =
            new ProcessStatus(ProcessHandle.current().pid());
    private final Map<String, List<Double>> serverShares = new LinkedHashMap<>();
    private final Map<String, List<Double>> generatorShares = new LinkedHashMap<>();

    public BusyWatch() {}

    /**
     * Runs {@code load}, whose result is a rate, and gives that rate and the one for each second of the server's
     * processor time: the latter holds when others take processor time from both.
     */
    public List<Double> watch(String what, ProcessStatus server, DoubleSupplier load) {
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
    public void noteIn(Report report) {
        for (String what : serverShares.keySet()) {
            double server = new Samples(shares(serverShares, what)).median();
            double load = new Samples(shares(generatorShares, what)).median();
            report.note(String.format(
                    Locale.ROOT,
                    "%s: server busy %.0f %% of a core, generator %.0f %%%s",
                    what,
                    100 * server,
                    100 * load,
                    verdict(server, load)));
        }
    }

    private static String verdict(double server, double generator) {
        if (server >= BUSY) {
            return "";
        }
        return generator >= BUSY
                ? "; THE GENERATOR WAS THE LIMIT"
                : "; NEITHER HAD ITS CORE TO ITSELF: go by the figures per CPU second, or measure again";
    }

    private static List<Double> shares(Map<String, List<Double>> shares, String what) {
        return shares.computeIfAbsent(what, first -> new ArrayList<>());
    }
}
