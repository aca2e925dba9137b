package tropichat.bench.relay;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import tropichat.bench.load.LoadFailure;

/** One run of {@code bench/relay/run.mjs} in Node, on one core where that can be had. */
final class RelayProcess {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private final List<String> command;

    RelayProcess(Path home, int core) {
        command = new ArrayList<>();
        if (isPinned()) {
            command.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(core)));
        }
        command.addAll(List.of("node", home.resolve("bench/relay/run.mjs").toString()));
    }

    static boolean isPinned() {
        return Files.isExecutable(TASKSET);
    }

    /** The figures that it prints, by name. */
    Properties run(List<String> arguments) {
        List<String> words = new ArrayList<>(command);
        words.addAll(arguments);
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread stopAtExit = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(stopAtExit);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
            if (status != 0) {
                throw new LoadFailure(String.join(" ", words) + " failed");
            }
            Properties figures = new Properties();
            figures.load(new StringReader(output));
            return figures;
        } catch (IOException failure) {
            throw new LoadFailure("cannot run node: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }
}
