package tropichat.bench.relay;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench relay} was asked to do.
 *
 * @param rounds how often each measurement is taken
 * @param seconds length of a window at the fixed rate; as fast as it goes, as many messages are taken
 * @param core that the page is pinned to
 */
public record RelaySettings(@Nullable Path json, int rounds, int seconds, int core) {
    public static final String USAGE = """
            bench relay options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (3)
              --seconds N             length of each window at the fixed rate, at most 20 (20)
              --quick                 one round, 5 s: a look, not a measurement
              --core N                core that the page is pinned to (0)
            """;

    /** What is handed in over a longer window would be more than the authors may say at once. */
    private static final int SECONDS_MAX = 20;

    private static final int QUICK_SECONDS = 5;

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static RelaySettings parse(List<String> words) {
        Arguments arguments = new Arguments(words);
        Path json = null;
        int rounds = 3;
        int seconds = SECONDS_MAX;
        int core = 0;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--seconds" -> seconds = arguments.number(option, 1);
                case "--core" -> core = arguments.number(option, 0);
                case "--quick" -> {
                    rounds = 1;
                    seconds = QUICK_SECONDS;
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        if (seconds > SECONDS_MAX) {
            throw new IllegalArgumentException("--seconds takes a number up to " + SECONDS_MAX);
        }
        return new RelaySettings(json, rounds, seconds, core);
    }
}
