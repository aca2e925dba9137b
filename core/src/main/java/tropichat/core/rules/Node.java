package tropichat.core.rules;

import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/**
 * A rule in the log.
 *
 * @param index under which {@link Ancestry} knows it
 */
record Node(int index, Ruled ruled) {
    Rule rule() {
        return ruled.rule();
    }

    WalletAddress author() {
        return ruled.account();
    }

    Cid id() {
        return ruled.id();
    }

    EntryKey key() {
        return ruled.key();
    }
}
