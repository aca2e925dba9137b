package tropichat.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tropichat.report.Commit;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Table;
import tropichat.simulator.page.Page;
import tropichat.simulator.scenario.Scenario;
import tropichat.simulator.scenario.Scenarios;
import tropichat.simulator.world.Outcome;
import tropichat.simulator.world.World;

/** The command {@code simulate}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int status = run(List.copyOf(Arrays.asList(arguments)));
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(List<String> arguments) {
        String first = arguments.isEmpty() ? "help" : arguments.get(0);
        try {
            return switch (first) {
                case "help", "--help" -> say(Options.USAGE);
                case "list" -> say(list());
                default -> simulate(Options.parse(arguments));
            };
        } catch (IllegalArgumentException misuse) {
            System.err.println(misuse.getMessage() + "\n\n" + Options.USAGE);
            return MISUSED;
        } catch (IOException failure) {
            System.err.println("The simulation stopped: " + failure.getMessage());
            return FAILED;
        }
    }

    private static int say(String text) {
        System.out.println(text);
        return 0;
    }

    private static String list() throws IOException {
        Table table = new Table(List.of("scenario", "peers", "network", "  "));
        for (Scenario scenario : Scenarios.all()) {
            table.row(List.of(
                    scenario.name(),
                    String.valueOf(scenario.peers()),
                    scenario.network().name(),
                    "  " + scenario.title()));
        }
        return table.toString();
    }

    private static int simulate(Options options) throws IOException {
        Scenario scenario = options.scenario();
        Progress progress = Progress.onStandardError();
        progress.step(scenario.name() + ": " + scenario.peers() + " peers, seed " + scenario.seed());
        Outcome outcome = World.run(scenario);
        progress.done();
        Report report = report(outcome);
        System.out.println(report.text());
        Path json = options.json();
        if (json != null) {
            report.writeJson(json);
        }
        Path folder = options.page();
        if (folder != null) {
            System.out.println("page: " + Page.write(outcome, Quantities.figures(outcome), folder));
        }
        return outcome.violation() == null && report.isReached() ? 0 : FAILED;
    }

    private static Report report(Outcome outcome) {
        Scenario scenario = outcome.scenario();
        Report report = new Report(
                "simulate " + scenario.name(),
                List.of("value"),
                Commit.of(Path.of(System.getProperty("tropichat.home", ""))));
        report.setting("peers", scenario.peers());
        report.setting("seed", scenario.seed());
        report.setting("network", scenario.network().name());
        report.setting("crypto", scenario.realCrypto() ? "real" : "keyed");
        report.setting("digest", outcome.digest());
        Quantities.figures(outcome).forEach(report::add);
        outcome.losses().forEach(report::note);
        outcome.refusedLinks().forEach((end, count) -> report.note(count + " links refused: " + end));
        String violation = outcome.violation();
        if (violation != null) {
            report.note("MUST NOT HAPPEN, " + violation + "; again with --seed " + scenario.seed());
        }
        return report;
    }
}
