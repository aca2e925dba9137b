package tropichat.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real IPFS node of the testbed in a process of its own, on free ports of the loopback. */
final class IpfsNode {
    private static final Path TESTBED = Path.of(System.getProperty("tropichat.testbed", "../testbed"));

    private final Process process;
    private final String addresses;

    IpfsNode() throws IOException {
        process = new ProcessBuilder("node", "ipfs-node.mjs")
                .directory(TESTBED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the node ended before it began");
        }
        addresses = line;
    }

    /** Whether its packages are installed. */
    static boolean isInstalled() {
        return Files.exists(TESTBED.resolve("node_modules"));
    }

    String rpc() {
        return address("rpc");
    }

    String gateway() {
        return address("gateway");
    }

    /** It ends when its standard input does, even if nobody calls this. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    private String address(String name) {
        return JsonReader.text(JsonReader.read(addresses), name);
    }
}
