package tropichat.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tropichat.chain.ChainSettings;
import tropichat.chain.NameSettings;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.gates.Delegations;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.core.signaling.LobbyConfig;
import tropichat.crypto.JvmHashes;
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
    static final Key<Integer> ICE_SECONDS =
            new Key<>("ice-seconds", "N", "3600", "how long credentials for TURN are good", Parsers.integer(60, 3_600));
    static final Key<Boolean> TURN = new Key<>(
            "turn",
            "BOOL",
            "true",
            "serve STUN and TURN over UDP, so that people behind strict networks reach one another: true or false",
            Parsers::bool);
    static final Key<List<InetAddress>> TURN_HOST = new Key<>(
            "turn-host",
            "LIST",
            "",
            "addresses that STUN and TURN listen on; empty for all of this machine",
            Parsers::addresses);
    static final Key<Integer> TURN_PORT = new Key<>(
            "turn-port", "N", "3478", "UDP port of STUN and TURN; 0 takes any free one", Parsers.integer(0, 65_535));
    static final Key<Integer> TURN_ALTERNATE_PORT = new Key<>(
            "turn-alternate-port",
            "N",
            "3479",
            "UDP port of STUN alone: a page that asks at both ports learns what its NAT does; 0 takes any free one",
            Parsers.integer(0, 65_535));
    static final Key<List<InetAddress>> TURN_PUBLIC_ADDRESS = new Key<>(
            "turn-public-address",
            "LIST",
            "",
            "addresses by which the internet reaches this machine, one of IPv4, one of IPv6; empty for its own",
            Parsers::onePerFamily);
    static final Key<PortRange> TURN_RELAY_PORTS = new Key<>(
            "turn-relay-ports",
            "RANGE",
            "49152-65535",
            "UDP ports that relays use: a firewall has to let them in",
            Parsers::ports);
    static final Key<Bytes> TURN_SECRET = new Key<>(
            "turn-secret",
            "TEXT",
            "",
            "secret that credentials of the embedded TURN are made from; empty for a new one at each start",
            Parsers::secret);
    static final Key<Integer> TURN_ALLOCATIONS =
            new Key<>("turn-allocations", "N", "2000", "relays that are open at once", Parsers.integer(1, 16_384));
    static final Key<Integer> TURN_USER_ALLOCATIONS = new Key<>(
            "turn-user-allocations",
            "N",
            "128",
            "relays of one user; a page wants one for each connection and network interface",
            Parsers.integer(1, 16_384));
    static final Key<Double> TURN_USER_BYTES_PER_SECOND = new Key<>(
            "turn-user-bytes-per-second",
            "N",
            "2000000",
            "bytes relayed for one user, both ways together; twice as many at once; 0 for any",
            Parsers.number(0, 1_000_000_000));
    static final Key<Double> TURN_BYTES_PER_SECOND = new Key<>(
            "turn-bytes-per-second",
            "N",
            "50000000",
            "the same for all users together; less than half of a gigabit line",
            Parsers.number(0, 1_000_000_000));
    static final Key<List<Network>> TURN_PEER_NETWORKS = new Key<>(
            "turn-peer-networks",
            "LIST",
            "",
            "networks like 10.0.0.0/8 that relays may send to though they are private, or this machine's own",
            Parsers::networks);
    static final Key<List<String>> COTURN_SERVERS = new Key<>(
            "coturn-servers",
            "LIST",
            "",
            "TURN servers that know coturn-secret: URLs like turns:turn.example:443?transport=tcp",
            Parsers::iceUrls);
    static final Key<Bytes> COTURN_SECRET = new Key<>(
            "coturn-secret", "TEXT", "", "the static-auth-secret of the servers in coturn-servers", Parsers::secret);
    static final Key<String> TWILIO_ACCOUNT = new Key<>(
            "twilio-account", "SID", "", "SID of a Twilio account whose TURN servers are used", Parsers::anything);
    static final Key<String> TWILIO_KEY = new Key<>(
            "twilio-key", "SID", "", "SID of an API key of that account; empty for the account", Parsers::anything);
    static final Key<String> TWILIO_SECRET = new Key<>(
            "twilio-secret", "TEXT", "", "secret of that key, or the account's auth token", Parsers::anything);
    static final Key<URI> TWILIO_URL =
            new Key<>("twilio-url", "URL", "https://api.twilio.com", "where Twilio is asked", Parsers::httpUrl);
    static final Key<String> XIRSYS_IDENT = new Key<>(
            "xirsys-ident", "TEXT", "", "name of a Xirsys account whose TURN servers are used", Parsers::anything);
    static final Key<String> XIRSYS_SECRET =
            new Key<>("xirsys-secret", "TEXT", "", "secret of that account", Parsers::anything);
    static final Key<String> XIRSYS_CHANNEL =
            new Key<>("xirsys-channel", "TEXT", "", "channel of that account", Parsers::anything);
    static final Key<URI> XIRSYS_URL =
            new Key<>("xirsys-url", "URL", "https://global.xirsys.net", "where Xirsys is asked", Parsers::httpUrl);
    static final Key<Boolean> RELAY = new Key<>(
            "relay",
            "BOOL",
            "true",
            "carry sealed frames for people who have no other path to one another: true or false",
            Parsers::bool);
    static final Key<Double> RELAY_USER_BYTES_PER_SECOND = new Key<>(
            "relay-user-bytes-per-second",
            "N",
            "65536",
            "bytes so carried for one user, 4096 or more; eight times as many at once; 0 for any",
            Parsers::relayRate);
    static final Key<Double> RELAY_BYTES_PER_SECOND =
            new Key<>("relay-bytes-per-second", "N", "8388608", "the same for all users together", Parsers::relayRate);
    static final Key<List<String>> DOMAINS = new Key<>(
            "domains",
            "LIST",
            "",
            "domains that a signed login may name; empty takes the one the browser asked for",
            Parsers::list);
    static final Key<List<Long>> CHAIN_IDS = new Key<>(
            "chain-ids",
            "LIST",
            "",
            "EIP-155 chains that a signed login may name, which leaves wallets of Solana out; empty for any",
            Parsers::longs);
    static final Key<List<ChainSettings>> RPC = new Key<>(
            "rpc",
            "LIST",
            "",
            "nodes by which chains are asked who may enter gated rooms and whether contracts have signed, like 1=https://node.example; with blanks between those of one chain",
            Gates::chains);
    static final Key<Long> ENS_CHAIN = new Key<>(
            "ens-chain",
            "N",
            Long.toString(NameSettings.CHAIN),
            "chain on which names of ENS are looked up, for people's cards and for gates; only where rpc names it",
            Gates::chain);
    static final Key<EthereumAddress> ENS_RESOLVER = new Key<>(
            "ens-resolver",
            "ADDRESS",
            NameSettings.RESOLVER.checksummed(new JvmHashes()),
            "ENS's Universal Resolver on that chain",
            Gates::address);
    static final Key<EthereumAddress> DELEGATE_REGISTRY = new Key<>(
            "delegate-registry",
            "ADDRESS",
            Delegations.REGISTRY.checksummed(new JvmHashes()),
            "registry of delegate.xyz (version 2), by which vaults let other wallets act for them, on each chain that rpc names",
            Gates::address);
    static final Key<Optional<URI>> IPFS_GATEWAY = new Key<>(
            "ipfs-gateway",
            "URL",
            "",
            "gateway by which people's pictures are fetched that are on IPFS, like http://127.0.0.1:8080; empty for none",
            Gates::gateway);
    static final Key<Map<RoomName, GateRule>> GATES = new Key<>(
            "gates",
            "FILE",
            "",
            "file of the rooms that only certain wallets may enter: a JSON object of rules by the rooms' names",
            Gates::rooms);
    static final Key<Optional<Path>> GATEKEEPER_KEY = new Key<>(
            "gatekeeper-key",
            "FILE",
            "gatekeeper.key",
            "file of the key that signs who may enter, made where it is missing once there is a chain or a gate; empty for a new one"
                    + " at each start, after which nobody comes into rooms that name a former one",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Parsers.path(text)));
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
            ICE_SECONDS,
            TURN,
            TURN_HOST,
            TURN_PORT,
            TURN_ALTERNATE_PORT,
            TURN_PUBLIC_ADDRESS,
            TURN_RELAY_PORTS,
            TURN_SECRET,
            TURN_ALLOCATIONS,
            TURN_USER_ALLOCATIONS,
            TURN_USER_BYTES_PER_SECOND,
            TURN_BYTES_PER_SECOND,
            TURN_PEER_NETWORKS,
            COTURN_SERVERS,
            COTURN_SECRET,
            TWILIO_ACCOUNT,
            TWILIO_KEY,
            TWILIO_SECRET,
            TWILIO_URL,
            XIRSYS_IDENT,
            XIRSYS_SECRET,
            XIRSYS_CHANNEL,
            XIRSYS_URL,
            RELAY,
            RELAY_USER_BYTES_PER_SECOND,
            RELAY_BYTES_PER_SECOND,
            DOMAINS,
            CHAIN_IDS,
            RPC,
            ENS_CHAIN,
            ENS_RESOLVER,
            DELEGATE_REGISTRY,
            IPFS_GATEWAY,
            GATES,
            GATEKEEPER_KEY,
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
