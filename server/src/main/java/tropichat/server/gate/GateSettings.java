package tropichat.server.gate;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.chain.ChainSettings;
import tropichat.chain.NameSettings;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;

/**
 * How an operator gates rooms.
 *
 * @param chains that can be asked; none where there is no gatekeeper
 * @param names where names of ENS are looked up, if that chain can be asked
 * @param delegations the registry in which vaults delegate to wallets, on each of these chains
 * @param ipfsGateway by which pictures are fetched that are on IPFS; null where none are
 * @param rooms that this server lets nobody into who does not fulfil the rule
 * @param keyFile where the gatekeeper's keys are kept; null for one that ends with the process
 */
public record GateSettings(
        List<ChainSettings> chains,
        NameSettings names,
        EthereumAddress delegations,
        @Nullable URI ipfsGateway,
        Map<RoomName, GateRule> rooms,
        @Nullable Path keyFile) {
    public GateSettings {
        chains = List.copyOf(chains);
        rooms = Collections.unmodifiableMap(new LinkedHashMap<>(rooms));
    }

    /** Whether there is nothing for a gatekeeper to do. */
    public boolean isOff() {
        return chains.isEmpty() && rooms.isEmpty();
    }
}
