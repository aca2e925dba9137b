package tropichat.bench.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import tropichat.bench.command.NodeScript;

/** One run of {@code bench/relay/run.mjs} in Node, on one core where that can be had. */
final class RelayProcess {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private final NodeScript script;

    RelayProcess(Path home, int core) {
        List<String> command = new ArrayList<>();
        if (isPinned()) {
            command.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(core)));
        }
        command.addAll(List.of("node", home.resolve("bench/relay/run.mjs").toString()));
        script = new NodeScript(command);
    }

    static boolean isPinned() {
        return Files.isExecutable(TASKSET);
    }

    /** The figures that it prints, by name. */
    Properties run(List<String> arguments) {
        return script.run(arguments);
    }
}
