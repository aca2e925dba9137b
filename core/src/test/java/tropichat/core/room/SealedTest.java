package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestAead;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Opening;
import tropichat.core.keys.Sealed;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** What only members can read: what they say, and who they are. */
class SealedTest {
    private static final TestHashes HASHES = new TestHashes();
    private static final Cid SOME = Cid.ofBlock(Bytes.utf8("some"), HASHES);
    private static final RoomName ROOM = new RoomName(SOME.text());
    private static final DidKey AUTHOR = new TestSession("ada").key();
    private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);
    private static final EntryBody TEXT = new EntryBody.Text("Hello 🌴", true, SOME);
    private static final EntryBody.AboutAuthor ABOUT = about(null);

    private final GroupKeys keys =
            new GroupKeys(HASHES, new TestAead(), History.SHARED, SIGNATURE.slice(0, Sealed.CHAIN_LENGTH));

    SealedTest() {
        keys.add(SOME, SOME.digest(), List.of());
    }

    static List<EntryBody> contents() {
        return List.of(
                TEXT,
                new EntryBody.Edit(SOME, "other words"),
                new EntryBody.Retraction(SOME),
                new EntryBody.Reaction(SOME, "🌴", true),
                new EntryBody.Archived("ipfs", SOME.text(), 9));
    }

    private static EntryBody.AboutAuthor about(@Nullable Bytes delegation) {
        Bytes wallet = SOME.digest().slice(0, EthereumAddress.LENGTH);
        return new EntryBody.AboutAuthor(
                new Profile("ü".repeat(Limits.USERNAME_CHARS_MAX), "#aabbcc"), new EthereumAddress(wallet), delegation);
    }

    private static Entry entry(RoomName room, EntryBody body, Cid... parents) {
        return new Entry(room, AUTHOR, 7, 8, List.of(parents), SOME, body);
    }

    private Entry sealed(Entry open) {
        Sealed sealed = keys.seal(
                SOME,
                AUTHOR,
                open.context(),
                EntryBody.encodeContent(open.body()),
                SIGNATURE.slice(0, Aead.NONCE_LENGTH));
        assertNotNull(sealed);
        return open.withBody(new EntryBody.Sealed(sealed));
    }

    private static Entry sent(Entry entry) throws Malformed {
        return Entry.decode(entry.block(SIGNATURE), HASHES).entry();
    }

    private Opening open(Entry sealed) {
        EntryBody.Sealed body = assertInstanceOf(EntryBody.Sealed.class, sealed.body());
        return keys.open(sealed.author(), sealed.context(), body.sealed());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void whatIsSaidComesOutAsItWentIn(EntryBody said) throws Malformed {
        Entry open = entry(ROOM, said, SOME);
        Entry received = sent(sealed(open));
        assertEquals("sealed", received.body().kind());
        Opening.Opened opened = assertInstanceOf(Opening.Opened.class, open(received));
        assertEquals(open, received.withBody(EntryBody.decodeContent(opened.content())));
    }

    @Test
    void whatIsSealedStaysInItsRoomAndAfterItsParents() throws Malformed {
        Entry received = sent(sealed(entry(ROOM, TEXT, SOME)));
        assertInstanceOf(Opening.Opened.class, open(received));
        EntryBody body = received.body();
        Opening refused = new Opening.Refused(Opening.Reason.FALSE);
        assertEquals(refused, open(entry(RoomName.LOBBY, body, SOME)));
        assertEquals(refused, open(entry(ROOM, body)));
        assertEquals(refused, open(entry(ROOM, body, SOME, SOME)));
    }

    @Test
    void theContextIsRoomAndParents() {
        Entry entry = entry(ROOM, TEXT, SOME);
        Value links = new Value.Sequence(List.of(new Value.Link(SOME)));
        assertEquals(Cbor.encode(Value.map().with("room", ROOM.text()).with("parents", links)), entry.context());
        assertEquals(
                entry.context(), entry.withBody(new EntryBody.Retraction(SOME)).context());
        assertNotEquals(entry.context(), entry(ROOM, TEXT).context());
    }

    @Test
    void neitherProfilesNorWhatIsSealedAreSealedInAnEpoch() {
        EntryBody.Sealed sealed = (EntryBody.Sealed) sealed(entry(ROOM, TEXT)).body();
        EntryBody.SealedProfile profile = new EntryBody.SealedProfile(SIGNATURE);
        for (EntryBody each : List.of(sealed, profile, ABOUT)) {
            assertThrows(IllegalArgumentException.class, () -> EntryBody.encodeContent(each));
            assertReason(Reason.FIELD, () -> EntryBody.decodeContent(content(each.kind(), each.encode())));
        }
        assertReason(Reason.UNKNOWN_VERSION, () -> EntryBody.decodeContent(content("rule", Value.map())));
        assertReason(Reason.FIELD, () -> EntryBody.decodeContent(content("text", Value.map())));
        assertReason(Reason.TOO_LARGE, () -> EntryBody.decodeContent(content("k".repeat(17), Value.map())));
    }

    private static Bytes content(String kind, Value body) {
        return Cbor.encode(Value.map().with("kind", kind).with("body", body));
    }

    @Test
    void aSealedProfileIsToldFromAnOpenOne() throws Malformed {
        Entry open = Entry.ofProfile(ROOM, AUTHOR, 1, 2, ABOUT);
        Entry sealed = open.withBody(new EntryBody.SealedProfile(SIGNATURE));
        assertEquals(open, sent(open));
        assertEquals(sealed, sent(sealed));
        assertEquals("profile", sealed.body().kind());
    }

    @Test
    void aSealedProfileHasBounds() throws Malformed {
        int least = Aead.NONCE_LENGTH + Aead.TAG_LENGTH;
        int most = EntryBody.SEALED_PROFILE_BYTES_MAX;
        assertEquals(profile(least), sent(profile(least)));
        assertEquals(profile(most), sent(profile(most)));
        assertReason(Reason.FIELD, () -> sent(profile(least - 1)));
        assertReason(Reason.FIELD, () -> sent(profile(most + 1)));
        Bytes delegation = Bytes.wrap(new byte[EntryBody.DELEGATION_BYTES_MAX]);
        assertTrue(Cbor.encode(about(delegation).encode()).length() + least <= most);
    }

    private static Entry profile(int sealedBytes) {
        return Entry.ofProfile(ROOM, AUTHOR, 1, 2, new EntryBody.SealedProfile(Bytes.wrap(new byte[sealedBytes])));
    }

    @Test
    void theLongestTextFitsIntoAnEntryWhenSealed() throws Malformed {
        Entry longest = new Entry(
                ROOM,
                AUTHOR,
                Value.Int.MAX,
                Value.Int.MAX,
                Collections.nCopies(Limits.ENTRY_PARENTS_MAX, SOME),
                SOME,
                new EntryBody.Text("a".repeat(Limits.TEXT_BYTES_MAX), true, SOME));
        Entry sealed = sealed(longest);
        assertEquals(sealed, sent(sealed));
    }

    private static void assertReason(Reason reason, Executable reading) {
        assertEquals(reason, assertThrows(Malformed.class, reading).reason());
    }
}
