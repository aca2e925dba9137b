package tropichat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.config.BadConfig;
import tropichat.server.config.ServerConfig;
import tropichat.server.log.Log;
import tropichat.server.signaling.SignalingApplication;

/** The command line of the server. */
public final class Main {
    /** Exit code for what the person who started it can mend. */
    private static final int UNUSABLE = 2;

    private Main() {}

    /** {@code serve [settings]}, {@code help}, or {@code train [settings]} for the build. */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() ? "serve" : words.getFirst();
        List<String> flags = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            switch (command) {
                case "serve" -> serve(ServerConfig.load(flags, System.getenv()));
                case "train" -> train(flags);
                case "help" -> System.out.print(help());
                default -> throw new BadConfig("\"" + command + "\" is not a command; there are serve and help.");
            }
        } catch (BadConfig bad) {
            System.err.println(bad.getMessage());
            System.exit(UNUSABLE);
        }
    }

    private static void serve(ServerConfig config) throws BadConfig {
        Log.setLevel(config.logLevel());
        if (!Files.isDirectory(config.web())) {
            Log.warn("The web app's folder " + config.web() + " is missing, so pages cannot be shown; signaling works."
                    + " Build it, or name its folder with --web.");
        }
        Server server = create(config);
        int port = start(server, config);
        System.out.println("TropiChat listens on http://localhost:" + port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
    }

    private static Server create(ServerConfig config) {
        RandomSource random = secureRandom();
        return new Server(
                config,
                random,
                (loop, sockets, ice, counters) ->
                        new SignalingApplication(config, loop, sockets, ice, random, counters));
    }

    private static RandomSource secureRandom() {
        SecureRandom secure = new SecureRandom();
        return length -> {
            byte[] bytes = new byte[length];
            secure.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }

    private static int start(Server server, ServerConfig config) throws BadConfig {
        try {
            return server.start();
        } catch (IOException refused) {
            server.stop();
            throw new BadConfig("Nothing can listen on port " + config.port() + " of " + config.host() + ": "
                    + reason(refused.getCause()) + ". Another program may have that port, or the address may not be"
                    + " this machine's; --port and --host choose others.");
        } catch (BadConfig bad) {
            server.stop();
            throw bad;
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? "the system says no" : cause.getMessage();
    }

    /** Starts on a free port, talks to itself, and ends: what the AOT cache is made from. */
    private static void train(List<String> flags) throws BadConfig {
        List<String> settings = new ArrayList<>(flags);
        settings.addAll(List.of("--port", "0", "--host", "127.0.0.1", "--turn-host", "127.0.0.1"));
        settings.addAll(List.of("--turn-port", "0", "--turn-alternate-port", "0"));
        ServerConfig config = ServerConfig.load(settings, System.getenv());
        Server server = create(config);
        int port = start(server, config);
        try {
            new Training(port).run();
        } catch (IOException failed) {
            throw new BadConfig("The training run broke off: " + failed.getMessage());
        } finally {
            server.stop();
        }
    }

    private static String help() {
        return """
                serve [settings]   starts the server (also without a word)
                help               shows this

                Settings come from flags, over the environment, over the file:
                """ + ServerConfig.help();
    }
}
