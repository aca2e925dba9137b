package tropichat.core.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * One unit of the protocol {@code tropi/1} between two linked peers: a DAG-CBOR map whose field {@code t} says which.
 * docs/protocol.md describes each.
 */
public sealed interface Frame {
    /** Length of an Ed25519 signature (RFC 8032, section 5.1.6). */
    int SIGNATURE_BYTES = 64;

    /** Entries that one {@link Have} announces at most. */
    int ANNOUNCED_MAX = 256;

    /** Records in one frame at most: a full mesh's members. */
    int RECORDS_MAX = 24;

    /** Links that anything is sent on over: far above the longest way that simulations show. */
    int HOPS_MAX = 64;

    /** Entries that one frame names or holds at most: 128 KiB of identifiers. */
    int IDS_MAX = 4_096;

    /** Members that anybody may claim. */
    int MEMBERS_MAX = 1_000_000_000;

    // ---- Handshake and life of a link

    /** The sender's half of the handshake, as the bytes of a {@link Hello}. */
    record Greeting(Bytes hello) implements Frame {}

    /** The signature over both hellos and both fingerprints. */
    record Proof(Bytes signature) implements Frame {}

    /** Whether the sender is writing just now. */
    record Typing(boolean typing) implements Frame {}

    /** Asks for a {@link Pong} of the same number. */
    record Ping(long number) implements Frame {}

    record Pong(long number) implements Frame {}

    /** The sender leaves the room and closes the link. */
    record Bye() implements Frame {}

    // ---- Broadcast (Plumtree)

    /**
     * A signed entry of the room's log, as its block.
     *
     * @param hops links that it came over before this one
     * @param wave names the front on which it comes: a shortcut begins a new one. Two copies of one wave have gone round
     *     in a circle; copies of two waves have only met
     * @param shortcut sent over a link that is not of the sender's tree
     * @param profile the author's profile entry, where the receiver may not know it
     */
    record Said(
            Bytes block,
            int hops,
            int wave,
            boolean shortcut,
            @Nullable Bytes profile) implements Frame {}

    /** Entries that the sender has (IHAVE). */
    record Have(List<Announced> entries) implements Frame {
        public Have {
            entries = Collections.unmodifiableList(new ArrayList<>(entries));
        }
    }

    /** An entry's identifier, the links that it came over to whom announces it, and the wave on which it came there. */
    record Announced(Cid id, int hops, int wave) {
        static final int BYTES = Cid.DIGEST_LENGTH + 1 + Integer.BYTES;

        Bytes encode() {
            byte[] rest = {(byte) hops, (byte) (wave >> 24), (byte) (wave >> 16), (byte) (wave >> 8), (byte) wave};
            return Bytes.concat(id.digest(), Bytes.wrap(rest));
        }

        static Announced decode(Bytes packed, int at) throws Malformed {
            int rest = at + Cid.DIGEST_LENGTH;
            if (packed.at(rest) > HOPS_MAX) {
                throw new Malformed(Reason.FIELD, "more hops than an entry goes");
            }
            int wave = packed.at(rest + 1) << 24
                    | packed.at(rest + 2) << 16
                    | packed.at(rest + 3) << 8
                    | packed.at(rest + 4);
            return new Announced(Cid.ofDigest(packed.slice(at, rest)), packed.at(rest), wave);
        }
    }

    /** Puts the link into the tree, and asks for an entry where one is named; it comes with its author's profile. */
    record Graft(@Nullable Cid id) implements Frame {}

    /** Takes the link out of the tree: what comes on it has come by another way before. */
    record Prune() implements Frame {}

    // ---- Membership (HyParView)

    /**
     * How the sender can be reached, and how large it takes the room to be.
     *
     * @param members 1 and more
     */
    record Self(PeerRecord record, int members) implements Frame {}

    /** The sender has just come into the room, by way of this link. */
    record Join() implements Frame {}

    /** A newcomer on its walk through the room. */
    record Forward(PeerRecord newcomer, int walk) implements Frame {}

    /** A sample of the origin's views on its walk, to be answered by another. */
    record Shuffle(PeerRecord origin, int walk, List<PeerRecord> sample) implements Frame {
        public Shuffle {
            sample = Collections.unmodifiableList(new ArrayList<>(sample));
        }
    }

    /** Members that the sender knows; on its way to {@code to}, or for the link's other end where that is null. */
    record Sample(@Nullable DidKey to, int hops, List<PeerRecord> sample) implements Frame {
        public Sample {
            sample = Collections.unmodifiableList(new ArrayList<>(sample));
        }
    }

    /** The sender has too many links and closes this one. */
    record Disconnect() implements Frame {}

    /** A sealed signal on its way from one member to another. */
    record Routed(Way way, Bytes sealed) implements Frame {}

    // ---- History

    /** Entries of the receiver's that have come; with a way, those of whom it is for, to whom it is from. */
    record Got(List<Cid> ids, @Nullable Way way) implements Frame {
        public Got {
            ids = Collections.unmodifiableList(new ArrayList<>(ids));
        }
    }

    /** One message of who compares its log with the receiver's (negentropy, protocol version 1). */
    record Compare(Bytes message) implements Frame {}

    /**
     * The answer to a {@link Compare}, or a part of it.
     *
     * @param last the answer ends here
     */
    record Compared(Bytes message, boolean last) implements Frame {}

    /** Entries that the sender has and the receiver has not, the newest first. */
    record Offer(List<Cid> ids) implements Frame {
        public Offer {
            ids = Collections.unmodifiableList(new ArrayList<>(ids));
        }
    }

    /** Asks for entries, to be answered by {@link Entries}. */
    record Want(List<Cid> ids) implements Frame {
        public Want {
            ids = Collections.unmodifiableList(new ArrayList<>(ids));
        }
    }

    /**
     * Entries that were asked for, with the profiles that the receiver may not know.
     *
     * @param last nothing else comes of what was asked for
     */
    record Entries(List<Bytes> blocks, List<Bytes> profiles, boolean last) implements Frame {
        public Entries {
            blocks = Collections.unmodifiableList(new ArrayList<>(blocks));
            profiles = Collections.unmodifiableList(new ArrayList<>(profiles));
        }
    }

    // ---- The law of a room that belongs to somebody

    /** What is told of it, and who is let in. */
    record OfLaw(LawMessage message) implements Frame {}

    // ---- A room that only certain wallets may enter

    /** The sender's ticket: a gatekeeper's word that its wallet may be here. */
    record Show(Bytes ticket) implements Frame {}

    /** A gatekeeper's word that some wallet may be here no longer. */
    record Lapsed(Bytes lapse) implements Frame {}

    default Bytes encode() {
        return Cbor.encode(
                switch (this) {
                    case Greeting greeting -> kind("hello").with("hello", greeting.hello());
                    case Proof proof -> kind("proof").with("sig", proof.signature());
                    case Typing typing -> kind("typing").with("on", new Value.Bool(typing.typing()));
                    case Ping ping -> kind("ping").with("n", ping.number());
                    case Pong pong -> kind("pong").with("n", pong.number());
                    case Bye ignored -> kind("bye");
                    case Said said -> encode(said);
                    case Have have -> kind("have").with("ids", pack(have.entries()));
                    case Graft graft ->
                        kind("graft").with("id", graft.id() == null ? null : new Value.Link(graft.id()));
                    case Prune ignored -> kind("prune");
                    case Self self ->
                        kind("record").with("record", self.record().encode()).with("members", self.members());
                    case Join ignored -> kind("join");
                    case Forward forward ->
                        kind("forward")
                                .with("record", forward.newcomer().encode())
                                .with("walk", forward.walk());
                    case Shuffle shuffle ->
                        kind("shuffle")
                                .with("record", shuffle.origin().encode())
                                .with("walk", shuffle.walk())
                                .with("sample", encode(shuffle.sample()));
                    case Sample sample ->
                        kind("sample")
                                .with(
                                        "to",
                                        sample.to() == null ? null : sample.to().publicKey())
                                .with("hops", sample.hops())
                                .with("sample", encode(sample.sample()));
                    case Disconnect ignored -> kind("disconnect");
                    case Got got -> encode(got);
                    case Compare compare -> kind("compare").with("m", compare.message());
                    case Compared compared ->
                        kind("compared").with("m", compared.message()).with("last", Parts.flag(compared.last()));
                    case Offer offer -> kind("offer").with("ids", Parts.packIds(offer.ids()));
                    case Want want -> kind("want").with("ids", Parts.packIds(want.ids()));
                    case Entries entries ->
                        kind("entries")
                                .with("blocks", Parts.blobs(entries.blocks()))
                                .with("profiles", Parts.blobs(entries.profiles()))
                                .with("last", Parts.flag(entries.last()));
                    case Show show -> kind("ticket").with("ticket", show.ticket());
                    case Lapsed lapsed -> kind("lapse").with("lapse", lapsed.lapse());
                    case OfLaw law -> law.message().write(kind(law.message().kind()));
                    case Routed routed -> routed.way().write(kind("signal")).with("sealed", routed.sealed());
                });
    }

    private static Value.Mapping kind(String kind) {
        return Value.map().with("t", kind);
    }

    private static Value encode(Got got) {
        Value.Mapping frame = kind("got").with("ids", Parts.packIds(got.ids()));
        Way way = got.way();
        return way == null ? frame : way.write(frame);
    }

    private static Value encode(Said said) {
        return kind("entry")
                .with("block", said.block())
                .with("hops", said.hops())
                .with("wave", said.wave())
                .with("short", Parts.flag(said.shortcut()))
                .with("profile", said.profile());
    }

    private static Value encode(List<PeerRecord> records) {
        List<Value> values = new ArrayList<>();
        for (PeerRecord record : records) {
            values.add(record.encode());
        }
        return new Value.Sequence(values);
    }

    /** Each as its digest, one byte of hops, four of its wave. */
    private static Bytes pack(List<Announced> entries) {
        Bytes[] parts = new Bytes[entries.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = entries.get(i).encode();
        }
        return Bytes.concat(parts);
    }

    static Frame decode(Bytes bytes) throws Malformed {
        Fields fields = Cbor.decodeFields(bytes);
        return switch (fields.text("t", 16)) {
            case "hello" -> new Greeting(fields.blob("hello", 1, Hello.BYTES_MAX));
            case "proof" -> new Proof(fields.blob("sig", SIGNATURE_BYTES, SIGNATURE_BYTES));
            case "typing" -> new Typing(fields.flag("on"));
            case "ping" -> new Ping(fields.integer("n", 0, Value.Int.MAX));
            case "pong" -> new Pong(fields.integer("n", 0, Value.Int.MAX));
            case "bye" -> new Bye();
            case "entry" ->
                new Said(
                        fields.blob("block", 1, Limits.FRAME_BYTES_MAX),
                        hops(fields, "hops"),
                        (int) fields.integer("wave", 0, Integer.MAX_VALUE),
                        Parts.isSet(fields, "short"),
                        fields.optionalBlob("profile", Limits.FRAME_BYTES_MAX));
            case "have" -> new Have(unpack(fields));
            case "graft" -> new Graft(fields.has("id") ? fields.link("id") : null);
            case "prune" -> new Prune();
            case "record" ->
                new Self(PeerRecord.decode(fields.map("record")), (int) fields.integer("members", 1, MEMBERS_MAX));
            case "join" -> new Join();
            case "forward" -> new Forward(PeerRecord.decode(fields.map("record")), hops(fields, "walk"));
            case "shuffle" ->
                new Shuffle(PeerRecord.decode(fields.map("record")), hops(fields, "walk"), records(fields));
            case "sample" ->
                new Sample(fields.has("to") ? DidKey.of(fields, "to") : null, hops(fields, "hops"), records(fields));
            case "disconnect" -> new Disconnect();
            case "signal" -> new Routed(Way.read(fields), fields.blob("sealed", 1, Limits.SIGNAL_BYTES_MAX));
            case "got" -> new Got(Parts.ids(fields, 1, IDS_MAX), fields.has("to") ? Way.read(fields) : null);
            case "compare" -> new Compare(fields.blob("m", 1, Limits.FRAME_BYTES_MAX));
            case "compared" -> new Compared(fields.blob("m", 1, Limits.FRAME_BYTES_MAX), Parts.isSet(fields, "last"));
            case "offer" -> new Offer(Parts.ids(fields, 1, IDS_MAX));
            case "want" -> new Want(Parts.ids(fields, 1, IDS_MAX));
            case "entries" ->
                new Entries(
                        Parts.blobs(fields, "blocks", IDS_MAX),
                        Parts.blobs(fields, "profiles", IDS_MAX),
                        Parts.isSet(fields, "last"));
            case "ticket" -> new Show(fields.blob("ticket", 1, Limits.TICKET_BYTES_MAX));
            case "lapse" -> new Lapsed(fields.blob("lapse", 1, Limits.TICKET_BYTES_MAX));
            case LawMessage.HEADS, LawMessage.RULES, LawMessage.DENIED ->
                new OfLaw(LawMessage.decode(fields.text("t", 16), fields));
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "a frame of an unknown kind");
        };
    }

    private static int hops(Fields fields, String key) throws Malformed {
        return (int) fields.integer(key, 0, HOPS_MAX);
    }

    private static List<PeerRecord> records(Fields fields) throws Malformed {
        List<PeerRecord> records = new ArrayList<>();
        for (Value value : fields.list("sample", RECORDS_MAX)) {
            records.add(PeerRecord.decode(Fields.of(value)));
        }
        return records;
    }

    private static List<Announced> unpack(Fields fields) throws Malformed {
        Bytes packed = fields.blob("ids", Announced.BYTES, ANNOUNCED_MAX * Announced.BYTES);
        if (packed.length() % Announced.BYTES != 0) {
            throw new Malformed(Reason.FIELD, "ids are not whole");
        }
        List<Announced> entries = new ArrayList<>();
        for (int at = 0; at < packed.length(); at += Announced.BYTES) {
            entries.add(Announced.decode(packed, at));
        }
        return entries;
    }
}
