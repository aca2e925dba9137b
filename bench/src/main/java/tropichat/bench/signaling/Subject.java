package tropichat.bench.signaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.bench.load.LoadFailure;
import tropichat.report.Progress;

/**
 * A server that can be measured.
 *
 * @param name in the table and in the JSON file
 * @param command the words that start it, but for the port
 */
record Subject(String name, List<String> command) {
    /** What a load from one address needs; everything else is as an operator gets it. */
    private static final List<String> TROPICHAT_FLAGS = List.of(
            "--connections-per-second", "0",
            "--packets-per-second", "0",
            "--relay-user-bytes-per-second", "0",
            "--relay-bytes-per-second", "0",
            "--turn-port", "0",
            "--turn-alternate-port", "0");

    private static final String HUB = "bench/socketio-hub";

    Subject {
        command = List.copyOf(command);
    }

    static Subject tropichat(List<String> serverCommand) {
        List<String> command = new ArrayList<>(serverCommand);
        command.addAll(TROPICHAT_FLAGS);
        return new Subject("tropichat", command);
    }

    /** The hub on npm's socket.io; installs its packages, exactly those of the lock file, when they are not there. */
    static Subject socketIo(Path home, Progress progress) throws IOException {
        Path hub = home.resolve(HUB);
        if (!Files.isDirectory(hub.resolve("node_modules"))) {
            progress.step("installing socket.io and ethers for the comparison");
            install(hub);
        }
        return new Subject("socketIo", List.of("node", hub.resolve("hub.js").toString()));
    }

    List<String> commandOnPort(int port) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--port", Integer.toString(port)));
        return words;
    }

    private static void install(Path hub) throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(hub.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (npm.waitFor() != 0) {
                throw new LoadFailure("npm could not install what " + hub + "/package-lock.json names");
            }
        } catch (InterruptedException interrupted) {
            npm.destroy();
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted while installing the hub", interrupted);
        }
    }
}
