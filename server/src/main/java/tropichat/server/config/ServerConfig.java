package tropichat.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tropichat.chain.NameSettings;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.RoomName;
import tropichat.server.gate.GateSettings;
import tropichat.server.ice.IceSettings;
import tropichat.server.log.Log;
import tropichat.server.net.Network;
import tropichat.server.turn.TurnSettings;

/**
 * All settings of a server. Flags count over the environment, that over the file named by {@code --config}, that over
 * the defaults.
 *
 * @param ice where ICE servers come from
 * @param turn the embedded STUN and TURN server; null for none
 * @param relay how much is carried for those who have no other path; null for nothing
 * @param domains that a signed login may name; empty for the one in the request's Host
 * @param chainIds that a signed login may name; empty for any
 * @param roomCapacity 0 for any number
 * @param meshMembers members above which a room is large: its newcomers are shown a sample, and nobody is told of them
 * @param gate who may enter which room
 * @param trustedProxies that are believed about whom they forward for
 */
public record ServerConfig(
        int port,
        String host,
        Path web,
        List<String> corsOrigins,
        boolean allowUnsigned,
        int roomCapacity,
        int meshMembers,
        IceSettings ice,
        @Nullable TurnSettings turn,
        @Nullable RelaySettings relay,
        List<String> domains,
        List<Long> chainIds,
        GateSettings gate,
        List<Network> trustedProxies,
        double connectionsPerSecond,
        double packetsPerSecond,
        int outboundBytes,
        Log.Level logLevel,
        boolean conformance) {
    private static final String FILE_FLAG = "config";
    private static final String FILE_ENVIRONMENT = "TROPICHAT_CONFIG";
    private static final String PLAIN_PORT = "PORT";
    private static final int HELP_COLUMN = 34;

    public ServerConfig {
        corsOrigins = List.copyOf(corsOrigins);
        domains = List.copyOf(domains);
        chainIds = List.copyOf(chainIds);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Reads the flags that follow the command, the environment, and the file that either names. */
    public static ServerConfig load(List<String> flags, Map<String, String> environment) throws BadConfig {
        Map<String, String> flagged = readFlags(flags);
        Map<String, String> fromEnvironment = readEnvironment(environment);
        String file = flagged.getOrDefault(FILE_FLAG, environment.get(FILE_ENVIRONMENT));
        Map<String, String> texts = new LinkedHashMap<>();
        if (file != null) {
            texts.putAll(readFile(file));
        }
        texts.putAll(fromEnvironment);
        texts.putAll(flagged);
        return new ServerConfig(
                value(texts, Key.PORT),
                value(texts, Key.HOST),
                value(texts, Key.WEB),
                value(texts, Key.CORS_ORIGINS),
                value(texts, Key.ALLOW_UNSIGNED),
                value(texts, Key.ROOM_CAPACITY),
                value(texts, Key.MESH_MEMBERS),
                ice(texts),
                turn(texts),
                relay(texts),
                value(texts, Key.DOMAINS),
                value(texts, Key.CHAIN_IDS),
                gate(texts),
                value(texts, Key.TRUSTED_PROXIES),
                value(texts, Key.CONNECTIONS_PER_SECOND),
                value(texts, Key.PACKETS_PER_SECOND),
                value(texts, Key.OUTBOUND_BYTES),
                value(texts, Key.LOG_LEVEL),
                value(texts, Key.CONFORMANCE));
    }

    // Every value is read, so that what is wrong is told even where nothing comes of it.
    private static IceSettings ice(Map<String, String> texts) throws BadConfig {
        String twilioAccount = value(texts, Key.TWILIO_ACCOUNT);
        String twilioKey = value(texts, Key.TWILIO_KEY);
        IceSettings.Coturn coturn =
                new IceSettings.Coturn(value(texts, Key.COTURN_SERVERS), value(texts, Key.COTURN_SECRET));
        IceSettings.Twilio twilio = new IceSettings.Twilio(
                twilioAccount,
                twilioKey.isEmpty() ? twilioAccount : twilioKey,
                value(texts, Key.TWILIO_SECRET),
                value(texts, Key.TWILIO_URL));
        IceSettings.Xirsys xirsys = new IceSettings.Xirsys(
                value(texts, Key.XIRSYS_IDENT),
                value(texts, Key.XIRSYS_SECRET),
                value(texts, Key.XIRSYS_CHANNEL),
                value(texts, Key.XIRSYS_URL));
        return new IceSettings(
                value(texts, Key.ICE_SERVERS),
                value(texts, Key.ICE_SECONDS),
                areSet(texts, Key.COTURN_SERVERS, Key.COTURN_SECRET) ? coturn : null,
                areSet(texts, Key.TWILIO_ACCOUNT, Key.TWILIO_SECRET) ? twilio : null,
                areSet(texts, Key.XIRSYS_IDENT, Key.XIRSYS_SECRET, Key.XIRSYS_CHANNEL) ? xirsys : null);
    }

    private static @Nullable RelaySettings relay(Map<String, String> texts) throws BadConfig {
        RelaySettings settings = new RelaySettings(
                value(texts, Key.RELAY_USER_BYTES_PER_SECOND), value(texts, Key.RELAY_BYTES_PER_SECOND));
        return value(texts, Key.RELAY) ? settings : null;
    }

    private static @Nullable TurnSettings turn(Map<String, String> texts) throws BadConfig {
        PortRange ports = value(texts, Key.TURN_RELAY_PORTS);
        TurnSettings settings = new TurnSettings(
                value(texts, Key.TURN_HOST),
                value(texts, Key.TURN_PORT),
                value(texts, Key.TURN_ALTERNATE_PORT),
                value(texts, Key.TURN_PUBLIC_ADDRESS),
                value(texts, Key.TURN_SECRET),
                ports.min(),
                ports.max(),
                value(texts, Key.TURN_ALLOCATIONS),
                value(texts, Key.TURN_USER_ALLOCATIONS),
                value(texts, Key.TURN_USER_BYTES_PER_SECOND),
                value(texts, Key.TURN_BYTES_PER_SECOND),
                value(texts, Key.TURN_PEER_NETWORKS));
        return value(texts, Key.TURN) ? settings : null;
    }

    private static GateSettings gate(Map<String, String> texts) throws BadConfig {
        GateSettings settings = new GateSettings(
                value(texts, Key.RPC),
                NameSettings.of(value(texts, Key.ENS_CHAIN), value(texts, Key.ENS_RESOLVER)),
                value(texts, Key.DELEGATE_REGISTRY),
                value(texts, Key.IPFS_GATEWAY).orElse(null),
                value(texts, Key.GATES),
                value(texts, Key.GATEKEEPER_KEY).orElse(null));
        for (Map.Entry<RoomName, GateRule> room : settings.rooms().entrySet()) {
            Gates.checkChains(room.getKey(), room.getValue(), settings);
        }
        return settings;
    }

    private static boolean isSet(Map<String, String> texts, Key<?> key) {
        return !texts.getOrDefault(key.name(), "").isBlank();
    }

    /** Whether {@code keys} are set, which must be all or none. */
    private static boolean areSet(Map<String, String> texts, Key<?>... keys) throws BadConfig {
        Key<?> set = null;
        Key<?> missing = null;
        for (Key<?> key : keys) {
            if (isSet(texts, key)) {
                set = key;
            } else {
                missing = key;
            }
        }
        if (set != null && missing != null) {
            throw new BadConfig(set.name() + " wants " + missing.name() + " too. (" + missing.description() + ")");
        }
        return set != null;
    }

    /** What can be set, a line or two each, for people. */
    public static String help() {
        StringBuilder help = new StringBuilder();
        line(help, "--" + FILE_FLAG + " FILE", "file of lines like \"port = 3000\" (" + FILE_ENVIRONMENT + ")");
        for (Key<?> key : Key.ALL) {
            String names = key.environment() + (key.equals(Key.PORT) ? " or " + PLAIN_PORT : "");
            String standard = key.standard().isEmpty() ? "" : "; default " + key.standard();
            line(help, "--" + (key.name() + " " + key.placeholder()).strip(), key.description());
            line(help, "", "(" + names + standard + ")");
        }
        return help.toString();
    }

    private static void line(StringBuilder help, String left, String right) {
        help.append("  ").append(left);
        help.append(" ".repeat(Math.max(1, HELP_COLUMN - left.length())))
                .append(right)
                .append('\n');
    }

    private static <T> T value(Map<String, String> texts, Key<T> key) throws BadConfig {
        try {
            return key.parser()
                    .parse(texts.getOrDefault(key.name(), key.standard()).strip());
        } catch (BadConfig bad) {
            throw new BadConfig(key.name() + ": " + bad.getMessage() + ". (" + key.description() + ")");
        }
    }

    private static Map<String, String> readFlags(List<String> flags) throws BadConfig {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < flags.size(); i++) {
            String flag = flags.get(i);
            if (!flag.startsWith("--")) {
                throw new BadConfig("\"" + flag + "\" is not understood; settings begin with --, like --port 3000.");
            }
            int equals = flag.indexOf('=');
            String name = flag.substring(2, equals < 0 ? flag.length() : equals);
            Key<?> key = name.equals(FILE_FLAG) ? null : known(name, "--" + name);
            if (equals >= 0) {
                texts.put(name, flag.substring(equals + 1));
            } else if (key != null && key.isSwitch()) {
                texts.put(name, "true");
            } else if (i + 1 < flags.size()) {
                texts.put(name, flags.get(++i));
            } else {
                throw new BadConfig("--" + name + " wants a value after it.");
            }
        }
        return texts;
    }

    private static Map<String, String> readEnvironment(Map<String, String> environment) {
        Map<String, String> texts = new LinkedHashMap<>();
        putIfSet(texts, Key.PORT.name(), environment.get(PLAIN_PORT));
        for (Key<?> key : Key.ALL) {
            putIfSet(texts, key.name(), environment.get(key.environment()));
        }
        return texts;
    }

    private static void putIfSet(Map<String, String> texts, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            texts.put(name, text);
        }
    }

    private static Map<String, String> readFile(String file) throws BadConfig {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new BadConfig("The settings file " + file + " cannot be read: " + unreadable.getMessage() + ".");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            texts.put(known(name, "\"" + name + "\" in " + file).name(), properties.getProperty(name));
        }
        return texts;
    }

    private static Key<?> known(String name, String asWritten) throws BadConfig {
        Key<?> key = Key.named(name);
        if (key == null) {
            StringBuilder names = new StringBuilder(FILE_FLAG);
            Key.ALL.forEach(one -> names.append(", ").append(one.name()));
            throw new BadConfig(asWritten + " is not a setting; there are " + names + ".");
        }
        return key;
    }
}
