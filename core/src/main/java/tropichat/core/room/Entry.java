package tropichat.core.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * One thing said in a room, before it is signed. Signed, it is a block: the DAG-CBOR map of these fields and
 * {@code sig}, named by its content identifier.
 *
 * @param lamport one more than the highest that the author had seen
 * @param timeMillis the author's clock, Unix milliseconds; shown, never used for order
 * @param parents entries that the author had seen and nobody had answered yet, at most {@link Limits#ENTRY_PARENTS_MAX}
 * @param profile the author's {@link EntryBody.AboutAuthor} entry that says who spoke; null on such an entry only
 */
public record Entry(
        RoomName room,
        DidKey author,
        long lamport,
        long timeMillis,
        List<Cid> parents,
        @Nullable Cid profile,
        EntryBody body) {
    private static final int VERSION = 1;
    private static final int DID_CHARS_MAX = 64;
    private static final int SIGNATURE_BYTES = 64;
    private static final String SIGNATURE = "sig";

    public Entry {
        parents = Collections.unmodifiableList(new ArrayList<>(parents));
    }

    /** An entry of the kind {@code profile}: it says itself who its author is. */
    public static Entry ofProfile(
            RoomName room, DidKey author, long lamport, long timeMillis, EntryBody.AboutAuthor about) {
        return new Entry(room, author, lamport, timeMillis, new ArrayList<>(), null, about);
    }

    /** An entry as it came from somebody: its block, its identifier, and the check that must pass before it counts. */
    public record Received(Cid id, Entry entry, SignatureCheck check) {}

    /** The bytes that the author's session key signs. */
    public Bytes signable() {
        return SessionStatement.ENTRY.signable(Cbor.encode(mapping()));
    }

    /** The block: this entry with its signature. */
    public Bytes block(Bytes signature) {
        return Cbor.encode(mapping().with(SIGNATURE, signature));
    }

    /** Reads a block; its signature is not checked yet. */
    public static Received decode(Bytes block, Hashes hashes) throws Malformed {
        return decode(block, Cid.ofBlock(block, hashes));
    }

    /** Reads a block whose identifier is known. */
    public static Received decode(Bytes block, Cid id) throws Malformed {
        if (block.length() > Limits.ENTRY_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "an entry above " + Limits.ENTRY_BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(block);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "an entry of another version");
        }
        EntryBody body = EntryBody.decode(fields.text("kind", EntryBody.KIND_CHARS_MAX), fields.map("body"));
        Entry entry = new Entry(
                RoomName.parse(fields.text("room", Integer.MAX_VALUE)),
                DidKey.parse(fields.text("author", DID_CHARS_MAX)),
                fields.integer("lamport", 1, Value.Int.MAX),
                fields.integer("time", 0, Value.Int.MAX),
                parents(fields),
                body instanceof EntryBody.AboutAuthor ? null : fields.link("profile"),
                body);
        Bytes signed = SessionStatement.ENTRY.signable(Cbor.without(block, SIGNATURE));
        Bytes signature = fields.blob(SIGNATURE, SIGNATURE_BYTES, SIGNATURE_BYTES);
        return new Received(id, entry, new SignatureCheck.BySession(entry.author(), signed, signature));
    }

    private static List<Cid> parents(Fields fields) throws Malformed {
        List<Cid> parents = new ArrayList<>();
        for (Value value : fields.list("parents", Limits.ENTRY_PARENTS_MAX)) {
            if (!(value instanceof Value.Link link)) {
                throw new Malformed(Reason.FIELD, "a parent that is not a link");
            }
            parents.add(link.cid());
        }
        return parents;
    }

    private Value.Mapping mapping() {
        List<Value> links = new ArrayList<>();
        for (Cid parent : parents) {
            links.add(new Value.Link(parent));
        }
        return Value.map()
                .with("v", VERSION)
                .with("room", room.text())
                .with("author", author.did())
                .with("lamport", lamport)
                .with("time", timeMillis)
                .with("parents", new Value.Sequence(links))
                .with("kind", body.kind())
                .with("profile", profile == null ? null : new Value.Link(profile))
                .with("body", body.encode());
    }
}
