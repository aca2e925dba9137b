package tropichat.core.signaling;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tropichat.core.base.Limits;
import tropichat.core.identity.RoomName;

/**
 * How an operator runs a lobby.
 *
 * @param roomCapacity members that a room takes; 0 means no bound
 * @param meshMembers members up to which everybody in a room is told of everybody
 * @param allowUnsigned whether people without a wallet's signature may come in; they are marked as unverified
 * @param domains hosts for which a wallet's signature is taken; empty means the host that the client connected to
 * @param chainIds EIP-155 chains from which wallets are taken, and none of Solana; empty means any
 * @param gated rooms for which wallets are judged before they are let in
 */
public record LobbyConfig(
        int roomCapacity,
        int meshMembers,
        boolean allowUnsigned,
        Set<String> domains,
        Set<Long> chainIds,
        Set<RoomName> gated) {
    /** With fewer, a room that has become large would be so until it is empty. */
    public static final int MESH_MEMBERS_MIN = 2;

    public LobbyConfig {
        if (meshMembers < MESH_MEMBERS_MIN || meshMembers > Limits.MESH_MEMBERS_MAX) {
            throw new IllegalArgumentException("meshMembers is " + meshMembers + ", and may be " + MESH_MEMBERS_MIN
                    + " to " + Limits.MESH_MEMBERS_MAX);
        }
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
        chainIds = Collections.unmodifiableSet(new LinkedHashSet<>(chainIds));
        gated = Collections.unmodifiableSet(new LinkedHashSet<>(gated));
    }
}
