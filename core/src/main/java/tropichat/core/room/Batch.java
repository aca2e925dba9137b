package tropichat.core.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.RoomName;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * A part of a room's log as archives keep it: a block that links entries, the profiles that they name, what it adds to the
 * room's law, and the batch before it. So the newest batch holds on to the whole room, and on to nothing else: all but
 * batches are linked as {@linkplain Value.Leaf leaves}, since their parents may be older than the archive.
 *
 * @param previous the batch before; null on the first
 * @param profiles at most {@link #LINKS_MAX}, each once
 * @param law at most {@link #LINKS_MAX}: the room's record, in the first one of an archive, then rules, each behind those
 *     that it builds on; empty in a room of a short name, which has none, and left out of the block then
 * @param entries at most {@link #LINKS_MAX}, in the log's order
 */
public record Batch(RoomName room, @Nullable Cid previous, List<Cid> profiles, List<Cid> law, List<Cid> entries) {
    /** Of each kind: the block stays below 126 KB, half of what a block may have. */
    public static final int LINKS_MAX = 1_000;

    private static final int VERSION = 1;

    public Batch {
        profiles = Collections.unmodifiableList(new ArrayList<>(profiles));
        law = Collections.unmodifiableList(new ArrayList<>(law));
        entries = Collections.unmodifiableList(new ArrayList<>(entries));
        if (profiles.size() > LINKS_MAX || law.size() > LINKS_MAX || entries.size() > LINKS_MAX) {
            throw new IllegalArgumentException("a batch has at most " + LINKS_MAX + " links of each kind");
        }
    }

    /**
     * A batch with all that it links.
     *
     * @param root the batch's own identifier, the archive's only root
     * @param car the batch, the profiles, the law, the entries
     */
    public record Sealed(Cid root, Bytes car) {}

    /** Makes a batch of signed blocks, each at most once. */
    public static Sealed seal(
            RoomName room,
            @Nullable Cid previous,
            List<Bytes> profiles,
            List<Bytes> law,
            List<Bytes> entries,
            Hashes hashes) {
        List<Car.Block> blocks = new ArrayList<>();
        List<Cid> profileLinks = add(profiles, blocks, hashes);
        List<Cid> lawLinks = add(law, blocks, hashes);
        List<Cid> entryLinks = add(entries, blocks, hashes);
        Car.Block root = Car.Block.of(new Batch(room, previous, profileLinks, lawLinks, entryLinks).encode(), hashes);
        blocks.add(0, root);
        return new Sealed(root.cid(), Car.encode(List.of(root.cid()), blocks));
    }

    /** The block. */
    public Bytes encode() {
        return Cbor.encode(Value.map()
                .with("v", VERSION)
                .with("room", room.text())
                .with("prev", previous == null ? null : new Value.Link(previous))
                .with("profiles", values(profiles))
                .with("law", law.isEmpty() ? null : values(law))
                .with("entries", values(entries)));
    }

    /** Reads a block; whether what it links can be had is another question. */
    public static Batch decode(Bytes block) throws Malformed {
        Fields fields = Cbor.decodeFields(block);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a batch of another version");
        }
        return new Batch(
                RoomName.parse(fields.text("room", Integer.MAX_VALUE)),
                fields.has("prev") ? fields.link("prev") : null,
                links(fields, "profiles"),
                fields.has("law") ? links(fields, "law") : List.of(),
                links(fields, "entries"));
    }

    private static List<Cid> add(List<Bytes> signed, List<Car.Block> blocks, Hashes hashes) {
        List<Cid> links = new ArrayList<>();
        for (Bytes bytes : signed) {
            Car.Block block = Car.Block.leaf(bytes, hashes);
            blocks.add(block);
            links.add(block.cid());
        }
        return links;
    }

    private static Value.Sequence values(List<Cid> links) {
        List<Value> values = new ArrayList<>();
        for (Cid link : links) {
            values.add(new Value.Leaf(link));
        }
        return new Value.Sequence(values);
    }

    private static List<Cid> links(Fields fields, String key) throws Malformed {
        List<Cid> links = new ArrayList<>();
        for (Value value : fields.list(key, LINKS_MAX)) {
            if (!(value instanceof Value.Leaf leaf)) {
                throw new Malformed(Reason.FIELD, key + " must be links to leaves");
            }
            links.add(leaf.cid());
        }
        return links;
    }
}
