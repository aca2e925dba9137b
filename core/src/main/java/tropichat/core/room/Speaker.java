package tropichat.core.room;

import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;

/**
 * Who said something, as it was when it was said.
 *
 * @param wallet address as wallets show it; only claimed where not {@code proven}
 */
public record Speaker(DidKey session, Profile profile, String wallet, boolean proven) {
    /** Who may change what was said: whoever holds the proven wallet, else the session alone. */
    public String owner() {
        return proven ? wallet : session.did();
    }
}
