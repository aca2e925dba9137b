package tropichat.core.signaling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;

/**
 * A login that only its signatures stand between.
 *
 * @param checks what must still be verified
 * @param contract what must be asked of a chain then; null where the wallet is a key
 * @param onceOnly the signature that may not be used again; null where the nonce sees to that
 */
record Claim(
        RoomName room,
        Profile profile,
        WalletAddress wallet,
        @Nullable DidKey session,
        boolean verified,
        List<SignatureCheck> checks,
        SignatureCheck.@Nullable ByContract contract,
        @Nullable Bytes onceOnly) {
    Claim {
        checks = Collections.unmodifiableList(new ArrayList<>(checks));
    }
}
