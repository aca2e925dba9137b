package tropichat.core;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Hello;

/**
 * What a peer is told once.
 *
 * @param domains the web origins' hosts for which a wallet's delegation is taken; a delegation made for another site was
 *     not meant for this room
 * @param meshMembers members up to whom everybody is linked with everybody, 2 to {@link Limits#MESH_MEMBERS_MAX}; all
 *     peers of a room should be told the same
 * @param entriesMax entries of the room that are kept; the oldest go first
 * @param restores whether {@link Input.Restored} will come: nothing is said or compared before
 * @param asksChains whether the host can ask some chain itself what wallets hold: {@link Output.Recheck}
 */
public record Config(
        RoomName room,
        Set<String> domains,
        int meshMembers,
        int entriesMax,
        boolean restores,
        boolean asksChains,
        Hashes hashes) {
    public Config(
            RoomName room, Set<String> domains, int meshMembers, int entriesMax, boolean restores, Hashes hashes) {
        this(room, domains, meshMembers, entriesMax, restores, false, hashes);
    }

    public Config {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
        meshMembers = Math.max(2, Math.min(meshMembers, Limits.MESH_MEMBERS_MAX));
    }

    /** Whether a delegation, were its signature right, would let {@code session} speak for {@code wallet} here and now. */
    boolean takes(Delegation delegation, WalletAddress wallet, DidKey session, long nowMillis) {
        return delegation.account().address().equals(wallet) && delegation.refusal(session, nowMillis, domains) == null;
    }

    /** What speaks against a hello of {@code session}'s before any signature is looked at; null when nothing does. */
    @Nullable
    LinkEnd objection(Hello hello, DidKey session, long nowMillis) {
        if (!hello.room().equals(room)) {
            return LinkEnd.WRONG_ROOM;
        }
        if (!hello.session().equals(session)) {
            return LinkEnd.WRONG_SESSION;
        }
        Delegation delegation = hello.delegation();
        return delegation == null || takes(delegation, hello.wallet(), session, nowMillis)
                ? null
                : LinkEnd.DELEGATION_INVALID;
    }
}
