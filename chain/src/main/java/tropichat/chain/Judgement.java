package tropichat.chain;

import java.util.List;
import java.util.Set;
import tropichat.core.gates.Finding;
import tropichat.core.gates.SeatClaim;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.EthereumAddress;

/**
 * Whether a wallet fulfils a rule.
 *
 * @param verdict by the newest block of each chain and one a few before
 * @param blocks the newest of each chain that was asked, in the order of their ids
 * @param vaults that have delegated to it, so that what they hold counts
 * @param seats without which it would not pass; none where it does not
 */
public record Judgement(
        Verdict verdict, List<Finding.Block> blocks, Set<EthereumAddress> vaults, List<SeatClaim> seats) {
    public Judgement {
        blocks = List.copyOf(blocks);
        vaults = Set.copyOf(vaults);
        seats = List.copyOf(seats);
    }
}
