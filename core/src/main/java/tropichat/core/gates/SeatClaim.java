package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * That a wallet needs a seat to pass: one of these tokens, on which nobody else may sit then.
 *
 * @param of which part of the rule wants it
 * @param tokens that let it in, its own first
 */
public record SeatClaim(GateRule.Erc721 of, List<Uint256> tokens) {
    public SeatClaim {
        tokens = Collections.unmodifiableList(new ArrayList<>(tokens));
    }
}
