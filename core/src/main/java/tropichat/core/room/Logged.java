package tropichat.core.room;

import tropichat.core.base.Bytes;
import tropichat.core.wire.Cid;

/**
 * An entry that counts: all its signatures are right.
 *
 * @param entry what it says; opened where it was sealed, so that its body is never {@link EntryBody.Sealed}
 * @param block the entry as it was signed
 * @param speaker who said it, by the profile that the entry names
 * @param clockOff the author's clock was far from ours when it came, or is ahead of it
 */
public record Logged(Cid id, Entry entry, Bytes block, Speaker speaker, boolean clockOff) {
    public EntryKey key() {
        return new EntryKey(entry.lamport(), id);
    }
}
