package tropichat.server.gate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.EthereumAddress;

/** The contracts of a rule that tell in their logs who gives something to whom. */
final class TokenContracts {
    private final Map<Long, Set<EthereumAddress>> byChain = new LinkedHashMap<>();

    /** Of coin, calls, names, lists and delegations nobody is told; they are looked at again when a ticket is renewed. */
    void add(GateRule rule) {
        for (GateRule leaf : rule.leaves()) {
            if (leaf instanceof GateRule.Tokens tokens) {
                add(tokens.chain(), tokens.contract());
            }
        }
    }

    private void add(long chain, EthereumAddress contract) {
        byChain.computeIfAbsent(chain, first -> new LinkedHashSet<>()).add(contract);
    }

    Map<Long, Set<EthereumAddress>> byChain() {
        return byChain;
    }
}
