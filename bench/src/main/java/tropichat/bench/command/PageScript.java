package tropichat.bench.command;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts in {@code bench/} that use the page's code, in pages or in Node: started by {@code bench/pages/run.mjs}. */
public final class PageScript {
    private final NodeScript script;
    private final int rounds;

    /**
     * Those of a benchmark.
     *
     * @param home the project's folder
     * @param rounds how often each measurement is taken
     */
    public PageScript(Path home, int rounds) {
        script = new NodeScript(
                List.of("node", home.resolve("bench/pages/run.mjs").toString()));
        this.rounds = rounds;
    }

    /**
     * Runs one to its end.
     *
     * @param name of the script, with its folder and without its ending: {@code history/room}
     */
    public Figures run(String name, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(name, "--rounds", Integer.toString(rounds)));
        words.addAll(arguments);
        return new Figures(script.run(words));
    }

    /** A port for the server: the site is known before that starts, since wallets delegate for it. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
