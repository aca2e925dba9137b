package tropichat.bench.command;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** What a script measured, by name, each in its rounds. */
public record Figures(Properties lines) {
    /** What a figure came to in each round. */
    public List<Double> samples(String name) {
        return Arrays.stream(lines.getProperty(name).split(" ", -1))
                .map(Double::valueOf)
                .toList();
    }
}
