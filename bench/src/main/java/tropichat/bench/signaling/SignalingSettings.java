package tropichat.bench.signaling;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench signaling} was asked to do.
 *
 * @param serverCommand the words that start TropiChat's server, to which flags are appended
 * @param againstSocketIo whether the hub on npm's socket.io is measured beside it
 * @param only names of the measurements to take; empty for all
 * @param rounds how often each measurement is taken of each server
 * @param idleConnections the smaller count; the larger is twice that
 */
public record SignalingSettings(
        List<String> serverCommand,
        boolean againstSocketIo,
        Set<String> only,
        @Nullable Path json,
        int rounds,
        int warmUpSeconds,
        int measuredSeconds,
        int idleConnections,
        int serverCore,
        int generatorCore) {

    public static final String USAGE = """
            bench signaling options:
              --against socket.io     put a hub on npm's socket.io under the same load, and compare
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times, alternating between the servers (3)
              --quick                 one round, short windows, few idle connections: a look, not a measurement
              --only NAME,NAME        of start, sdp, ice, relay, joins, latency, idle
              --warmup-seconds N      processor time that a server gets before each window (10)
              --measured-seconds N    length of each window (4)
              --server-core N         core that the server is pinned to (0)
              --generator-core N      core that the generator is pinned to (1)
              -- COMMAND...           how to start the server; the launcher fills this in
            """;

    private static final List<String> NAMES = List.of("start", "sdp", "ice", "relay", "joins", "latency", "idle");
    private static final int QUICK_IDLE_CONNECTIONS = 1000;
    private static final int IDLE_CONNECTIONS = 5000;

    public SignalingSettings {
        serverCommand = List.copyOf(serverCommand);
    }

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static SignalingSettings parse(List<String> arguments) {
        List<String> serverCommand = Arguments.serverCommand(arguments);
        Reader reader = new Reader(Arguments.own(arguments));
        reader.readAll();
        return new SignalingSettings(
                serverCommand,
                reader.againstSocketIo,
                reader.only,
                reader.json,
                reader.rounds,
                reader.warmUpSeconds,
                reader.measuredSeconds,
                reader.idleConnections,
                reader.serverCore,
                reader.generatorCore);
    }

    private static final class Reader {
        private final Arguments arguments;
        private boolean againstSocketIo;
        private Set<String> only = Set.of();
        private @Nullable Path json;
        private int rounds = 3;
        private int warmUpSeconds = 10;
        private int measuredSeconds = 4;
        private int idleConnections = IDLE_CONNECTIONS;
        private int serverCore;
        private int generatorCore = 1;

        Reader(List<String> words) {
            arguments = new Arguments(words);
        }

        void readAll() {
            while (!arguments.isEmpty()) {
                readOption(arguments.next());
            }
        }

        private void readOption(String option) {
            switch (option) {
                case "--against" -> readAgainst(arguments.value(option));
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
                    idleConnections = QUICK_IDLE_CONNECTIONS;
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }

        private void readAgainst(String other) {
            if (!other.equals("socket.io")) {
                throw new IllegalArgumentException("--against knows socket.io only, not " + other);
            }
            againstSocketIo = true;
        }
    }
}
