package tropichat.core.signaling;

import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;

/**
 * Somebody who was let into a room, as the others are told.
 *
 * @param id the connection's public id, unguessable
 * @param session the session key that was proven at login; null for clients that have none
 * @param verified the wallet's signature was checked here; peers check it again themselves
 */
public record Occupant(
        String id,
        RoomName room,
        Profile profile,
        WalletAddress wallet,
        @Nullable DidKey session,
        boolean verified) {}
