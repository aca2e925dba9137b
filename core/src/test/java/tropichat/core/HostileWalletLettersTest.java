package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestAead;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Letter;
import tropichat.core.wire.Cid;

/** Letters that somebody has made up for the reader's wallet: whatever the wallet opens, they stay closed. */
class HostileWalletLettersTest {
    private static final Bytes SECRET = Bytes.wrap(new byte[Letter.Wallets.SECRET_LENGTH]);
    private static final Bytes SALT = TestHost.HASHES.sha256(Bytes.utf8("salt"));
    private static final Bytes KEY = Letter.Wallets.key(SECRET, SALT, TestHost.HASHES);
    private static final EntryBody TEXT = new EntryBody.Text("psst", false, null);
    private static final Cid PARENT = Cid.ofBlock(Bytes.utf8("parent"), TestHost.HASHES);

    private final TestHost host = new TestHost("host");
    private final Stranger bob = new Stranger(host, "bob");
    private final WalletAddress self = host.wallet.address();
    private final WalletAddress bobs = bob.wallet.address();
    private final Bytes box = TestSealing.box(host.walletKey, SECRET);
    private final EntryBody.Opened content = new EntryBody.Opened(bobs, self, TEXT);

    @BeforeEach
    void link() {
        bob.linked();
    }

    private Letter letter(Entry place, EntryBody.Opened said, Letter.Wallets wallets) {
        // To a device that is none of the reader's, as where that one came later.
        Letter.Share share = new Letter.Share(new TestSession("a former device").key(), box);
        Bytes nonce = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);
        return Letter.seal(place, said, KEY, List.of(share), wallets, nonce, new TestAead(), TestHost.HASHES);
    }

    private Letter letter(Entry place) {
        return letter(place, content, new Letter.Wallets(self, SALT, null, box));
    }

    private static Entry place(Stranger author, long lamport, Cid... parents) {
        return author.entry(TEXT, lamport, parents);
    }

    private Cid said(Stranger author, Entry place, Letter letter) {
        Entry entry = place.withBody(new EntryBody.Lettered(letter));
        author.say(entry);
        return author.id(author.block(entry));
    }

    /** What the letter says once the wallet has opened its box; null where it stays closed. */
    private @Nullable EntryBody opened(Cid id, Bytes secret) {
        host.outputs.clear();
        host.tell(new Input.OpenLetter(id, secret));
        List<Output.Store> stored = host.outputs(Output.Store.class);
        List<Event.Refusal> expected =
                stored.isEmpty() ? List.of(Event.Refusal.LETTER_CLOSED) : List.<Event.Refusal>of();
        assertEquals(expected, host.refusals());
        return stored.isEmpty() ? null : stored.getLast().logged().entry().body();
    }

    private void assertStaysClosed(Stranger author, Entry place, Letter letter) {
        assertNull(opened(said(author, place, letter), SECRET));
        assertFalse(author.isClosed());
    }

    @Test
    void oneThatIsRightOpensWhenThePersonWants() {
        Entry place = place(bob, 5);
        Cid id = said(bob, place, letter(place));
        assertTrue(host.letters().isEmpty());
        assertEquals(content, opened(id, SECRET));
    }

    /** The wallet's box opens anywhere; what its content makes the key of does not. */
    @Test
    void aLetterReplayedToAnotherRoomStaysClosed() {
        Entry here = place(bob, 5);
        Entry elsewhere = new Entry(
                new RoomName("elsewhere"),
                here.author(),
                here.lamport(),
                here.timeMillis(),
                here.parents(),
                here.profile(),
                here.body());
        Letter letter = letter(elsewhere);
        assertNotNull(letter.open(elsewhere, bobs, KEY, new TestAead(), TestHost.HASHES));
        assertStaysClosed(bob, here, letter);
    }

    @Test
    void aLetterReplayedBehindOtherParentsStaysClosed() {
        assertStaysClosed(bob, place(bob, 6, PARENT), letter(place(bob, 5)));
    }

    @Test
    void aLetterReplayedByAnotherAuthorStaysClosed() {
        Stranger eve = new Stranger(host, "eve");
        eve.joined();
        assertStaysClosed(eve, place(eve, 5), letter(place(bob, 5)));
    }

    /** Another's box, with a salt and content of one's own: whoever does not know what is in it cannot make the key. */
    @Test
    void aBoxTakenFromAnotherLetterOpensNothing() {
        Stranger eve = new Stranger(host, "eve");
        eve.joined();
        Entry place = place(eve, 5);
        EntryBody.Opened lie = new EntryBody.Opened(eve.wallet.address(), self, TEXT);
        Letter.Share share = new Letter.Share(eve.session.key(), box);
        Letter letter = Letter.seal(
                place,
                lie,
                SALT,
                List.of(share),
                new Letter.Wallets(self, SALT, null, box),
                Bytes.wrap(new byte[Aead.NONCE_LENGTH]),
                new TestAead(),
                TestHost.HASHES);
        assertStaysClosed(eve, place, letter);
    }

    @Test
    void anotherSecretOpensNothing() {
        Entry place = place(bob, 5);
        Cid id = said(bob, place, letter(place));
        assertNull(opened(id, TestHost.HASHES.sha256(SECRET)));
        assertNull(opened(id, Bytes.EMPTY));
        assertEquals(content, opened(id, SECRET));
    }

    @Test
    void itIsNotListedUnderAnotherThanItIsWrittenTo() {
        Entry place = place(bob, 5);
        WalletAddress carols = new TestWallet("carol").address();
        assertStaysClosed(bob, place, letter(place, content, new Letter.Wallets(carols, SALT, null, box)));
    }

    @Test
    void itDoesNotOpenForWhoIsNotNamedInIt() {
        Entry place = place(bob, 5);
        WalletAddress carols = new TestWallet("carol").address();
        EntryBody.Opened other = new EntryBody.Opened(bobs, carols, TEXT);
        assertStaysClosed(bob, place, letter(place, other, new Letter.Wallets(carols, SALT, null, box)));
    }

    @Test
    void whatIsNoLetterToWalletsOpensByNoSecret() {
        Entry place = place(bob, 5);
        assertNull(opened(said(bob, place, new Letter(KEY, letter(place).shares(), box, null)), SECRET));
        bob.say("to all", 7);
        assertNull(opened(bob.id(bob.block("to all", 7)), SECRET));
        assertNull(opened(PARENT, SECRET));
    }

    @Test
    void aBoxThatIsTooShortOrTooLongEndsTheLink() {
        Entry place = place(bob, 5);
        said(bob, place, letter(place, content, new Letter.Wallets(self, SALT, null, box.slice(0, 71))));
        assertTrue(bob.isClosed());
        Stranger eve = new Stranger(host, "eve");
        eve.joined();
        Bytes large = Bytes.wrap(new byte[257]);
        said(eve, place(eve, 5), letter(place(eve, 5), content, new Letter.Wallets(self, SALT, large, null)));
        assertTrue(eve.isClosed());
    }

    @Test
    void aLetterToNoWalletAtAllEndsTheLink() {
        Entry place = place(bob, 5);
        said(bob, place, letter(place, content, new Letter.Wallets(self, SALT, null, null)));
        assertTrue(bob.isClosed());
    }
}
