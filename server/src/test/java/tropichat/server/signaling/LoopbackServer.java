package tropichat.server.signaling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tropichat.core.base.RandomSource;
import tropichat.server.Server;
import tropichat.server.config.BadConfig;
import tropichat.server.config.ServerConfig;

/** The whole server on a free port of the loopback, as its command starts it, without TURN. */
final class LoopbackServer {
    private LoopbackServer() {}

    /**
     * Starts one with these settings besides.
     *
     * @param open gets what stops it
     * @return its port
     */
    static int start(RandomSource random, List<AutoCloseable> open, String... flags) throws IOException, BadConfig {
        List<String> all = new ArrayList<>(
                List.of("--port", "0", "--host", "127.0.0.1", "--turn-port", "0", "--turn-alternate-port", "0"));
        // Kept nowhere, unless a test says where.
        all.addAll(List.of("--gatekeeper-key", ""));
        all.addAll(List.of(flags));
        ServerConfig config = ServerConfig.load(all, Map.of());
        Server server = new Server(
                config,
                random,
                (loop, sockets, ice, counters) ->
                        new SignalingApplication(config, loop, sockets, ice, random, counters));
        open.add(server::stop);
        return server.start();
    }
}
