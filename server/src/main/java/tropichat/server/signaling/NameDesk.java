package tropichat.server.signaling;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tropichat.chain.EnsName;
import tropichat.chain.Found;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;
import tropichat.core.signaling.Occupant;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.gate.Gatekeeper;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;

/** Tells people by which names of ENS those go who are in their room. */
final class NameDesk {
    /** Wallets in one question. */
    static final int WALLETS_MAX = 50;

    private static final int ADDRESS_CHARS_MAX = 44;
    private static final Bytes NULL = Bytes.utf8("null");

    private final Gatekeeper gatekeeper;
    private final Hashes hashes;
    private final Counters counters;

    NameDesk(Gatekeeper gatekeeper, Hashes hashes, Counters counters) {
        this.gatekeeper = gatekeeper;
        this.hashes = hashes;
        this.counters = counters;
    }

    /**
     * Answers {@code {names: {address: name}}}, with null for a wallet without a name. Left out is whoever is not in the room,
     * so that nobody has this server ask for strangers, and whose name could not be found out.
     *
     * @throws Malformed where {@code asked} is no question
     */
    void names(List<Occupant> room, Json asked, Consumer<Bytes> onAnswer) throws Malformed {
        List<WalletAddress> wanted = wallets(asked, hashes);
        Set<EthereumAddress> wallets = new LinkedHashSet<>();
        for (Occupant each : room) {
            if (each.wallet() instanceof EthereumAddress wallet && wanted.contains(wallet)) {
                wallets.add(wallet);
            }
        }
        Map<EthereumAddress, Found<EnsName>> found = new LinkedHashMap<>();
        if (wallets.isEmpty()) {
            onAnswer.accept(write(found));
        }
        for (EthereumAddress wallet : List.copyOf(wallets)) {
            gatekeeper.name(wallet, name -> {
                found.put(wallet, name);
                if (found.size() == wallets.size()) {
                    onAnswer.accept(write(found));
                }
            });
        }
    }

    /** Those that {@code asked} names. */
    static List<WalletAddress> wallets(Json asked, Hashes hashes) throws Malformed {
        Json list = asked.field("wallets");
        if (list == null || list.kind() != Json.Kind.ARRAY || list.size() > WALLETS_MAX) {
            throw new Malformed(Reason.FIELD, "wallets is a list of at most " + WALLETS_MAX + " addresses");
        }
        Set<WalletAddress> wallets = new LinkedHashSet<>();
        for (Json each : list.elements()) {
            wallets.add(WalletAddress.parse(each.text(ADDRESS_CHARS_MAX), hashes));
        }
        return List.copyOf(wallets);
    }

    private Bytes write(Map<EthereumAddress, Found<EnsName>> found) {
        JsonWriter names = new JsonWriter().beginObject().name("names").beginObject();
        found.forEach((wallet, name) -> {
            switch (name) {
                case Found.Is<EnsName> is ->
                    names.name(wallet.text(hashes)).text(is.value().text());
                case Found.Nothing<EnsName> ignored ->
                    names.name(wallet.text(hashes)).raw(NULL);
                case Found.Refused<EnsName> ignored -> {
                    counters.refused(Refusal.NAME_REFUSED);
                    names.name(wallet.text(hashes)).raw(NULL);
                }
                case Found.Unknown<EnsName> ignored -> {}
            }
        });
        return names.endObject().endObject().toBytes();
    }
}
