package tropichat.bench.gates;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench gates} was asked to do.
 *
 * @param serverCommand the words that start the server, to which flags are appended
 * @param seconds length of each window
 */
record GatesSettings(
        List<String> serverCommand, @Nullable Path json, int rounds, int seconds, int serverCore, int generatorCore) {
    static final String USAGE = """
            bench gates options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (3)
              --quick                 one round, short windows: a look, not a measurement
              --seconds N             length of each window (4)
              --server-core N         core that the server is pinned to (0)
              --generator-core N      core that the generator and the chain are pinned to (1)
              -- COMMAND...           how to start the server; the launcher fills this in
            """;

    GatesSettings {
        serverCommand = List.copyOf(serverCommand);
    }

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    static GatesSettings parse(List<String> words) {
        List<String> serverCommand = Arguments.serverCommand(words);
        Arguments arguments = new Arguments(Arguments.own(words));
        Path json = null;
        int rounds = 3;
        int seconds = 4;
        int serverCore = 0;
        int generatorCore = 1;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--seconds" -> seconds = arguments.number(option, 1);
                case "--server-core" -> serverCore = arguments.number(option, 0);
                case "--generator-core" -> generatorCore = arguments.number(option, 0);
                case "--quick" -> {
                    rounds = 1;
                    seconds = 2;
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new GatesSettings(serverCommand, json, rounds, seconds, serverCore, generatorCore);
    }
}
