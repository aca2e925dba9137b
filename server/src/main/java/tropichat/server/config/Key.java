package tropichat.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.signaling.LobbyConfig;
import tropichat.server.log.Log;
import tropichat.server.net.Network;

/**
 * One thing that can be set: by flag, by environment, or in the file. This is the only place that names it.
 *
 * @param name the flag without its dashes, and the file's key
 * @param placeholder what help shows for the value; empty for a switch
 * @param standard the default, as it would be written
 */
record Key<T>(String name, String placeholder, String standard, String description, Parser<T> parser) {
    /** Reads a value; throws with words that follow "port: ". */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadConfig;
    }

    static final Key<Integer> PORT =
            new Key<>("port", "N", "3000", "port to listen on; 0 takes any free one", Parsers.integer(0, 65_535));
    static final Key<String> HOST = new Key<>(
            "host", "ADDRESS", "0.0.0.0", "address to listen on; 127.0.0.1 keeps other machines out", Parsers::text);
    // The launcher, which runs from any folder, says where the project lies.
    static final Key<Path> WEB = new Key<>(
            "web",
            "FOLDER",
            System.getProperty("tropichat.web", "web/dist"),
            "folder of the web app's built files",
            Parsers::path);
    static final Key<List<String>> CORS_ORIGINS = new Key<>(
            "cors-origins",
            "LIST",
            "*",
            "origins whose pages may use this server, like https://chat.example,https://www.example; * for any",
            Parsers::origins);
    static final Key<Boolean> ALLOW_UNSIGNED = new Key<>(
            "allow-unsigned",
            "",
            "false",
            "let people in without a wallet's signature, marked as unverified everywhere",
            Parsers::bool);
    static final Key<Integer> ROOM_CAPACITY = new Key<>(
            "room-capacity", "N", "0", "members that a room takes; 0 for any number", Parsers.integer(0, 1_000_000));
    static final Key<Integer> MESH_MEMBERS = new Key<>(
            "mesh-members",
            "N",
            Integer.toString(Limits.MESH_MEMBERS_MAX),
            "members up to which everybody in a room is told of everybody and linked with everybody",
            Parsers.integer(LobbyConfig.MESH_MEMBERS_MIN, Limits.MESH_MEMBERS_MAX));
    static final Key<Bytes> ICE_SERVERS = new Key<>(
            "ice-servers",
            "LIST",
            "",
            "STUN and TURN servers for browsers: URLs like stun:stun.example:3478, or RTCIceServer objects as JSON",
            IceServers::parse);
    static final Key<List<String>> DOMAINS = new Key<>(
            "domains",
            "LIST",
            "",
            "domains that a signed login may name; empty takes the one the browser asked for",
            Parsers::list);
    static final Key<List<Long>> CHAIN_IDS = new Key<>(
            "chain-ids", "LIST", "", "EIP-155 chains that a signed login may name; empty for any", Parsers::longs);
    static final Key<List<Network>> TRUSTED_PROXIES = new Key<>(
            "trusted-proxies",
            "LIST",
            "",
            "proxies in front, like 127.0.0.1,10.0.0.0/8: what they say in X-Forwarded-For counts, from others it does not",
            Parsers::networks);
    static final Key<Double> CONNECTIONS_PER_SECOND = new Key<>(
            "connections-per-second",
            "N",
            "50",
            "new connections, and new sessions, that one address may open; ten times as many at once; 0 for any",
            Parsers.number(0, 1_000_000));
    static final Key<Double> PACKETS_PER_SECOND = new Key<>(
            "packets-per-second",
            "N",
            "200",
            "packets that one connection may send before it is read more slowly; ten times as many at once; 0 for any",
            Parsers.number(0, 1_000_000));
    static final Key<Integer> OUTBOUND_BYTES = new Key<>(
            "outbound-bytes",
            "N",
            "2097152",
            "bytes that may wait for one client before it counts as too slow and is let go",
            Parsers.integer(65_536, 1 << 30));
    static final Key<Log.Level> LOG_LEVEL = new Key<>(
            "log-level", "LEVEL", "info", "how much is told on standard error: error, warn, info, debug", text -> {
                for (Log.Level level : Log.Level.values()) {
                    if (level.name().equalsIgnoreCase(text)) {
                        return level;
                    }
                }
                throw new BadConfig("\"" + text + "\" is none of error, warn, info, debug");
            });
    static final Key<Boolean> CONFORMANCE = new Key<>(
            "conformance",
            "",
            "false",
            "mount what the official protocol suites test, with a heartbeat of 0.3 s; not for people",
            Parsers::bool);

    /** All of them, in the order of help. */
    static final List<Key<?>> ALL = List.of(
            PORT,
            HOST,
            WEB,
            CORS_ORIGINS,
            ALLOW_UNSIGNED,
            ROOM_CAPACITY,
            MESH_MEMBERS,
            ICE_SERVERS,
            DOMAINS,
            CHAIN_IDS,
            TRUSTED_PROXIES,
            CONNECTIONS_PER_SECOND,
            PACKETS_PER_SECOND,
            OUTBOUND_BYTES,
            LOG_LEVEL,
            CONFORMANCE);

    /** The environment's name for it; PORT is also known by that name alone, as hosting services set it. */
    String environment() {
        return "TROPICHAT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    boolean isSwitch() {
        return placeholder.isEmpty();
    }

    static @Nullable Key<?> named(String name) {
        for (Key<?> key : ALL) {
            if (key.name.equals(name)) {
                return key;
            }
        }
        return null;
    }
}
