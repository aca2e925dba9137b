package tropichat.core.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/**
 * One thing said in a room, before it is signed. Signed, it is a block: the DAG-CBOR map of these fields and
 * {@code sig}, named by its content identifier.
 *
 * @param lamport one more than the highest that the author had seen
 * @param timeMillis the author's clock, Unix milliseconds; shown, never used for order
 * @param parents entries that the author had seen and nobody had answered yet, at most {@link Limits#ENTRY_PARENTS_MAX}
 * @param profile the author's {@link EntryBody.OfProfile} entry that says who spoke; null on such an entry only
 */
public record Entry(
        RoomName room,
        DidKey author,
        long lamport,
        long timeMillis,
        List<Cid> parents,
        @Nullable Cid profile,
        EntryBody body) {
    public Entry {
        parents = Collections.unmodifiableList(new ArrayList<>(parents));
    }

    /** An entry of the kind {@code profile}: it says itself who its author is. */
    public static Entry ofProfile(
            RoomName room, DidKey author, long lamport, long timeMillis, EntryBody.OfProfile about) {
        return new Entry(room, author, lamport, timeMillis, new ArrayList<>(), null, about);
    }

    /** An entry as it came from somebody: its block, its identifier, and the check that must pass before it counts. */
    public record Received(Cid id, Entry entry, SignatureCheck check) {}

    /** The bytes that the author's session key signs. */
    public Bytes signable() {
        return envelope().signable(body.kind(), body.encode());
    }

    /** The block: this entry with its signature. */
    public Bytes block(Bytes signature) {
        return envelope().block(body.kind(), body.encode(), signature);
    }

    /** Reads a block; its signature is not checked yet. */
    public static Received decode(Bytes block, Hashes hashes) throws Malformed {
        return decode(block, Cid.ofBlock(block, hashes));
    }

    /** Reads a block whose identifier is known. */
    public static Received decode(Bytes block, Cid id) throws Malformed {
        Envelope.Opened opened = Envelope.open(block);
        Envelope envelope = opened.envelope();
        Entry entry = new Entry(
                envelope.room(),
                envelope.author(),
                envelope.lamport(),
                envelope.timeMillis(),
                envelope.parents(),
                envelope.profile(),
                EntryBody.decode(opened.kind(), opened.body()));
        return new Received(id, entry, opened.check());
    }

    /** The same entry with something else in it: sealed for what was open, or open for what was sealed. */
    public Entry withBody(EntryBody other) {
        return new Entry(room, author, lamport, timeMillis, parents, profile, other);
    }

    /** Whether only members can read what it says. */
    public boolean isSealed() {
        return body instanceof EntryBody.Sealed || body instanceof EntryBody.SealedProfile;
    }

    /** What sealing in an epoch, or in a letter, binds the content to, besides author and epoch: the room and the parents. */
    public Bytes context() {
        return Cbor.encode(
                Value.map().with("room", room.text()).with("parents", envelope().links()));
    }

    /** All of it but what it says. */
    public Envelope envelope() {
        return new Envelope(room, author, lamport, timeMillis, parents, profile);
    }
}
