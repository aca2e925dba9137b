package tropichat.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.simulator.scenario.Scenario;
import tropichat.simulator.scenario.Scenarios;

/**
 * What {@code simulate} was asked to do.
 *
 * @param json where the figures go; null for nowhere
 * @param page the folder that the page goes to; null for none
 */
record Options(
        Scenario scenario, @Nullable Path json, @Nullable Path page) {
    static final String USAGE = """
            ./tropichat simulate SCENARIO [options]
                runs a scenario: one that comes with the simulator, or a file NAME.scenario
              --seed N       another run of the same scenario
              --peers N      the same with more or fewer peers
              --json FILE    write the figures, the machine, the commit and the settings there
              --report DIR   write DIR/NAME.html, a page with plots
            ./tropichat simulate list
                lists the scenarios
            """;

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    static Options parse(List<String> arguments) throws IOException {
        Deque<String> left = new ArrayDeque<>(arguments);
        Scenario scenario = Scenarios.named(left.remove());
        Path json = null;
        Path page = null;
        while (!left.isEmpty()) {
            String option = left.remove();
            String value = left.poll();
            if (value == null) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            switch (option) {
                case "--seed" -> scenario = scenario.withSeed(number(option, value));
                case "--peers" -> scenario = scenario.withPeers((int) Math.max(1, number(option, value)));
                case "--json" -> json = Path.of(value);
                case "--report" -> page = Path.of(value);
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new Options(scenario, json, page);
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(option + " takes a whole number, not " + value, notANumber);
        }
    }
}
