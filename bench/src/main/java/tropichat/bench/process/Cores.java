package tropichat.bench.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tropichat.report.Machine;

/** Keeps server and generator from taking each other's time: each is pinned to a core of its own by taskset. */
public record Cores(boolean pinned, int server, int generator) {
    /** Pins this process to the generator's core, where the machine has both cores and the tool. */
    public static Cores pin(int server, int generator) {
        boolean enough = Math.max(server, generator) < Machine.current().cores() && server != generator;
        String self = Long.toString(ProcessHandle.current().pid());
        String core = Integer.toString(generator);
        return new Cores(enough && succeeds("taskset", "-apc", core, self), server, generator);
    }

    /** {@code command}, started on the server's core. */
    public List<String> onServerCore(List<String> command) {
        if (!pinned) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("taskset", "-c", Integer.toString(server)));
        words.addAll(command);
        return words;
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
