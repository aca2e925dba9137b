package tropichat.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;

/**
 * By what everybody is judged in a room that only certain wallets may enter.
 *
 * @param rule the hash of what they must fulfil ({@code GateRule.hash})
 * @param keepers whose word counts on who does
 */
public record Gating(Bytes rule, List<DidKey> keepers) {
    public Gating {
        keepers = Collections.unmodifiableList(new ArrayList<>(keepers));
    }
}
