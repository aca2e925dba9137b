package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.Delegation;
import tropichat.core.link.Frame;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;

/** How what is said gets about: from whom it is taken, to whom it is passed on, and who is asked for what is missing. */
class BroadcastTest {

    private static final int WAVE = 77;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");
    private final Stranger carol = new Stranger(host, "carol");
    private final Stranger dan = new Stranger(host, "dan");

    /** In the room, and not linked: what she says comes by way of others. */
    private final Stranger eve = new Stranger(host, "eve");

    private final Bytes block = eve.block("by way of others", 1);
    private final Cid id = eve.id(block);

    @BeforeEach
    void link() {
        bob.linked();
        carol.joined();
        dan.joined();
        host.tell(new Input.Joined(eve.introduction()));
    }

    // ---- Copies

    @Test
    void passesTheFirstCopyOnButNotBack() {
        bob.send(copy(2, WAVE));
        Frame.Said expected = new Frame.Said(block, 3, WAVE, false, eve.profile());
        assertEquals(List.of(expected), carol.heard(Frame.Said.class));
        assertEquals(List.of(expected), dan.heard(Frame.Said.class));
        assertEquals(List.of(), bob.heard(Frame.Said.class));
        assertEquals(List.of("by way of others"), host.texts());
    }

    @Test
    void passesOnOnlyWhatIsVerified() {
        host.answering = false;
        bob.send(copy(2, WAVE));
        assertEquals(List.of(), carol.heard(Frame.Said.class));
        host.answerBackwards();
        assertEquals(1, carol.heard(Frame.Said.class).size());
    }

    @Test
    void doesNotPassOnToWhomSentACopyMeanwhile() {
        host.answering = false;
        bob.send(copy(2, WAVE));
        carol.send(copy(2, WAVE + 1));
        host.answerBackwards();
        assertEquals(List.of(), carol.heard(Frame.Said.class));
        assertEquals(1, dan.heard(Frame.Said.class).size());
    }

    @Test
    void passesOnNoMoreHopsThanFramesTake() {
        bob.send(copy(Frame.HOPS_MAX, WAVE));
        host.pass(Broadcast.PACE_MILLIS);
        assertEquals(Frame.HOPS_MAX, carol.heard(Frame.Said.class).getFirst().hops());
    }

    @Test
    void aProfileGoesOverALinkOnce() {
        bob.send(copy(2, WAVE));
        bob.send(new Frame.Said(eve.block("again", 2), 2, WAVE + 1, false, null));
        assertNull(carol.heard(Frame.Said.class).getLast().profile());
        assertEquals(2, host.texts().size());
    }

    @Test
    void aSecondCopyOfTheSameWaveTakesItsLinkOutOfTheTree() {
        bob.send(copy(2, WAVE));
        carol.send(copy(5, WAVE));
        assertEquals(List.of(new Frame.Prune()), carol.heard(Frame.Prune.class));
        assertFalse(isEager(carol));
        assertTrue(isEager(bob) && isEager(dan));
    }

    @Test
    void aSecondCopyThatComesBeforeTheFirstIsVerifiedDoesTheSame() {
        host.answering = false;
        bob.send(copy(2, WAVE));
        carol.send(copy(5, WAVE));
        assertEquals(List.of(new Frame.Prune()), carol.heard(Frame.Prune.class));
    }

    @Test
    void aSecondCopyOfAnotherWaveLeavesTheTreeAlone() {
        bob.send(copy(2, WAVE));
        carol.send(copy(2, WAVE + 1));
        assertEquals(List.of(), carol.heard(Frame.Prune.class));
        assertTrue(isEager(carol));
    }

    @Test
    void inAFullMeshNobodyNeedsAnEntryFromAnybodyButItsAuthor() {
        host.tell(new Input.Left(eve.id));
        Bytes said = bob.block("to all", 1);
        bob.send(new Frame.Said(said, 0, WAVE, false, bob.profile()));
        carol.send(new Frame.Said(said, 1, WAVE + 1, false, null));
        assertEquals(List.of(new Frame.Prune()), carol.heard(Frame.Prune.class));
    }

    @Test
    void anAuthorsOwnLinkStaysInTheTree() {
        Bytes said = bob.block("the long way round", 1);
        carol.send(new Frame.Said(said, 1, WAVE, false, bob.profile()));
        bob.send(new Frame.Said(said, 0, WAVE, false, null));
        assertEquals(List.of(), bob.heard(Frame.Prune.class));
    }

    @Test
    void aSecondCopyByAShortcutLeavesTheTreeAlone() {
        bob.send(copy(2, WAVE));
        carol.send(new Frame.Said(block, 1, WAVE, true, null));
        assertEquals(List.of(), carol.heard(Frame.Prune.class));
        assertTrue(isEager(carol));
    }

    @Test
    void aFirstCopyByAShortcutPutsNoLinkIntoTheTree() {
        carol.send(new Frame.Prune());
        carol.send(new Frame.Said(block, 1, WAVE, true, eve.profile()));
        assertEquals(List.of("by way of others"), host.texts());
        assertEquals(List.of(), carol.heard(Frame.Graft.class));
        assertFalse(isEager(carol));
    }

    @Test
    void aFirstCopyPutsItsLinkIntoTheTree() {
        carol.send(new Frame.Prune());
        carol.send(copy(1, WAVE));
        assertTrue(isEager(carol));
    }

    // ---- Outside of the tree

    @Test
    void whoIsOutsideOfTheTreeIsToldWhatWasSaid() {
        carol.send(new Frame.Prune());
        bob.send(copy(2, WAVE));
        host.pass(Broadcast.ANNOUNCE_MILLIS - 1);
        assertEquals(List.of(), carol.heard(Frame.Have.class));
        host.pass(1);
        assertEquals(List.of(), carol.heard(Frame.Said.class));
        assertEquals(List.of(id), announcedTo(carol));
        assertEquals(List.of(), announcedTo(bob));
        assertEquals(List.of(), announcedTo(dan));
    }

    @Test
    void whatNoNeighbourLacksWakesThePeerNoMore() {
        Stranger fay = new Stranger(host, "fay");
        host.passToBeat();
        bob.send(new Frame.Said(fay.block("from somebody who is not here", 1), 2, WAVE, false, fay.profile()));
        assertEquals(List.of("from somebody who is not here"), host.texts());
        host.assertWaitsForBeat();
    }

    @Test
    void whoAnnouncedAnEntryIsNotToldOfIt() {
        carol.send(new Frame.Prune());
        bob.send(copy(2, WAVE));
        carol.send(have(id));
        host.pass(Broadcast.ANNOUNCE_MILLIS);
        assertEquals(List.of(), announcedTo(carol));
    }

    @Test
    void ownWordsGoOverEveryLinkEachShortcutOnAWaveOfItsOwn() {
        bob.send(new Frame.Prune());
        carol.send(new Frame.Prune());
        host.tell(new Input.Say("to all", false));
        Frame.Said eager = dan.heard(Frame.Said.class).getLast();
        Frame.Said first = bob.heard(Frame.Said.class).getLast();
        Frame.Said second = carol.heard(Frame.Said.class).getLast();
        assertTrue(!eager.shortcut() && first.shortcut() && second.shortcut());
        assertEquals(0, eager.hops());
        assertNotEquals(eager.wave(), first.wave());
        assertNotEquals(first.wave(), second.wave());
        assertNotNull(first.profile());
    }

    // ---- What is missing

    @Test
    void asksForWhatWasAnnouncedAndDoesNotCome() {
        bob.send(new Frame.Prune()).send(have(id));
        host.pass(100);
        carol.send(have(id));
        host.pass(Repair.GRAFT_MILLIS - 101);
        assertEquals(List.of(), bob.heard(Frame.Graft.class));
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(id)), bob.heard(Frame.Graft.class));
        assertTrue(isEager(bob));
        host.pass(Repair.GRAFT_AGAIN_MILLIS - 1);
        assertEquals(List.of(), carol.heard(Frame.Graft.class));
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(id)), carol.heard(Frame.Graft.class));
        host.pass(10 * Repair.GRAFT_MILLIS);
        assertEquals(1, bob.heard(Frame.Graft.class).size());
        assertEquals(1, carol.heard(Frame.Graft.class).size());
        assertEquals(List.of(), dan.heard(Frame.Graft.class));
    }

    @Test
    void asksForNothingThatCame() {
        bob.send(have(id));
        carol.send(copy(3, WAVE));
        dan.send(have(id));
        host.pass(10 * Repair.GRAFT_MILLIS);
        for (Stranger each : List.of(bob, carol, dan)) {
            assertEquals(List.of(), each.heard(Frame.Graft.class));
        }
    }

    @Test
    void asksTheNextWhereTheFirstIsGone() {
        bob.send(have(id));
        carol.send(have(id));
        host.tell(new Input.LinkClosed(bob.link));
        host.pass(Repair.GRAFT_MILLIS + Repair.GRAFT_AGAIN_MILLIS);
        assertEquals(List.of(new Frame.Graft(id)), carol.heard(Frame.Graft.class));
    }

    @Test
    void givesWhatIsAskedForWithWhoItsAuthorIs() {
        bob.send(copy(2, WAVE));
        carol.send(new Frame.Prune()).send(new Frame.Graft(id));
        Frame.Said given = carol.heard(Frame.Said.class).getLast();
        assertEquals(block, given.block());
        assertEquals(eve.profile(), given.profile());
        assertFalse(given.shortcut());
        assertTrue(isEager(carol));
    }

    @Test
    void hasNothingToGiveThatItNeverGot() {
        carol.send(new Frame.Prune()).send(new Frame.Graft(id));
        assertEquals(List.of(), carol.heard(Frame.Said.class));
        assertTrue(isEager(carol));
    }

    @Test
    void tellsANewLinkWhatWasSaidLately() {
        bob.send(copy(2, WAVE));
        host.pass(Broadcast.LATELY_MILLIS - 1);
        Stranger frank = new Stranger(host, "frank").joined();
        assertEquals(List.of(id), announcedTo(frank));
        host.pass(2);
        assertEquals(List.of(), announcedTo(new Stranger(host, "grace").joined()));
    }

    @Test
    void tellsNobodyOfItsOwnWords() {
        Bytes said = bob.block("my own words", 1);
        bob.send(new Frame.Said(said, 0, WAVE, false, bob.profile()));
        bob.offer(2).open().handshake();
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(List.of(), announcedTo(bob));
    }

    // ---- Who it is that speaks

    @Test
    void asksOnceMoreForAnEntryOfSomebodyUnknown() {
        bob.send(new Frame.Said(block, 1, WAVE, false, null));
        assertEquals(List.of(), host.texts());
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(id)), bob.heard(Frame.Graft.class));
        bob.send(copy(1, WAVE));
        Member author = host.events(Event.Message.class).getFirst().author();
        assertEquals(eve.session.did(), author.did());
        assertEquals("Stranger", author.name());
    }

    @Test
    void doesNotAskForEverWhereNobodyKnowsTheAuthor() {
        for (int i = 0; i < 5; i++) {
            bob.send(new Frame.Said(block, 1, WAVE, false, null));
            host.pass(Repair.GRAFT_MILLIS);
        }
        assertEquals(List.of(new Frame.Graft(id)), bob.heard(Frame.Graft.class));
        assertEquals(List.of(), host.texts());
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(List.of(), carol.heard(Frame.Said.class));
        // Somebody else may know.
        carol.send(copy(1, WAVE));
        assertEquals(List.of("by way of others"), host.texts());
    }

    @Test
    void aForgedProfileEndsTheLinkAndTheEntryIsHadFromSomebodyElse() {
        host.answering = false;
        Bytes forged = eve.entry(eve.about("Mallory"), 1).block(bob.session.sign(Bytes.EMPTY));
        bob.send(new Frame.Said(block, 1, WAVE, false, forged));
        carol.send(new Frame.Said(block, 1, WAVE + 1, false, null));
        dan.send(have(id));
        host.answering = true;
        host.answerBackwards();
        assertEquals(LinkEnd.ENTRY_FORGED, bob.member().end());
        assertTrue(bob.isClosed());
        assertEquals(List.of(), host.texts());
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(id)), carol.heard(Frame.Graft.class));
        carol.send(copy(1, WAVE + 1));
        assertEquals(List.of("by way of others"), host.texts());
        assertEquals(
                "Stranger", host.events(Event.Message.class).getFirst().author().name());
    }

    @Test
    void aProfileOfSomebodyElseEndsTheLink() {
        bob.send(new Frame.Said(block, 1, WAVE, false, carol.profile()));
        assertEquals(LinkEnd.ENTRY_FORGED, bob.member().end());
        carol.send(new Frame.Said(block, 1, WAVE, false, eve.block("no profile", 1)));
        assertEquals(LinkEnd.ENTRY_FORGED, carol.member().end());
        assertEquals(List.of(), host.texts());
    }

    @Test
    void aDelegationThatIsNotForHereIsNobodysFault() {
        Delegation elsewhere = eve.wallet.delegate(
                "phish.example", eve.session.key(), TestHost.START_MILLIS, TestHost.START_MILLIS + TestHost.DAY_MILLIS);
        EntryBody about = new EntryBody.AboutAuthor(
                TestHost.profile("Eve"), eve.wallet.address(), elsewhere.encode(TestHost.HASHES));
        Bytes profile = eve.block(eve.entry(about, 1));
        bob.send(new Frame.Said(eve.block("from elsewhere", 1, profile), 1, WAVE, false, profile));
        host.pass(10 * Repair.GRAFT_MILLIS);
        assertEquals(List.of(), host.texts());
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(List.of(), bob.heard(Frame.Graft.class));
    }

    @Test
    void anOlderProfileDoesNotReplaceANewerOne() {
        Bytes former = eve.profile();
        host.nowMillis += 1_000;
        Bytes later = eve.block(eve.entry(eve.about("Eve"), 5));
        bob.send(new Frame.Said(eve.block("first", 1, later), 1, WAVE, false, later));
        bob.send(new Frame.Said(eve.block("again", 2), 1, WAVE + 1, false, former));
        assertEquals("Eve", host.events(Event.Message.class).getLast().author().name());
        assertEquals(2, host.texts().size());
    }

    // ---- Rates

    @Test
    void dropsWhatAnAuthorSaysTooFastByWayOfOthers() {
        int count = Limits.AUTHOR_ENTRIES_BURST + 20;
        for (int i = 1; i <= count; i++) {
            bob.send(new Frame.Said(eve.block("text " + i, i), 1, WAVE + i, false, eve.profile()));
        }
        assertEquals(Limits.AUTHOR_ENTRIES_BURST, host.texts().size());
        host.pass(10_000);
        assertEquals(Limits.AUTHOR_ENTRIES_BURST, host.texts().size());
        assertEquals(LinkState.OPEN, bob.member().link());
        // The rate is the author's, over whatever link.
        for (int i = 1; i <= Limits.AUTHOR_ENTRIES_BURST; i++) {
            carol.send(new Frame.Said(eve.block("more " + i, count + i), 1, WAVE + count + i, false, eve.profile()));
            dan.send(new Frame.Said(eve.block("else " + i, count + i), 1, WAVE - i, false, eve.profile()));
        }
        assertEquals(2 * Limits.AUTHOR_ENTRIES_BURST, host.texts().size());
    }

    @Test
    void whoAnnouncesWhatItNeverSendsIsCutOff() {
        for (int frame = 0; frame < 4 && !bob.isClosed(); frame++) {
            List<Frame.Announced> invented = new ArrayList<>();
            for (int i = 0; i < Frame.ANNOUNCED_MAX; i++) {
                invented.add(Stranger.announced(bob.id(Bytes.utf8(frame + " " + i)), 0));
            }
            bob.send(new Frame.Have(invented));
            host.pass(Repair.GRAFT_MILLIS + Repair.GRAFT_AGAIN_MILLIS);
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void announcementsAndRequestsBeyondTheRateAreIgnored() {
        bob.send(copy(2, WAVE));
        for (int i = 0; i < 2 * Limits.GOSSIP_FRAMES_BURST; i++) {
            carol.send(new Frame.Graft(id));
        }
        assertTrue(carol.heard(Frame.Said.class).size() <= Limits.GOSSIP_FRAMES_BURST + 1);
        assertEquals(LinkState.OPEN, carol.member().link());
    }

    /** The entry by way of others, as it comes over a link of the tree. */
    private Frame.Said copy(int hops, int wave) {
        return new Frame.Said(block, hops, wave, false, eve.profile());
    }

    private static Frame.Have have(Cid... ids) {
        List<Frame.Announced> entries = new ArrayList<>();
        for (Cid each : ids) {
            entries.add(Stranger.announced(each, 1));
        }
        return new Frame.Have(entries);
    }

    private static List<Cid> announcedTo(Stranger to) {
        List<Cid> ids = new ArrayList<>();
        for (Frame.Have have : to.heard(Frame.Have.class)) {
            have.entries().forEach(entry -> ids.add(entry.id()));
        }
        return ids;
    }

    /** Whether the host's own words go to somebody as over a link of the tree. */
    private boolean isEager(Stranger to) {
        host.tell(new Input.Say("to all", false));
        Frame.@Nullable Said last = to.heard(Frame.Said.class).getLast();
        assertNotNull(last);
        return !last.shortcut();
    }
}
