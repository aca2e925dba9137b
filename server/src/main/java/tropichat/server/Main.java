package tropichat.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.server.config.BadConfig;
import tropichat.server.config.ServerConfig;
import tropichat.server.log.Log;

/** The command line of the server. */
public final class Main {
    /** Exit code for what the person who started it can mend. */
    private static final int UNUSABLE = 2;

    private Main() {}

    /** {@code serve [flags]} or {@code help}. */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() ? "serve" : words.getFirst();
        List<String> flags = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            switch (command) {
                case "serve" -> serve(ServerConfig.load(flags, System.getenv()));
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
        SecureRandom secure = new SecureRandom();
        Server server = new Server(config, length -> {
            byte[] bytes = new byte[length];
            secure.nextBytes(bytes);
            return Bytes.wrap(bytes);
        });
        int port;
        try {
            port = server.start();
        } catch (IOException taken) {
            throw new BadConfig("Port " + config.port() + " of " + config.host() + " cannot be listened on: "
                    + taken.getMessage() + ". Another program may have it; --port takes another one.");
        }
        System.out.println("TropiChat listens on http://localhost:" + port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
    }

    private static String help() {
        return "serve [settings]   starts the server\nhelp               shows this\n\nSettings:\n"
                + ServerConfig.help();
    }
}
