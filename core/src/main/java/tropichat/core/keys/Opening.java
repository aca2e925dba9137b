package tropichat.core.keys;

import tropichat.core.base.Bytes;

/** What came of opening something sealed. */
public sealed interface Opening {
    /** It was sealed so, and this is what it says. */
    record Opened(Bytes content) implements Opening {}

    /** It stays closed. */
    record Refused(Reason reason) implements Opening {}

    /** Why something stays closed. */
    enum Reason {
        /** No secret of its epoch is known: none was granted yet, or it was forgotten. */
        UNKNOWN_EPOCH,
        /** Its key was used, and is erased: it was opened before. */
        USED,
        /** Further on than anybody may go in one epoch. */
        TOO_FAR,
        /** It was not sealed so: changed, moved, or by somebody who was not in the epoch. */
        FALSE
    }
}
