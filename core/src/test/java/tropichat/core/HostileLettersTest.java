package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestAead;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Letter;
import tropichat.core.wire.Cid;

/** Letters that somebody has made up: they stay closed, and nobody who passes them on is to blame. */
class HostileLettersTest {
    private static final Bytes KEY = Bytes.wrap(new byte[Letter.KEY_LENGTH]);
    private static final EntryBody TEXT = new EntryBody.Text("psst", false, null);
    private static final Cid PARENT = Cid.ofBlock(Bytes.utf8("parent"), TestHost.HASHES);

    private final TestHost host = new TestHost("host");
    private final Stranger bob = new Stranger(host, "bob");
    private final WalletAddress self = host.wallet.address();
    private final WalletAddress bobs = bob.wallet.address();

    @BeforeEach
    void link() {
        bob.linked();
    }

    private Letter.Share share(Bytes key) {
        return new Letter.Share(host.session.key(), TestSealing.seal(host.device, key));
    }

    private Letter letter(Entry place, EntryBody.Opened content, Letter.Share... shares) {
        Bytes nonce = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);
        return Letter.seal(place, content, KEY, List.of(shares), null, nonce, new TestAead(), TestHost.HASHES);
    }

    private Entry place(Stranger author, long lamport, Cid... parents) {
        return author.entry(new EntryBody.Text("", false, null), lamport, parents);
    }

    private EntryBody said(Stranger author, Entry place, Letter letter) {
        author.say(place.withBody(new EntryBody.Lettered(letter)));
        return host.outputs(Output.Store.class).getLast().logged().entry().body();
    }

    private void assertClosed(EntryBody kept) {
        assertInstanceOf(EntryBody.Lettered.class, kept);
        assertFalse(bob.isClosed());
    }

    private void assertClosed(EntryBody.Opened content) {
        Entry place = place(bob, 5);
        assertClosed(said(bob, place, letter(place, content, share(KEY))));
    }

    @Test
    void oneThatIsRightOpens() {
        Entry place = place(bob, 5);
        EntryBody.Opened content = new EntryBody.Opened(bobs, self, TEXT);
        assertEquals(content, said(bob, place, letter(place, content, share(KEY))));
    }

    @Test
    void itDoesNotOpenInAnotherPlace() {
        EntryBody.Opened content = new EntryBody.Opened(bobs, self, TEXT);
        Letter letter = letter(place(bob, 5), content, share(KEY));
        assertClosed(said(bob, place(bob, 6, PARENT), letter));
    }

    @Test
    void itDoesNotOpenInAnotherRoom() {
        Entry place = place(bob, 5);
        Letter letter = letter(place, new EntryBody.Opened(bobs, self, TEXT), share(KEY));
        Entry elsewhere = new Entry(
                new RoomName("elsewhere"),
                place.author(),
                place.lamport(),
                place.timeMillis(),
                place.parents(),
                place.profile(),
                place.body());
        assertNull(letter.open(elsewhere, bobs, KEY, new TestAead(), TestHost.HASHES));
    }

    @Test
    void anotherAuthorCannotGiveItOutAsItsOwn() {
        Stranger eve = new Stranger(host, "eve");
        eve.joined();
        Letter letter = letter(place(bob, 5), new EntryBody.Opened(bobs, self, TEXT), share(KEY));
        assertClosed(said(eve, place(eve, 5), letter));
        assertFalse(eve.isClosed());
    }

    @Test
    void twoDevicesCannotBeGivenDifferentKeys() {
        Entry place = place(bob, 5);
        Bytes other = TestHost.HASHES.sha256(KEY);
        Letter letter = letter(place, new EntryBody.Opened(bobs, self, TEXT), share(other));
        assertClosed(said(bob, place, letter));
        Letter swapped = new Letter(letter.check(), List.of(share(Bytes.utf8("short"))), letter.sealed(), null);
        assertClosed(said(bob, place(bob, 6), swapped));
    }

    @Test
    void itDoesNotOpenForWhoIsNotNamedInIt() {
        assertClosed(new EntryBody.Opened(bobs, new TestWallet("carol").address(), TEXT));
    }

    @Test
    void nobodyWritesInTheNameOfTheReader() {
        // From is by the profile: the reader's account is only the one written to.
        assertClosed(new EntryBody.Opened(self, bobs, TEXT));
    }

    @Test
    void onlyWhatPeopleSayIsReadInLetters() {
        assertClosed(new EntryBody.Opened(bobs, self, new EntryBody.Archived("ipfs", PARENT.text(), 1)));
        Entry place = place(bob, 7);
        Letter inner = letter(place, new EntryBody.Opened(bobs, self, TEXT), share(KEY));
        assertClosed(new EntryBody.Opened(bobs, self, new EntryBody.Lettered(inner)));
    }

    @Test
    void aShareThatWasNotSealedToUsOpensNothing() {
        Entry place = place(bob, 5);
        Letter letter = letter(
                place,
                new EntryBody.Opened(bobs, self, TEXT),
                new Letter.Share(host.session.key(), Bytes.utf8("no share at all")));
        assertClosed(said(bob, place, letter));
    }

    @Test
    void aLetterToNobodyIsNone() {
        Entry place = place(bob, 5);
        Letter letter = letter(place, new EntryBody.Opened(bobs, self, TEXT));
        bob.say(place.withBody(new EntryBody.Lettered(letter)));
        assertTrue(bob.isClosed());
    }
}
