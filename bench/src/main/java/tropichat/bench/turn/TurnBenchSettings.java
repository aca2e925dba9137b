package tropichat.bench.turn;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench turn} was asked to do.
 *
 * @param serverCommand the words that start the server, to which flags are appended
 * @param only names of the ways to measure; empty for all
 * @param warmUpSeconds processor time that the server gets before each window
 */
public record TurnBenchSettings(
        List<String> serverCommand,
        Set<String> only,
        @Nullable Path json,
        int rounds,
        int warmUpSeconds,
        int measuredSeconds,
        int serverCore,
        int generatorCore) {

    public static final String USAGE = """
            bench turn options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (3)
              --quick                 one round, short windows: a look, not a measurement
              --only NAME,NAME        of out, back, send, relays
              --warmup-seconds N      processor time that the server gets before each window (5)
              --measured-seconds N    length of each window (4)
              --server-core N         core that the server is pinned to (0)
              --generator-core N      core that the generator is pinned to (1)
              -- COMMAND...           how to start the server; the launcher fills this in
            """;

    private static final List<String> NAMES = Way.ALL.stream().map(Way::name).toList();

    public TurnBenchSettings {
        serverCommand = List.copyOf(serverCommand);
    }

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static TurnBenchSettings parse(List<String> words) {
        List<String> serverCommand = Arguments.serverCommand(words);
        Arguments arguments = new Arguments(Arguments.own(words));
        Set<String> only = Set.of();
        Path json = null;
        int rounds = 3;
        int warmUpSeconds = 5;
        int measuredSeconds = 4;
        int serverCore = 0;
        int generatorCore = 1;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--only" -> only = arguments.names(option, NAMES);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--warmup-seconds" -> warmUpSeconds = arguments.number(option, 0);
                case "--measured-seconds" -> measuredSeconds = arguments.number(option, 1);
                case "--server-core" -> serverCore = arguments.number(option, 0);
                case "--generator-core" -> generatorCore = arguments.number(option, 0);
                case "--quick" -> {
                    rounds = 1;
                    warmUpSeconds = 2;
                    measuredSeconds = 1;
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new TurnBenchSettings(
                serverCommand, only, json, rounds, warmUpSeconds, measuredSeconds, serverCore, generatorCore);
    }
}
