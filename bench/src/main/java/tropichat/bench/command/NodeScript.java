package tropichat.bench.command;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import tropichat.bench.load.LoadFailure;

/** A script that measures in Node and prints its figures, {@code name=value} a line. */
public final class NodeScript {
    private final List<String> command;

    /** @param command how it is started, without its arguments */
    public NodeScript(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** Runs it; the figures that it prints, by name. */
    public Properties run(List<String> arguments) {
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
