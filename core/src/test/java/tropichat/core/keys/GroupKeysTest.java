package tropichat.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.keys.Keyholder.EPOCH;
import static tropichat.core.keys.Keyholder.HASHES;
import static tropichat.core.keys.Keyholder.ROOM;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestAead;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cid;

/** What is sealed in an epoch opens for who has its secret, in its place, and nowhere else. */
class GroupKeysTest {
    private static final Cid OTHER_EPOCH = Keyholder.epoch("other");

    private Keyholder ada = new Keyholder("ada", History.SHARED);
    private Keyholder bob = new Keyholder("bob", History.SHARED);
    private Keyholder eve = new Keyholder("eve", History.SHARED);

    @ParameterizedTest
    @EnumSource
    void opensWhatMembersSeal(History history) {
        begin(history);
        for (int i = 0; i < 20; i++) {
            Sealed ofAda = ada.seal("ada " + i);
            Sealed ofBob = bob.seal("bob " + i);
            bob.assertOpens("ada " + i, ada, ofAda);
            ada.assertOpens("bob " + i, bob, ofBob);
            eve.assertOpens("bob " + i, bob, ofBob);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensInAnyOrderAndWithGaps(History history) {
        begin(history);
        List<Sealed> sealed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sealed.add(ada.seal("" + i));
        }
        for (int i = 99; i >= 0; i -= 3) {
            bob.assertOpens("" + i, ada, sealed.get(i));
        }
        bob.assertOpens("98", ada, sealed.get(98));
    }

    @ParameterizedTest
    @EnumSource
    void sealsEmptyAndLongContents(History history) {
        begin(history);
        for (String text : List.of("", "x".repeat(20_000))) {
            Sealed sealed = ada.seal(text);
            assertEquals(text.length() + Aead.TAG_LENGTH, sealed.ciphertext().length());
            bob.assertOpens(text, ada, sealed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasMovedToAnotherRoomOrToOtherParents(History history) {
        begin(history);
        Sealed sealed = ada.seal("here");
        assertEquals(refused(Opening.Reason.FALSE), bob.keys.open(ada.session, Bytes.utf8("other room"), sealed));
        assertEquals(refused(Opening.Reason.FALSE), bob.keys.open(ada.session, Bytes.EMPTY, sealed));
        bob.assertOpens("here", ada, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasMovedToAnotherAuthor(History history) {
        begin(history);
        Sealed sealed = ada.seal("mine");
        bob.assertRefuses(Opening.Reason.FALSE, eve, sealed);
        bob.assertOpens("mine", ada, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasMovedToAnotherEpoch(History history) {
        begin(history);
        Keyholder.begin(OTHER_EPOCH, ada, bob, eve);
        Sealed sealed = ada.seal("then");
        Sealed moved = new Sealed(OTHER_EPOCH, sealed.chain(), sealed.index(), sealed.nonce(), sealed.ciphertext());
        bob.assertRefuses(Opening.Reason.FALSE, ada, moved);
        bob.assertOpens("then", ada, sealed);
    }

    /** A member may begin two epochs with one secret; their keys are different ones. */
    @ParameterizedTest
    @EnumSource
    void epochsOfTheSameSecretHaveDifferentKeys(History history) {
        Bytes secret = Keyholder.secret(EPOCH);
        begin(history);
        for (Keyholder each : List.of(ada, bob)) {
            each.keys.add(OTHER_EPOCH, secret, sessions());
        }
        Bytes nonce = ada.chance(Aead.NONCE_LENGTH);
        Sealed here = sealed(ada.keys.seal(EPOCH, ada.session, ROOM, Bytes.utf8("text"), nonce));
        Keyholder again = new Keyholder("ada", history);
        again.keys.add(OTHER_EPOCH, secret, sessions());
        Sealed there = sealed(again.keys.seal(OTHER_EPOCH, ada.session, ROOM, Bytes.utf8("text"), nonce));
        assertEquals(here.chain(), there.chain());
        assertEquals(here.index(), there.index());
        int length = "text".length();
        assertNotEquals(here.ciphertext().slice(0, length), there.ciphertext().slice(0, length));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasMovedToAnotherIndex(History history) {
        begin(history);
        Sealed sealed = ada.seal("first");
        Sealed moved = new Sealed(EPOCH, sealed.chain(), sealed.index() + 1, sealed.nonce(), sealed.ciphertext());
        bob.assertRefuses(Opening.Reason.FALSE, ada, moved);
        bob.assertOpens("first", ada, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasMovedToAnotherChain(History history) {
        begin(history);
        Sealed sealed = ada.seal("text");
        Bytes wrong = history == History.SHARED ? Bytes.EMPTY : bob.chance(Sealed.CHAIN_LENGTH);
        for (Bytes chain : List.of(wrong, bob.chance(Sealed.CHAIN_LENGTH))) {
            Sealed moved = new Sealed(EPOCH, chain, sealed.index(), sealed.nonce(), sealed.ciphertext());
            bob.assertRefuses(Opening.Reason.FALSE, ada, moved);
        }
        bob.assertOpens("text", ada, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatWasCutOrChanged(History history) {
        begin(history);
        Sealed sealed = ada.seal("text");
        Bytes ciphertext = sealed.ciphertext();
        for (int length = 0; length < ciphertext.length(); length++) {
            bob.assertRefuses(Opening.Reason.FALSE, ada, with(sealed, sealed.nonce(), ciphertext.slice(0, length)));
        }
        for (int bit = 0; bit < Byte.SIZE * ciphertext.length(); bit++) {
            bob.assertRefuses(Opening.Reason.FALSE, ada, with(sealed, sealed.nonce(), flipped(ciphertext, bit)));
        }
        for (int bit = 0; bit < Byte.SIZE * Aead.NONCE_LENGTH; bit++) {
            bob.assertRefuses(Opening.Reason.FALSE, ada, with(sealed, flipped(sealed.nonce(), bit), ciphertext));
        }
        bob.assertOpens("text", ada, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhoseEpochIsNotKnown(History history) {
        begin(history);
        Sealed sealed = ada.seal("text");
        Keyholder newcomer = new Keyholder("newcomer", history);
        newcomer.assertRefuses(Opening.Reason.UNKNOWN_EPOCH, ada, sealed);
        assertNull(newcomer.keys.seal(EPOCH, newcomer.session, ROOM, Bytes.EMPTY, newcomer.chance(Aead.NONCE_LENGTH)));
        assertNull(newcomer.keys.state(EPOCH));
        assertNull(newcomer.keys.secret(EPOCH));
        bob.keys.forget(EPOCH);
        assertFalse(bob.keys.knows(EPOCH));
        bob.assertRefuses(Opening.Reason.UNKNOWN_EPOCH, ada, sealed);
    }

    @Test
    void whatIsSharedOpensAgainAndIsGivenToNewcomers() {
        begin(History.SHARED);
        Sealed sealed = ada.seal("past");
        bob.assertOpens("past", ada, sealed);
        bob.assertOpens("past", ada, sealed);
        ada.assertOpens("past", ada, sealed);
        Keyholder newcomer = new Keyholder("newcomer", History.SHARED);
        assertEquals(Keyholder.secret(EPOCH), bob.keys.secret(EPOCH));
        newcomer.keys.add(EPOCH, Keyholder.secret(EPOCH), List.of());
        newcomer.assertOpens("past", ada, sealed);
    }

    @Test
    void whatIsForwardSecretOpensOnce() {
        begin(History.FORWARD_SECRET);
        Sealed sealed = ada.seal("once");
        ada.assertRefuses(Opening.Reason.USED, ada, sealed);
        bob.assertOpens("once", ada, sealed);
        bob.assertRefuses(Opening.Reason.USED, ada, sealed);
        assertNull(bob.keys.secret(EPOCH));
    }

    /** A chain without a name is one of the other kind of room, even where all else is the same. */
    @Test
    void whatIsSealedForAForwardSecretRoomIsFalseInASharedOne() {
        begin(History.FORWARD_SECRET);
        Sealed nameless = ada.seal("text");
        Keyholder shared = new Keyholder("carol", History.SHARED);
        Keyholder.begin(EPOCH, shared);
        shared.assertRefuses(Opening.Reason.FALSE, ada, nameless);
        bob.assertRefuses(Opening.Reason.FALSE, shared, shared.seal("text"));
        bob.assertOpens("text", ada, nameless);
    }

    /** Who takes the device finds in its state neither the key nor anything that the key could be made from. */
    @Test
    void stateHoldsNothingOfWhatWasUsed() throws Malformed {
        begin(History.FORWARD_SECRET);
        bob.assertOpens("0", ada, ada.seal("0"));
        Sealed late = ada.seal("1");
        bob.assertOpens("2", ada, ada.seal("2"));
        KeySchedule schedule = new KeySchedule(HASHES);
        Bytes secret = Keyholder.secret(EPOCH);
        Bytes root = schedule.root(EPOCH, secret);
        List<Bytes> gone = new ArrayList<>(List.of(secret, root));
        List<Bytes> kept = new ArrayList<>();
        Bytes chain = schedule.chain(root, ada.session, Bytes.EMPTY);
        for (int index = 0; index < 3; index++) {
            gone.add(chain);
            (index == 1 ? kept : gone).add(schedule.message(chain, index));
            chain = schedule.step(chain);
        }
        kept.add(chain);
        String state = state(bob).hex();
        gone.forEach(used -> assertFalse(state.contains(used.hex())));
        kept.forEach(waiting -> assertTrue(state.contains(waiting.hex())));
        bob.reload();
        bob.assertOpens("1", ada, late);
        assertFalse(state(bob).hex().contains(kept.get(0).hex()));
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromItsState(History history) throws Malformed {
        begin(history);
        List<Sealed> sealed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sealed.add(ada.seal("" + i));
            ada.reload();
        }
        assertEquals(
                6,
                sealed.stream()
                        .map(each -> each.chain().hex() + each.index())
                        .distinct()
                        .count());
        for (int i : new int[] {4, 1, 5, 0, 3, 2}) {
            bob.assertOpens("" + i, ada, sealed.get(i));
            bob.reload();
        }
        if (history == History.FORWARD_SECRET) {
            bob.assertRefuses(Opening.Reason.USED, ada, sealed.get(3));
        }
    }

    @Test
    void anEpochThatIsKnownStaysAsItIs() throws Malformed {
        begin(History.FORWARD_SECRET);
        Bytes before = state(bob);
        Sealed sealed = ada.seal("once");
        bob.assertOpens("once", ada, sealed);
        assertNull(bob.keys.add(EPOCH, Keyholder.secret(EPOCH), sessions()));
        assertNull(bob.keys.restore(before));
        bob.assertRefuses(Opening.Reason.USED, ada, sealed);
    }

    @Test
    void whoIsNotInAForwardSecretEpochIsNotHeardInIt() {
        begin(History.FORWARD_SECRET);
        Keyholder stranger = new Keyholder("stranger", History.FORWARD_SECRET);
        Keyholder.begin(EPOCH, stranger);
        bob.assertRefuses(Opening.Reason.FALSE, stranger, stranger.seal("let me in"));
        assertNull(bob.keys.seal(EPOCH, stranger.session, ROOM, Bytes.EMPTY, bob.chance(Aead.NONCE_LENGTH)));
    }

    @Test
    void aChainOfAForwardSecretEpochEnds() {
        begin(History.FORWARD_SECRET);
        Sealed last = ada.seal("0");
        for (int i = 1; i < Chain.KEYS_MAX; i++) {
            last = ada.seal("" + i);
        }
        assertNull(ada.keys.seal(EPOCH, ada.session, ROOM, Bytes.EMPTY, ada.chance(Aead.NONCE_LENGTH)));
        Sealed beyond = new Sealed(EPOCH, Bytes.EMPTY, Chain.KEYS_MAX, last.nonce(), last.ciphertext());
        bob.assertRefuses(Opening.Reason.TOO_FAR, ada, beyond);
        Sealed farthest = new Sealed(EPOCH, Bytes.EMPTY, Integer.MAX_VALUE, last.nonce(), last.ciphertext());
        bob.assertRefuses(Opening.Reason.TOO_FAR, ada, farthest);
        bob.assertOpens("" + (Chain.KEYS_MAX - 1), ada, last);
    }

    /** Nothing that was refused costs a key that is still needed. */
    @Test
    void falseEntriesTakeNothingAway() {
        begin(History.FORWARD_SECRET);
        Sealed first = ada.seal("first");
        Sealed second = ada.seal("second");
        for (int index = Chain.KEYS_MAX - 1; index >= 0; index--) {
            Sealed forged = new Sealed(
                    EPOCH, Bytes.EMPTY, index, first.nonce(), first.ciphertext().slice(1, 20));
            bob.assertRefuses(Opening.Reason.FALSE, ada, forged);
        }
        bob.assertOpens("second", ada, second);
        bob.assertOpens("first", ada, first);
    }

    @Test
    void anotherSecretHasAnotherCommitment() {
        Bytes secret = Keyholder.secret(EPOCH);
        Bytes other = Keyholder.secret(OTHER_EPOCH);
        Bytes commitment = GroupKeys.commitment(secret, HASHES);
        assertEquals(commitment, GroupKeys.commitment(secret, HASHES));
        assertNotEquals(commitment, GroupKeys.commitment(other, HASHES));
        assertNotEquals(commitment, HASHES.sha256(secret));
        assertEquals(32, commitment.length());
    }

    @Test
    void aFormerSecretIsTakenOverByWhoHasTheNewOne() {
        Bytes by = Keyholder.secret(OTHER_EPOCH);
        Bytes secret = Keyholder.secret(EPOCH);
        Bytes sealed = ada.keys.handDown(by, EPOCH, secret);
        assertEquals(GroupKeys.HANDED_DOWN_LENGTH, sealed.length());
        assertEquals(sealed, bob.keys.handDown(by, EPOCH, secret));
        assertEquals(secret, bob.keys.takeOver(by, EPOCH, sealed));
        assertNull(bob.keys.takeOver(secret, EPOCH, sealed));
        assertNull(bob.keys.takeOver(by, OTHER_EPOCH, sealed));
        for (int bit = 0; bit < Byte.SIZE * sealed.length(); bit++) {
            assertNull(bob.keys.takeOver(by, EPOCH, flipped(sealed, bit)));
        }
        for (int length = 0; length < sealed.length(); length++) {
            assertNull(bob.keys.takeOver(by, EPOCH, sealed.slice(0, length)));
        }
        assertNull(bob.keys.takeOver(by, EPOCH, Bytes.concat(sealed, sealed)));
    }

    /** Two former epochs of one secret, and two new ones, are sealed with keys of their own: no nonce comes twice. */
    @Test
    void eachHandingDownHasAKeyOfItsOwn() {
        Bytes secret = Keyholder.secret(EPOCH);
        Bytes by = Keyholder.secret(OTHER_EPOCH);
        Bytes sealed = ada.keys.handDown(by, EPOCH, secret);
        int length = GroupKeys.SECRET_LENGTH;
        for (Bytes other :
                List.of(ada.keys.handDown(by, OTHER_EPOCH, secret), ada.keys.handDown(secret, EPOCH, secret))) {
            assertNotEquals(sealed.slice(0, length), other.slice(0, length));
        }
    }

    /** Whoever kept what others erased cannot give it to them. */
    @Test
    void aForwardSecretRoomHandsNothingDown() {
        Bytes secret = Keyholder.secret(EPOCH);
        Bytes sealed = ada.keys.handDown(secret, EPOCH, secret);
        begin(History.FORWARD_SECRET);
        assertNull(ada.keys.takeOver(secret, EPOCH, sealed));
        assertThrows(IllegalArgumentException.class, () -> ada.keys.handDown(secret, EPOCH, secret));
        Keyholder shared = new Keyholder("ada", History.SHARED);
        assertThrows(IllegalArgumentException.class, () -> shared.keys.handDown(secret, EPOCH, secret.slice(1, 32)));
    }

    /** The associated bytes would part what two pages sealed, too; but one key with one nonce would betray both. */
    @Test
    void aPageThatIsLoadedAgainUsesOtherKeys() throws Malformed {
        begin(History.SHARED);
        Bytes nonce = ada.chance(Aead.NONCE_LENGTH);
        Bytes text = Bytes.utf8("text");
        Sealed before = sealed(ada.keys.seal(EPOCH, ada.session, ROOM, text, nonce));
        ada.reload();
        Sealed after = sealed(ada.keys.seal(EPOCH, ada.session, ROOM, text, nonce));
        assertEquals(before.index(), after.index());
        int length = text.length();
        assertNotEquals(before.ciphertext().slice(0, length), after.ciphertext().slice(0, length));
    }

    /** An epoch may be given up for want of room, and come back: what was sealed before must not be sealed over. */
    @Test
    void aSharedEpochThatComesBackUsesNoKeyTwice() {
        begin(History.SHARED);
        Sealed before = ada.seal("before");
        ada.keys.forget(EPOCH);
        ada.keys.add(EPOCH, Keyholder.secret(EPOCH), sessions());
        Sealed after = ada.seal("after");
        assertNotEquals(before.index(), after.index());
        bob.assertOpens("before", ada, before);
        bob.assertOpens("after", ada, after);
    }

    @ParameterizedTest
    @EnumSource
    void keepsABoundedNumberOfEpochs(History history) {
        begin(history);
        for (int i = 1; i < history.epochsMax(); i++) {
            assertNull(bob.keys.add(Keyholder.epoch("" + i), Keyholder.secret(EPOCH), sessions()));
        }
        assertTrue(bob.keys.knows(EPOCH));
        assertEquals(EPOCH, bob.keys.add(OTHER_EPOCH, Keyholder.secret(EPOCH), sessions()));
        assertFalse(bob.keys.knows(EPOCH));
        assertTrue(bob.keys.knows(OTHER_EPOCH));
        assertTrue(bob.keys.knows(Keyholder.epoch("1")));
    }

    @Test
    void refusesWhatItsOwnerGotWrong() {
        Bytes secret = Keyholder.secret(EPOCH);
        assertThrows(IllegalArgumentException.class, () -> ada.keys.add(EPOCH, secret.slice(1, 32), sessions()));
        Aead aead = new TestAead();
        assertThrows(IllegalArgumentException.class, () -> new GroupKeys(HASHES, aead, History.SHARED, Bytes.EMPTY));
        List<DidKey> crowd = Collections.nCopies(GroupKeys.SESSIONS_MAX + 1, ada.session);
        GroupKeys forwardSecret = new Keyholder("ada", History.FORWARD_SECRET).keys;
        assertThrows(IllegalArgumentException.class, () -> forwardSecret.add(EPOCH, secret, crowd));
        assertNull(ada.keys.add(EPOCH, secret, crowd));
    }

    @ParameterizedTest
    @EnumSource
    void aThousandEntriesOpenTheNewestFirstByFewHashes(History history) {
        begin(history);
        List<Sealed> sealed = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sealed.add(ada.seal("" + i));
        }
        Counting counting = new Counting();
        GroupKeys reader = new GroupKeys(counting, new TestAead(), history, bob.chance(Sealed.CHAIN_LENGTH));
        reader.add(EPOCH, Keyholder.secret(EPOCH), sessions());
        for (int i = 999; i >= 0; i--) {
            assertEquals(new Opening.Opened(Bytes.utf8("" + i)), reader.open(ada.session, ROOM, sealed.get(i)));
        }
        // Three HMACs an entry at most, of two hashes each, and those that begin the epoch.
        assertTrue(counting.hashes <= 6_020, counting.hashes + " hashes");
    }

    private void begin(History history) {
        ada = new Keyholder("ada", history);
        bob = new Keyholder("bob", history);
        eve = new Keyholder("eve", history);
        Keyholder.begin(EPOCH, ada, bob, eve);
    }

    private List<DidKey> sessions() {
        return List.of(ada.session, bob.session, eve.session);
    }

    private static Bytes state(Keyholder holder) {
        Bytes state = holder.keys.state(EPOCH);
        if (state == null) {
            throw new AssertionError("no state");
        }
        return state;
    }

    private static Opening refused(Opening.Reason reason) {
        return new Opening.Refused(reason);
    }

    private static Sealed sealed(@Nullable Sealed sealed) {
        if (sealed == null) {
            throw new AssertionError("not sealed");
        }
        return sealed;
    }

    private static Sealed with(Sealed sealed, Bytes nonce, Bytes ciphertext) {
        return new Sealed(sealed.epoch(), sealed.chain(), sealed.index(), nonce, ciphertext);
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return Bytes.wrap(changed);
    }

    private static final class Counting implements Hashes {
        private int hashes;

        @Override
        public Bytes sha256(Bytes data) {
            hashes++;
            return HASHES.sha256(data);
        }

        @Override
        public Bytes keccak256(Bytes data) {
            throw new AssertionError("keys need no Keccak");
        }
    }
}
