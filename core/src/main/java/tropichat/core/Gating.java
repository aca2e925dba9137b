package tropichat.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;

/**
 * By what everybody is judged in a room that only certain wallets may enter.
 *
 * @param hash of what they must fulfil ({@code GateRule.hash})
 * @param keepers whose word counts on who does
 * @param rule what they must fulfil ({@code GateRule.encode}); null where the gatekeepers know it, since they made it
 */
public record Gating(
        Bytes hash, List<DidKey> keepers, @Nullable Bytes rule) {
    public Gating {
        keepers = Collections.unmodifiableList(new ArrayList<>(keepers));
    }
}
