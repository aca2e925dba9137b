package tropichat.core.keys;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Value;

/** What is kept of one epoch. */
sealed interface Epoch permits SharedEpoch, ForwardSecretEpoch {
    /** Null where it was erased. */
    @Nullable
    Bytes secret();

    /**
     * The index at which {@code self} seals now, whether or not it may.
     *
     * @param fresh an index that nothing was sealed at
     */
    int next(DidKey self, int fresh);

    /** Why there is no key for this; null where there is. */
    Opening.@Nullable Reason refusal(DidKey author, Bytes chain, int index);

    /** A key that is not refused. */
    Bytes key(DidKey author, Bytes chain, int index);

    /** The key has done its work: what it was for is sealed or opened. */
    void onUsed(DidKey author, int index);

    /** All of it that outlives this page. */
    Value.Mapping encode();
}
