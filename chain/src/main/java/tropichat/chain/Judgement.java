package tropichat.chain;

import java.util.List;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Verdict;

/**
 * Whether a wallet fulfils a rule.
 *
 * @param verdict by the newest block of each chain and one a few before
 * @param blocks the newest of each chain that was asked, in the order of their ids
 */
public record Judgement(Verdict verdict, List<Finding.Block> blocks) {
    public Judgement {
        blocks = List.copyOf(blocks);
    }
}
