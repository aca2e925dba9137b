package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.core.wire.Value;

/** Limits where no other test meets them, and those that hang together. */
class LimitsTest {
    @Test
    void namesHaveAGreatestLength() throws Malformed {
        String longest = "n".repeat(Limits.USERNAME_CHARS_MAX);
        assertEquals(longest, Profile.parse(" " + longest + " ", "#fff").name());
        assertReason(Reason.TOO_LARGE, () -> Profile.parse(longest + "n", "#fff"));
    }

    @Test
    void roomsHaveAGreatestLength() throws Malformed {
        String longest = "r".repeat(Limits.ROOM_CHARS_MAX);
        assertEquals(longest, RoomName.parse(longest).text());
        assertReason(Reason.TOO_LARGE, () -> RoomName.parse(longest + "r"));
    }

    @Test
    void hellosHaveAGreatestLength() throws Malformed {
        Bytes longest = Bytes.wrap(new byte[Hello.BYTES_MAX]);
        assertEquals(new Frame.Greeting(longest), Frame.decode(new Frame.Greeting(longest).encode()));
        Bytes longer = Bytes.wrap(new byte[Hello.BYTES_MAX + 1]);
        assertReason(Reason.FIELD, () -> Frame.decode(new Frame.Greeting(longer).encode()));
    }

    @Test
    void aHelloWithADelegationFits() {
        Hello hello = new Stranger(new TestHost("ada"), "bob").hello();
        assertTrue(hello.encode(TestHost.HASHES).length() < Hello.BYTES_MAX / 2);
    }

    @Test
    void theLargestHonestEntryFitsIntoAFrameOfFewFragments() throws Malformed {
        Stranger bob = new Stranger(new TestHost("ada"), "bob");
        Cid parent = Cid.ofBlock(Bytes.EMPTY, TestHost.HASHES);
        Entry entry = new Entry(
                new RoomName("ü".repeat(Limits.ROOM_CHARS_MAX)),
                bob.session.key(),
                Value.Int.MAX,
                Value.Int.MAX,
                Collections.nCopies(Limits.ENTRY_PARENTS_MAX, parent),
                parent,
                EntryBody.Text.parse("a".repeat(Limits.TEXT_BYTES_MAX), true, parent));
        Frame frame = new Frame.Said(bob.block(entry), Frame.HOPS_MAX, Integer.MAX_VALUE, true, bob.profile());
        assertEquals(1, Fragments.split(frame.encode()).size());
    }

    @Test
    void aBurstOfTheLargestEntriesIsNoFlood() {
        assertTrue(
                Limits.AUTHOR_ENTRIES_BURST * (Limits.TEXT_BYTES_MAX + 1024L) <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX);
        assertTrue(Limits.FRAME_BYTES_MAX <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX);
    }

    private static void assertReason(Reason reason, Executable parsing) {
        assertEquals(reason, assertThrows(Malformed.class, parsing).reason());
    }
}
