package tropichat.bench.room;

import org.jspecify.annotations.Nullable;

/** One end of a link between two peers in this process: what is sent over it waits in the loop's queue. */
final class LocalLink {
    final LocalPeer peer;
    final int number;

    /** Gives way where both ends offer at once. */
    final boolean polite;

    boolean offering;
    boolean open;

    /** The other end; null until it has signalled. */
    @Nullable
    LocalLink other;

    LocalLink(LocalPeer peer, int number, boolean polite) {
        this.peer = peer;
        this.number = number;
        this.polite = polite;
    }

    /** Names this end in signals. */
    String name() {
        return peer.id + " " + number;
    }

    String fingerprint() {
        return "sha-256 " + name();
    }
}
