package tropichat.core;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tropichat.core.base.Hashes;
import tropichat.core.identity.RoomName;

/**
 * What a peer is told once.
 *
 * @param domains the web origins' hosts for which a wallet's delegation is taken; a delegation made for another site was
 *     not meant for this room
 */
public record Config(RoomName room, Set<String> domains, Hashes hashes) {
    public Config {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
    }
}
