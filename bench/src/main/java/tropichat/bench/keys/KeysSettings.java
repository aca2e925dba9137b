package tropichat.bench.keys;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench keys} was asked to do.
 *
 * @param rounds how often each measurement is taken
 */
public record KeysSettings(@Nullable Path json, int rounds) {
    public static final String USAGE = """
            bench keys options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (5)
              --quick                 one round: a look, not a measurement
            """;

    private static final int ROUNDS = 5;

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static KeysSettings parse(List<String> words) {
        Arguments arguments = new Arguments(words);
        Path json = null;
        int rounds = ROUNDS;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--quick" -> rounds = 1;
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new KeysSettings(json, rounds);
    }
}
