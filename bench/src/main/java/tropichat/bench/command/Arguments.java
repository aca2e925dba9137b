package tropichat.bench.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The words of a command line, taken one by one; misuse is an {@link IllegalArgumentException} with words for a person. */
public final class Arguments {
    private final Deque<String> left;

    public Arguments(List<String> words) {
        left = new ArrayDeque<>(words);
    }

    /** What stands behind {@code --}: how to start the server. */
    public static List<String> serverCommand(List<String> words) {
        int separator = words.indexOf("--");
        if (separator < 0 || separator == words.size() - 1) {
            throw new IllegalArgumentException("the command that starts the server is missing behind --");
        }
        return words.subList(separator + 1, words.size());
    }

    /** What stands before {@code --}, or all where that is not there. */
    public static List<String> own(List<String> words) {
        int separator = words.indexOf("--");
        return separator < 0 ? words : words.subList(0, separator);
    }

    public boolean isEmpty() {
        return left.isEmpty();
    }

    public String next() {
        return left.remove();
    }

    /** The word behind {@code option}. */
    public String value(String option) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    /** The names, divided by commas, behind {@code option}. */
    public Set<String> names(String option, List<String> known) {
        String value = value(option);
        Set<String> names = new LinkedHashSet<>(List.of(value.split(",", -1)));
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(option + " knows " + String.join(", ", known) + ", not " + value);
        }
        return names;
    }

    /** The number behind {@code option}. */
    public int number(String option, int least) {
        String value = value(option);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the same words.
        }
        throw new IllegalArgumentException(option + " takes a number from " + least + ", not " + value);
    }

    /** The file behind {@code option}: one that cannot be written is better found out now than after minutes of measuring. */
    public Path writable(String option) {
        Path path = Path.of(value(option)).toAbsolutePath();
        if (path.getParent() == null || !Files.isWritable(path.getParent()) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("cannot write " + path);
        }
        return path;
    }
}
