package tropichat.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scenarios that come with the simulator, and those in files of one's own. */
public final class Scenarios {
    private static final String FOLDER = "/scenarios/";
    private static final String SUFFIX = ".scenario";

    private Scenarios() {}

    /** All that come with the simulator, as its file {@code list} orders them. */
    public static List<Scenario> all() throws IOException {
        List<Scenario> all = new ArrayList<>();
        for (String name : resource("list").lines().toList()) {
            all.add(named(name));
        }
        return all;
    }

    /**
     * The scenario of that name, or the one in the file of that path.
     *
     * @throws IllegalArgumentException with words for a person where there is none or it cannot be read
     */
    public static Scenario named(String name) throws IOException {
        if (name.endsWith(SUFFIX)) {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("there is no file " + name);
            }
            String base = String.valueOf(file.getFileName());
            return text(base.substring(0, base.length() - SUFFIX.length()), Files.readString(file));
        }
        return text(name, resource(name + SUFFIX));
    }

    /** The scenario that a text describes, in the form of the files. */
    public static Scenario text(String name, String text) {
        return new ScenarioReader(name).read(text);
    }

    private static String resource(String file) throws IOException {
        try (InputStream in = Scenarios.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "there is no scenario " + file.replace(SUFFIX, "") + "; simulate list shows those there are");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
