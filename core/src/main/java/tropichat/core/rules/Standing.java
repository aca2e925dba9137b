package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.wire.Cid;

/**
 * What an account is in a room.
 *
 * @param since the admission or appointment by which it is a member; of who is none any more the last one that counted;
 *     null where it never was one, and of the owner
 * @param mutes the first one first
 */
public record Standing(Role role, @Nullable Cid since, List<Muted> mutes) {
    /** Of somebody of whom nothing was said. */
    static final Standing NONE = new Standing(Role.NONE, null, List.of());

    /** The rights of an account. */
    public enum Role {
        OWNER,
        MODERATOR,
        MEMBER,
        /** Not in the room, or not any more. */
        NONE,
        BANNED
    }

    /**
     * A time in which what the account says is hidden.
     *
     * @param lamport of the log of what is said: what lies above it is meant
     * @param untilMillis Unix milliseconds; what is said then, and later, is not meant
     */
    public record Muted(long lamport, long untilMillis) {
        boolean covers(long entryLamport, long entryMillis) {
            return entryLamport > lamport && entryMillis < untilMillis;
        }
    }

    public Standing {
        mutes = Collections.unmodifiableList(new ArrayList<>(mutes));
    }

    public boolean isMember() {
        return role == Role.OWNER || role == Role.MODERATOR || role == Role.MEMBER;
    }

    /** Whether it has ever been a member, by rules that count. */
    public boolean wasMember() {
        return since != null || isMember();
    }

    /** Whether an entry of the account's is hidden, by what the entry says of itself. */
    public boolean isMuted(long lamport, long timeMillis) {
        for (Muted muted : mutes) {
            if (muted.covers(lamport, timeMillis)) {
                return true;
            }
        }
        return false;
    }
}
