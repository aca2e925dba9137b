package tropichat.bench.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The words of a command line, taken one by one; misuse is an {@link IllegalArgumentException} with words for a person. */
public final class Arguments {
    private final Deque<String> left;

    public Arguments(List<String> words) {
        left = new ArrayDeque<>(words);
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
