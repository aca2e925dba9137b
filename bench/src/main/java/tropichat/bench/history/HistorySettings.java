package tropichat.bench.history;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.bench.command.Arguments;

/**
 * What {@code bench history} was asked to do.
 *
 * @param rounds how often each measurement is taken
 * @param quick a tenth of everything
 * @param threads that verify beside the peers' own, in the JVM
 */
public record HistorySettings(@Nullable Path json, int rounds, boolean quick, int threads, Set<Part> only) {
    public static final String USAGE = """
            bench history options:
              --json FILE             write the figures, the machine, the commit and the settings there
              --rounds N              take each measurement N times (3)
              --quick                 one round, a tenth of the entries: a look, judged by no goal
              --only LIST             of compare,module,peer,newcomer,room
              --threads N             threads that verify in the JVM (one a core)
            The last two parts need Chromium.
            """;

    /** What is measured together. */
    public enum Part {
        COMPARE,
        MODULE,
        PEER,
        NEWCOMER,
        ROOM
    }

    private static final int QUICK_PART = 10;

    /** Reads the arguments; throws {@link IllegalArgumentException} with words for a person. */
    public static HistorySettings parse(List<String> words) {
        Arguments arguments = new Arguments(words);
        Path json = null;
        int rounds = 3;
        boolean quick = false;
        int threads = Runtime.getRuntime().availableProcessors();
        Set<Part> only = EnumSet.allOf(Part.class);
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--json" -> json = arguments.writable(option);
                case "--rounds" -> rounds = arguments.number(option, 1);
                case "--threads" -> threads = arguments.number(option, 1);
                case "--only" -> only = parts(arguments.value(option));
                case "--quick" -> {
                    quick = true;
                    rounds = 1;
                }
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new HistorySettings(json, rounds, quick, threads, only);
    }

    private static Set<Part> parts(String list) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : list.split(",", -1)) {
            try {
                parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException("there is no measurement called " + name, unknown);
            }
        }
        return parts;
    }

    /** How many of so many entries there are. */
    int entries(int all) {
        return quick ? all / QUICK_PART : all;
    }
}
