package tropichat.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** Real chains of the testbed, on free ports of the loopback, with real contracts; a block for each transaction. */
public final class ChainNode implements AutoCloseable {
    private static final Path TESTBED = Path.of(System.getProperty("tropichat.testbed", "../testbed"));

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Long, TestChain> chains = new TreeMap<>();

    public ChainNode(long... ids) throws IOException, Malformed {
        List<String> command = new ArrayList<>(List.of("node", "chain-node.mjs"));
        for (long id : ids) {
            command.add(Long.toString(id));
        }
        process = new ProcessBuilder(command)
                .directory(TESTBED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the chains ended before they began");
        }
        Json all = Json.parse(Bytes.utf8(line));
        for (long id : ids) {
            chains.put(id, new TestChain(id, Objects.requireNonNull(all.field(Long.toString(id))), client));
        }
    }

    /** Whether its packages are installed. */
    public static boolean isInstalled() {
        return Files.exists(TESTBED.resolve("node_modules/solc"));
    }

    static Path testbed() {
        return TESTBED;
    }

    public TestChain chain(long id) {
        return Objects.requireNonNull(chains.get(id));
    }

    /** It ends when its standard input does, even if nobody calls this. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        client.shutdownNow();
    }
}
