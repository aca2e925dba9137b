package tropichat.core.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
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
 * What all signed entries have in common, whatever they say: who speaks where, when, and after what. With a kind, a body
 * and the author's signature it is a block.
 *
 * @param lamport higher than that of all that the author had seen
 * @param timeMillis the author's clock, Unix milliseconds
 * @param parents ends of the log as the author saw it, at most {@link Limits#ENTRY_PARENTS_MAX}
 * @param profile the author's {@link EntryBody.OfProfile} entry; null on such an entry only
 */
public record Envelope(
        RoomName room,
        DidKey author,
        long lamport,
        long timeMillis,
        List<Cid> parents,
        @Nullable Cid profile) {
    /** The kind of the entries that say themselves who their author is. */
    public static final String PROFILE_KIND = "profile";

    /** The kind of the entries that only the members of an epoch can read. */
    static final String SEALED_KIND = "sealed";

    private static final int VERSION = 1;
    private static final int DID_CHARS_MAX = 64;
    private static final int SIGNATURE_BYTES = 64;
    private static final String SIGNATURE = "sig";

    public Envelope {
        parents = Collections.unmodifiableList(new ArrayList<>(parents));
    }

    /** An opened block, whose body is still to be read and whose check must pass before it counts. */
    public record Opened(Envelope envelope, String kind, Fields body, SignatureCheck check) {}

    /** The bytes that the author's session key signs. */
    public Bytes signable(String kind, Value body) {
        return SessionStatement.ENTRY.signable(Cbor.encode(mapping(kind, body)));
    }

    /** The block: all this with its signature. */
    public Bytes block(String kind, Value body, Bytes signature) {
        return Cbor.encode(mapping(kind, body).with(SIGNATURE, signature));
    }

    /** Reads a block but for what its body says. */
    public static Opened open(Bytes block) throws Malformed {
        if (block.length() > Limits.ENTRY_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "an entry above " + Limits.ENTRY_BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(block);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "an entry of another version");
        }
        String kind = fields.text("kind", EntryBody.KIND_CHARS_MAX);
        Envelope envelope = new Envelope(
                RoomName.parse(fields.text("room", Integer.MAX_VALUE)),
                DidKey.parse(fields.text("author", DID_CHARS_MAX)),
                fields.integer("lamport", 1, Value.Int.MAX),
                fields.integer("time", 0, Value.Int.MAX),
                parents(fields),
                kind.equals(PROFILE_KIND) ? null : fields.link("profile"));
        Bytes signed = SessionStatement.ENTRY.signable(Cbor.without(block, SIGNATURE));
        Bytes signature = fields.blob(SIGNATURE, SIGNATURE_BYTES, SIGNATURE_BYTES);
        return new Opened(
                envelope, kind, fields.map("body"), new SignatureCheck.BySession(envelope.author(), signed, signature));
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

    /** The parents as they are written. */
    Value links() {
        List<Value> links = new ArrayList<>();
        for (Cid parent : parents) {
            links.add(new Value.Link(parent));
        }
        return new Value.Sequence(links);
    }

    private Value.Mapping mapping(String kind, Value body) {
        return Value.map()
                .with("v", VERSION)
                .with("room", room.text())
                .with("author", author.did())
                .with("lamport", lamport)
                .with("time", timeMillis)
                .with("parents", links())
                .with("kind", kind)
                .with("profile", profile == null ? null : new Value.Link(profile))
                .with("body", body);
    }
}
