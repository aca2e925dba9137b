package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;

/**
 * Somebody in the room as the signaling server tells of them; nothing of it is proven.
 *
 * @param id the server's id, to which signals are addressed
 * @param session the session key to expect on a link; null for pages that speak only the guide's events
 */
public record Introduction(String id, @Nullable DidKey session, Profile profile, String wallet) {}
