package tropichat.server.signaling;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tropichat.chain.TestChain;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;
import tropichat.crypto.JvmHashes;
import tropichat.server.SeededRandom;
import tropichat.server.config.BadConfig;

/** The server that a test starts, and whoever visits it; all of it ends with the test. */
final class Venue implements AfterEachCallback {
    /** One for all tests: on a chain that they share, no two have the same wallets. */
    static final RandomSource RANDOM = SeededRandom.of(20_261_130);

    static final Hashes HASHES = new JvmHashes();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    /** Starts a server, which everybody visits from now on. */
    void serve(String... flags) throws IOException, BadConfig {
        port = LoopbackServer.start(RANDOM, open, flags);
    }

    /** The same of one that asks a chain. */
    void serve(TestChain chain, String... flags) throws IOException, BadConfig {
        List<String> all = new ArrayList<>(List.of("--rpc", chain.id() + "=" + chain.rpc()));
        all.addAll(List.of(flags));
        serve(all.toArray(String[]::new));
    }

    /** What people sign in to. */
    String domain() {
        return "127.0.0.1:" + port;
    }

    Visitor visitor() {
        Visitor visitor = new Visitor(http, port);
        open.add(visitor);
        return visitor;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        http.close();
    }
}
