package tropichat.bench.keys;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench keys} was asked to do.
 *
 * @param rounds how often each measurement is taken
 * @param threads that verify beside the peers' own, in the JVM
 * @param only which of {@link #PARTS}
 */
public record KeysSettings(@Nullable Path json, int rounds, int threads, Set<String> only) {
    public static final String USAGE = """
            bench keys options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (5)
              --quick                 one round: a look, not a measurement
              --only LIST             of jvm,gathering,page
              --threads N             threads that verify for the gathering (one a core)
            The last part needs Chromium.
            """;

    /** What is measured together. */
    static final List<String> PARTS = List.of("jvm", "gathering", "page");

    private static final int ROUNDS = 5;

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static KeysSettings parse(List<String> words) {
        Arguments arguments = new Arguments(words);
        Path json = null;
        int rounds = ROUNDS;
        int threads = Runtime.getRuntime().availableProcessors();
        Set<String> only = new LinkedHashSet<>(PARTS);
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--quick" -> rounds = 1;
                case "--threads" -> threads = arguments.number(option, 1);
                case "--only" -> only = arguments.names(option, PARTS);
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new KeysSettings(json, rounds, threads, only);
    }
}
