package tropichat.server.gate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.EthereumAddress;

/** The contracts of a rule that tell in their logs who gives something to whom. */
final class TokenContracts {
    private final Map<Long, Set<EthereumAddress>> byChain = new LinkedHashMap<>();

    void add(GateRule rule) {
        switch (rule) {
            case GateRule.All all -> add(all.rules());
            case GateRule.Any any -> add(any.rules());
            case GateRule.AtLeast some -> add(some.rules());
            case GateRule.Not not -> add(not.rule());
            case GateRule.Erc721 token -> add(token.chain(), token.contract());
            case GateRule.Erc1155 token -> add(token.chain(), token.contract());
            case GateRule.Erc20 token -> add(token.chain(), token.contract());
            // Of these nobody is told; they are looked at again when a ticket is renewed.
            case GateRule.Native ignored -> {}
            case GateRule.Call ignored -> {}
            case GateRule.Ens ignored -> {}
            case GateRule.Allow ignored -> {}
            case GateRule.AllowRoot ignored -> {}
        }
    }

    private void add(List<GateRule> rules) {
        rules.forEach(this::add);
    }

    private void add(long chain, EthereumAddress contract) {
        byChain.computeIfAbsent(chain, first -> new LinkedHashSet<>()).add(contract);
    }

    Map<Long, Set<EthereumAddress>> byChain() {
        return byChain;
    }
}
