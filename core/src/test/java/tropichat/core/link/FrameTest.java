package tropichat.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** Every frame in bytes and back, and what is none. */
class FrameTest {
    private static final TestSession BOB = new TestSession("bob");
    private static final DidKey CAROL = new TestSession("carol").key();
    private static final Bytes SEALING = TestSealing.key("bob");
    private static final PeerRecord RECORD = record("id-bob");
    private static final Cid ID = Cid.ofBlock(Bytes.utf8("block"), new TestHashes());
    private static final Bytes BLOCK = Bytes.utf8("block");
    private static final Bytes SIGNATURE = Bytes.wrap(new byte[Frame.SIGNATURE_BYTES]);

    // ---- There and back

    static List<Frame> frames() {
        List<PeerRecord> most = Collections.nCopies(Frame.RECORDS_MAX, RECORD);
        return List.of(
                new Frame.Greeting(BLOCK),
                new Frame.Proof(SIGNATURE),
                new Frame.Typing(true),
                new Frame.Typing(false),
                new Frame.Ping(0),
                new Frame.Pong(Value.Int.MAX),
                new Frame.Bye(),
                new Frame.Said(BLOCK, 0, 0, false, null),
                new Frame.Said(BLOCK, Frame.HOPS_MAX, Integer.MAX_VALUE, true, BLOCK),
                new Frame.Have(List.of(announced(0))),
                new Frame.Have(List.of(announced(Frame.HOPS_MAX), announced(1), announced(2))),
                new Frame.Graft(null),
                new Frame.Graft(ID),
                new Frame.Prune(),
                new Frame.Self(RECORD, 1),
                new Frame.Self(record(null), Frame.MEMBERS_MAX),
                new Frame.Join(),
                new Frame.Forward(RECORD, 0),
                new Frame.Forward(record(null), Frame.HOPS_MAX),
                new Frame.Shuffle(RECORD, 6, List.of()),
                new Frame.Shuffle(RECORD, 6, most),
                new Frame.Sample(null, 0, most),
                new Frame.Sample(CAROL, Frame.HOPS_MAX, List.of()),
                new Frame.Disconnect(),
                new Frame.Routed(new Way(CAROL, BOB.key(), 3), BLOCK));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isReadAsItWasWritten(Frame frame) throws Malformed {
        assertEquals(frame, Frame.decode(frame.encode()));
    }

    @Test
    void announcesAsManyEntriesAsAllowed() throws Malformed {
        List<Frame.Announced> most = new ArrayList<>();
        for (int i = 0; i < Frame.ANNOUNCED_MAX; i++) {
            most.add(announced(i % Frame.HOPS_MAX));
        }
        Frame frame = new Frame.Have(most);
        assertEquals(frame, Frame.decode(frame.encode()));
        assertTrue(frame.encode().length() < Limits.FRAGMENT_BYTES_MAX, "more than one message");
    }

    @Test
    void ofManyRecordsIsFarFromTheGreatestFrame() {
        PeerRecord largest = record("i".repeat(64));
        Frame frame = new Frame.Shuffle(largest, 6, Collections.nCopies(Frame.RECORDS_MAX, largest));
        assertTrue(frame.encode().length() < Limits.FRAGMENT_BYTES_MAX, "more than one message");
    }

    // ---- What is no frame

    @Test
    void isRefusedOfAnUnknownKind() {
        assertEquals(Reason.UNKNOWN_VERSION, refusal(Value.map().with("t", "dance")));
        assertEquals(Reason.FIELD, refusal(Value.map()));
        assertEquals(Reason.FIELD, refusal(Value.map().with("t", 1)));
    }

    @Test
    void announcesOnlyWholeIds() {
        Bytes whole = packed(2);
        refuse("have", "ids", new Value.Blob(whole.slice(0, whole.length() - 1)));
        refuse("have", "ids", new Value.Blob(Bytes.concat(whole, Bytes.wrap(new byte[1]))));
        refuse("have", "ids", new Value.Blob(Bytes.EMPTY));
    }

    @Test
    void announcesNoMoreThanAllowed() {
        refuse("have", "ids", new Value.Blob(packed(Frame.ANNOUNCED_MAX + 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Frame.HOPS_MAX + 1, Integer.MAX_VALUE})
    void takesNoMoreHopsThanAllowed(int hops) {
        Value number = new Value.Int(hops);
        refuse("entry", "hops", number);
        refuse("forward", "walk", number);
        refuse("shuffle", "walk", number);
        refuse("sample", "hops", number);
        refuse("signal", "hops", number);
    }

    @Test
    void announcesNoMoreHopsThanAllowed() {
        refuse("have", "ids", new Value.Blob(packed(1, Frame.HOPS_MAX + 1)));
        refuse("have", "ids", new Value.Blob(packed(1, 255)));
    }

    @Test
    void hasAWaveThatIsANumberOfFourBytes() {
        refuse("entry", "wave", new Value.Int(-1));
        refuse("entry", "wave", new Value.Int(1L << 31));
    }

    @Test
    void takesNoMoreRecordsThanAllowed() {
        List<Value> records = Collections.nCopies(Frame.RECORDS_MAX + 1, RECORD.encode());
        refuse("shuffle", "sample", new Value.Sequence(records));
        refuse("sample", "sample", new Value.Sequence(records));
        refuse("sample", "sample", new Value.Sequence(List.of(new Value.Int(1))));
    }

    @Test
    void claimsNoImpossibleNumberOfMembers() {
        refuse("record", "members", new Value.Int(0));
        refuse("record", "members", new Value.Int(Frame.MEMBERS_MAX + 1L));
    }

    @Test
    void carriesASignalOfTheGreatestSizeAndNoLarger() throws Malformed {
        Frame largest = new Frame.Routed(new Way(CAROL, BOB.key(), 0), Bytes.wrap(new byte[Limits.SIGNAL_BYTES_MAX]));
        assertEquals(largest, Frame.decode(largest.encode()));
        refuse("signal", "sealed", new Value.Blob(Bytes.wrap(new byte[Limits.SIGNAL_BYTES_MAX + 1])));
        refuse("signal", "sealed", new Value.Blob(Bytes.EMPTY));
        refuse("signal", "to", new Value.Blob(Bytes.wrap(new byte[DidKey.KEY_LENGTH - 1])));
        refuse("signal", "from", new Value.Blob(Bytes.wrap(new byte[DidKey.KEY_LENGTH + 1])));
    }

    @Test
    void isRefusedWithoutAnyOfItsFields() throws Malformed {
        List<String> optional = List.of("short", "profile", "id", "to");
        for (Frame frame : frames()) {
            Value.Mapping fields = Cbor.decodeFields(frame.encode()).mapping();
            for (String key : fields.keys()) {
                boolean mayMiss = optional.contains(key) && !(frame instanceof Frame.Routed);
                mayMiss |= frame instanceof Frame.Disconnect && key.equals("record");
                if (!mayMiss) {
                    assertEquals(Reason.FIELD, refusal(fields.without(key)), frame + " without " + key);
                }
            }
        }
    }

    // ---- Records

    @Test
    void aRecordIsSignedForOneRoom() {
        assertEquals(RECORD.check(RoomName.LOBBY), record(null).check(RoomName.LOBBY));
        assertTrue(!RECORD.check(RoomName.LOBBY).equals(RECORD.check(new RoomName("elsewhere"))));
    }

    @Test
    void aRecordIsRefusedOutsideItsBounds() {
        for (String key : List.of("key", "seal", "sig")) {
            refuseRecord(fields().with(key, Bytes.wrap(new byte[31])));
            refuseRecord(fields().with(key, Bytes.wrap(new byte[65])));
            refuseRecord(fields().without(key));
        }
        refuseRecord(fields().with("time", -1));
        refuseRecord(fields().without("time"));
        refuseRecord(fields().with("id", "i".repeat(65)));
        refuseRecord(fields().with("id", 1));
    }

    /** A record's fields, to be changed. */
    private static Value.Mapping fields() {
        return (Value.Mapping) RECORD.encode();
    }

    private static void refuseRecord(Value.Mapping fields) {
        Value.Mapping frame = Value.map().with("t", "record").with("members", 1).with("record", fields);
        assertThrows(Malformed.class, () -> Frame.decode(Cbor.encode(frame)));
    }

    /** A frame of this kind, valid but for one field. */
    private static void refuse(String kind, String key, Value value) {
        for (Frame frame : frames()) {
            try {
                Value.Mapping fields = Cbor.decodeFields(frame.encode()).mapping();
                if (new Value.Text(kind).equals(fields.get("t"))) {
                    refusal(fields.with(key, value));
                    return;
                }
            } catch (Malformed malformed) {
                throw new AssertionError(malformed);
            }
        }
        throw new AssertionError("no frame " + kind);
    }

    private static Reason refusal(Value.Mapping fields) {
        return assertThrows(
                        Malformed.class,
                        () -> Frame.decode(Cbor.encode(fields)),
                        "taken: " + Cbor.encode(fields).hex())
                .reason();
    }

    private static Frame.Announced announced(int hops) {
        return new Frame.Announced(ID, hops, Integer.MAX_VALUE);
    }

    private static Bytes packed(int count) {
        return packed(count, 1);
    }

    /** The field {@code ids} as a sender would write it who minds no bounds. */
    private static Bytes packed(int count, int hops) {
        Frame frame = new Frame.Have(Collections.nCopies(count, announced(hops)));
        try {
            Value ids = Cbor.decodeFields(frame.encode()).mapping().get("ids");
            return ((Value.Blob) Objects.requireNonNull(ids)).bytes();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static PeerRecord record(@Nullable String id) {
        Bytes signed = PeerRecord.signable(RoomName.LOBBY, BOB.key(), SEALING, 7);
        return new PeerRecord(BOB.key(), SEALING, 7, BOB.sign(signed), id);
    }
}
