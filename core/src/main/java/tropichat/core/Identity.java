package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.WalletAddress;

/**
 * Who the peer itself is.
 *
 * @param session the public half of the session key; the host keeps the other half
 * @param sealing the public half of the page's X25519 key, to which signals are sealed; the host keeps the other half
 * @param wallet the account's address, only claimed where there is no delegation
 * @param delegation the wallet's signature that names the session key
 * @param device null where the host shows no letters, and enters no closed room
 */
public record Identity(
        DidKey session,
        Bytes sealing,
        WalletAddress wallet,
        @Nullable Delegation delegation,
        Profile profile,
        @Nullable Device device) {
    public Identity(
            DidKey session, Bytes sealing, WalletAddress wallet, @Nullable Delegation delegation, Profile profile) {
        this(session, sealing, wallet, delegation, profile, null);
    }

    /** Whether the wallet is a contract, by the delegation's word. */
    boolean isContract() {
        return delegation != null && delegation.isByContract();
    }
}
