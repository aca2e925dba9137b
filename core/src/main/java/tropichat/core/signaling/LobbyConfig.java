package tropichat.core.signaling;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How an operator runs a lobby.
 *
 * @param roomCapacity members that a room takes; 0 means no bound
 * @param allowUnsigned whether people without a wallet's signature may come in; they are marked as unverified
 * @param domains hosts for which a wallet's signature is taken; empty means the host that the client connected to
 * @param chainIds EIP-155 chains from which wallets are taken; empty means any
 */
public record LobbyConfig(int roomCapacity, boolean allowUnsigned, Set<String> domains, Set<Long> chainIds) {
    public LobbyConfig {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
        chainIds = Collections.unmodifiableSet(new LinkedHashSet<>(chainIds));
    }
}
