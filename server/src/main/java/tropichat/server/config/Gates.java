package tropichat.server.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tropichat.chain.ChainSettings;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Question;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.crypto.JvmHashes;
import tropichat.json.Json;
import tropichat.json.JsonValue;
import tropichat.server.gate.GateSettings;

/** Which rooms are gated, and where chains are asked. */
final class Gates {
    /** Anybody's: which chains a rule asks does not depend on the wallet. */
    private static final EthereumAddress ANYBODY = new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH]));

    private static final int ROOM_CHARS_MAX = 256;
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    private Gates() {}

    /** Reads {@code 1=https://one.example https://two.example,137=…}; no URL is told in an error, since it may hold a key. */
    static List<ChainSettings> chains(String text) throws BadConfig {
        List<ChainSettings> chains = new ArrayList<>();
        for (String item : Parsers.list(text)) {
            int equals = item.indexOf('=');
            long chain =
                    equals < 0 ? 0 : Parsers.longs(item.substring(0, equals)).getFirst();
            if (chain < 1) {
                throw new BadConfig("an item does not begin with a chain's id, as 1=https://node.example does");
            }
            if (chains.stream().anyMatch(each -> each.chain() == chain)) {
                throw new BadConfig("chain " + chain + " is there twice: put a blank between its nodes");
            }
            chains.add(chain(chain, item.substring(equals + 1)));
        }
        return chains;
    }

    /** Nodes that begin with ws tell of new blocks, the first of them here; the others are asked. */
    private static ChainSettings chain(long id, String text) throws BadConfig {
        List<URI> urls = urls(id, text);
        List<URI> asked = urls.stream().filter(url -> !isFeed(url)).toList();
        if (asked.isEmpty()) {
            throw new BadConfig("chain " + id + " has no node that begins with http:// or https://");
        }
        return new ChainSettings(
                id, asked, urls.stream().filter(Gates::isFeed).findFirst().orElse(null));
    }

    private static boolean isFeed(URI url) {
        return url.getScheme().startsWith("ws");
    }

    private static List<URI> urls(long chain, String text) throws BadConfig {
        List<URI> urls = new ArrayList<>();
        for (String each : text.strip().split(" +", -1)) {
            try {
                URI url = URI.create(each);
                if (url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()))) {
                    urls.add(url);
                    continue;
                }
            } catch (IllegalArgumentException noUrl) {
                // told below
            }
            throw new BadConfig(
                    "a node of chain " + chain + " is no address that begins with http://, https://, ws:// or wss://");
        }
        return urls;
    }

    static Map<RoomName, GateRule> rooms(String file) throws BadConfig {
        Map<RoomName, GateRule> rooms = new LinkedHashMap<>();
        if (file.isEmpty()) {
            return rooms;
        }
        Hashes hashes = new JvmHashes();
        Json json = read(Parsers.path(file));
        try {
            for (String name : json.names(ROOM_CHARS_MAX)) {
                rooms.put(RoomName.parse(name), rule(name, json, hashes));
            }
        } catch (Malformed malformed) {
            throw new BadConfig("a room of " + file + " has no name that a room can have: " + malformed.getMessage());
        }
        return rooms;
    }

    private static Json read(Path file) throws BadConfig {
        try {
            Json json = Json.parse(Bytes.wrap(Files.readAllBytes(file)));
            if (json.kind() != Json.Kind.OBJECT) {
                throw new BadConfig(file + " is no object of rules by rooms' names");
            }
            return json;
        } catch (IOException unreadable) {
            throw new BadConfig(file + " cannot be read: " + unreadable.getMessage());
        } catch (Malformed malformed) {
            throw new BadConfig(file + " is no JSON: " + malformed.getMessage());
        }
    }

    private static GateRule rule(String room, Json rooms, Hashes hashes) throws BadConfig {
        try {
            Json rule = rooms.field(room);
            if (rule == null) {
                throw new BadConfig("the room \"" + room + "\" cannot be gated: its name is not in ASCII");
            }
            return GateRule.of(JsonValue.of(rule), hashes);
        } catch (Malformed malformed) {
            throw new BadConfig("the rule of \"" + room + "\": " + malformed.getMessage());
        }
    }

    /** A rule that asks a chain of which nobody can be asked would keep everybody out. */
    static void checkChains(RoomName room, GateRule rule, GateSettings settings) throws BadConfig {
        for (Question question : rule.questions(ANYBODY, new JvmHashes())) {
            long chain = chain(question, settings);
            if (settings.chains().stream().noneMatch(each -> each.chain() == chain)) {
                throw new BadConfig("gates: the rule of \"" + room.text() + "\" asks chain " + chain
                        + ", for which rpc names no node.");
            }
        }
    }

    private static long chain(Question question, GateSettings settings) {
        return switch (question) {
            case Question.OfChain asked -> asked.chain();
            case Question.PrimaryName ignored -> settings.names().chain();
        };
    }

    static long chain(String text) throws BadConfig {
        List<Long> chains = Parsers.longs(text);
        if (chains.size() != 1 || chains.getFirst() < 1) {
            throw new BadConfig("\"" + text + "\" is no chain's id");
        }
        return chains.getFirst();
    }

    /** An operator's gateway may be inside, and has no path of its own. */
    static Optional<URI> gateway(String text) throws BadConfig {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = URI.create(text);
            boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean isBare = url.getPath().isEmpty() || url.getPath().equals("/");
            if (isWeb && isBare && url.getHost() != null && url.getRawQuery() == null && url.getRawUserInfo() == null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException noUrl) {
            // told below
        }
        throw new BadConfig("\"" + text + "\" is no address like https://ipfs.example, without a path");
    }

    static EthereumAddress address(String text) throws BadConfig {
        try {
            return EthereumAddress.parse(text, new JvmHashes());
        } catch (Malformed malformed) {
            throw new BadConfig("\"" + text + "\" is no address of a contract: " + malformed.getMessage());
        }
    }
}
