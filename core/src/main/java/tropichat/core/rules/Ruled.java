package tropichat.core.rules;

import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;

/**
 * A rule that was really said: all its signatures are right, and its content is open. Whether it counts is for {@link
 * Rules} to judge.
 *
 * @param account whose session said it, by a delegation that covers the entry's own time
 */
public record Ruled(Cid id, Envelope envelope, WalletAddress account, Rule rule) {
    EntryKey key() {
        return new EntryKey(envelope.lamport(), id);
    }
}
