package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;

/** What a text becomes by the entries about it. */
class FoldTest {
    private static final Speaker ADA = Talk.speaker("ada", "0xA", true);

    /** The same wallet in another browser. */
    private static final Speaker ADA_ELSEWHERE = Talk.speaker("ada elsewhere", "0xA", true);

    private static final Speaker EVE = Talk.speaker("eve", "0xE", true);

    /** Claims Ada's wallet, and proves nothing. */
    private static final Speaker GUEST = Talk.speaker("guest", "0xA", false);

    private static final WalletAddress A = new TestWallet("A").address();
    private static final WalletAddress E = new TestWallet("E").address();
    private static final WalletAddress G = new TestWallet("G").address();

    private final Talk talk = new Talk();
    private final Logged text = talk.logged(ADA, 1, new EntryBody.Text("first", false, null));

    @Test
    void theLastEditOfTheOwnerCounts() {
        Fold.Folded folded = fold(edit(ADA, 5, "third"), edit(ADA_ELSEWHERE, 3, "second"), edit(EVE, 9, "Eve's"));
        assertEquals("third", folded.text());
        assertEquals(
                List.of("first", "second", "third"),
                folded.versions().stream().map(Fold.Version::text).toList());
    }

    @Test
    void whoOnlyClaimsTheWalletChangesNothing() {
        Fold.Folded folded = fold(edit(GUEST, 2, "forged"), retraction(GUEST, 3));
        assertEquals("first", folded.text());
        assertFalse(folded.retracted());
    }

    @Test
    void theOwnerTakesATextBackForGood() {
        assertTrue(fold(retraction(ADA, 2), edit(ADA, 3, "after all")).retracted());
    }

    @Test
    void reactionsAreSetAndTakenAwayByEach() {
        Fold.Folded folded = fold(
                reaction(EVE, 2, "🌴", true),
                reaction(ADA, 3, "🌴", true),
                reaction(ADA_ELSEWHERE, 4, "🌴", false),
                reaction(EVE, 5, "🌊", true));
        assertEquals(
                List.of("🌊", "🌴"),
                folded.reactions().stream().map(Fold.Mark::emoji).sorted().toList());
        assertTrue(folded.reactions().stream().allMatch(mark -> mark.by().equals(EVE)));
    }

    @Test
    void whatIsAboutSomethingElseChangesNothing() {
        Logged other = talk.logged(ADA, 2, new EntryBody.Text("another", false, null));
        Logged edit = talk.logged(ADA, 3, new EntryBody.Edit(other.id(), "edited"));
        assertEquals("first", fold(edit).text());
        assertNull(Fold.of(edit, List.of()));
    }

    @Test
    void whatTheRoomSaysAboutALetterChangesNothing() {
        Logged letter = letter(ADA, 1, A, E, new EntryBody.Text("between us", false, null));
        Logged inside = letter(EVE, 2, E, A, new EntryBody.Reaction(letter.id(), "🌴", true));
        Logged elsewhere = letter(ADA, 3, A, G, new EntryBody.Edit(letter.id(), "to another"));
        Logged toAll = talk.logged(ADA, 4, new EntryBody.Edit(letter.id(), "to all"));
        Fold.Folded folded = Fold.of(letter, List.of(inside, elsewhere, toAll));
        assertNotNull(folded);
        assertEquals("between us", folded.text());
        assertEquals(List.of(new Fold.Mark("🌴", EVE)), folded.reactions());
    }

    @Test
    void aLetterAboutWhatTheRoomReadsChangesNothing() {
        Logged edit = letter(ADA, 2, A, E, new EntryBody.Edit(text.id(), "for you alone"));
        assertEquals("first", fold(edit).text());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfArrivalMakesNoDifference(long seed) {
        Random random = new Random(seed);
        List<Logged> about = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Speaker by = List.of(ADA, ADA_ELSEWHERE, EVE, GUEST).get(random.nextInt(4));
            int lamport = 2 + random.nextInt(10);
            about.add(
                    random.nextBoolean()
                            ? edit(by, lamport, "words " + i)
                            : reaction(by, lamport, "🌴", random.nextBoolean()));
        }
        Fold.Folded folded = fold(about.toArray(Logged[]::new));
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(about, random);
            assertEquals(folded, Fold.of(text, about));
        }
    }

    private Fold.Folded fold(Logged... about) {
        Fold.Folded folded = Fold.of(text, List.of(about));
        assertNotNull(folded);
        return folded;
    }

    private Logged letter(Speaker by, long lamport, WalletAddress from, WalletAddress to, EntryBody said) {
        return talk.logged(by, lamport, new EntryBody.Opened(from, to, said));
    }

    private Logged edit(Speaker by, long lamport, String words) {
        return talk.logged(by, lamport, new EntryBody.Edit(text.id(), words));
    }

    private Logged retraction(Speaker by, long lamport) {
        return talk.logged(by, lamport, new EntryBody.Retraction(text.id()));
    }

    private Logged reaction(Speaker by, long lamport, String emoji, boolean on) {
        return talk.logged(by, lamport, new EntryBody.Reaction(text.id(), emoji, on));
    }
}
