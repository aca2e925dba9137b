package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.gossip.Recent;
import tropichat.core.identity.TestSession;
import tropichat.core.link.Frame;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.sync.Reconciliation;
import tropichat.core.wire.Cid;

/** Logs become the same: between real peers, and against one that lies. */
class SyncTest {
    private static final long A_WHILE = 10_000;

    /** One message after the other, within the rate of one author. */
    private static final int MESSAGES = 120;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoComesLateGetsEverything(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        List<String> said = talk(network, ada);
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        assertEquals(new TreeSet<>(said), new TreeSet<>(bob.heard()));
        assertEquals(said.size(), bob.heard().size());
        assertTrue(
                bob.host.outputs(Output.Store.class).stream().allMatch(store -> store.origin() == Output.Origin.LATE));
        List<Event.CatchingUp> told = bob.host.events(Event.CatchingUp.class);
        assertEquals(0, told.getFirst().come(), "said before the first of it is there");
        assertEquals(told.getLast().of(), told.getLast().come());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theNewestComesFirst(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        List<String> said = talk(network, ada);
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        int link = bob.host.outputs(Output.OpenLink.class).getFirst().link();
        Frame.Want wanted = bob.host.sentInBulk(link).stream()
                .filter(Frame.Want.class::isInstance)
                .map(Frame.Want.class::cast)
                .findFirst()
                .orElseThrow();
        List<Cid> newestFirst = ada.host.outputs(Output.Store.class).stream()
                .map(store -> store.logged().key())
                .sorted(Comparator.reverseOrder())
                .map(EntryKey::id)
                .toList();
        assertEquals(newestFirst, wanted.ids());
        assertEquals(said.size(), wanted.ids().size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void twoHalvesThatWereCutOffBecomeTheSame(long seed) {
        TestNetwork network = new TestNetwork(seed);
        List<Page> pages = IntStream.range(0, 4)
                .mapToObj(at -> network.enter("peer " + at))
                .toList();
        network.pass(A_WHILE);
        for (Page one : pages.subList(0, 2)) {
            for (Page other : pages.subList(2, 4)) {
                network.cut(one, other);
            }
        }
        talk(network, pages.get(0));
        talk(network, pages.get(3));
        for (Page one : pages.subList(0, 2)) {
            for (Page other : pages.subList(2, 4)) {
                network.mend(one, other);
            }
        }
        network.pass(10 * A_WHILE);
        for (Page page : pages) {
            assertEquals(2 * MESSAGES, page.host.kept.size(), page.host.name);
            assertEquals(
                    pages.getFirst().host.kept.keySet().stream().sorted().toList(),
                    page.host.kept.keySet().stream().sorted().toList());
        }
    }

    private static List<String> talk(TestNetwork network, Page page) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            said.add(page.host.name + " says " + i);
            page.say(said.getLast());
            network.pass(150);
        }
        return said;
    }

    @Test
    void whatWasSaidAloneReachesWhoComes() {
        TestNetwork network = new TestNetwork(4);
        Page ada = network.enter("ada");
        network.pass(A_WHILE);
        ada.say("anybody here?");
        network.pass(A_WHILE);
        assertEquals(
                List.of(false), reached(ada).stream().map(Event.Reached::sent).toList());
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        assertEquals(List.of("anybody here?"), bob.heard());
        assertEquals(
                new Event.Reached(reached(ada).getLast().id(), true, 1, 1),
                reached(ada).getLast());
    }

    private static List<Event.Reached> reached(Page page) {
        return page.host.events(Event.Reached.class);
    }

    @Test
    void aForgedLateEntryEndsTheLink() {
        bob.linked();
        Bytes forged = bob.entry("forged", 1).block(new TestSession("mallory").sign(Bytes.EMPTY));
        offer(forged);
        bob.send(new Frame.Entries(List.of(forged), List.of(bob.profile()), true));
        assertEquals(LinkEnd.ENTRY_FORGED, bob.member().end());
        assertEquals(List.of(), host.texts());
    }

    @Test
    void whatALinkOwedThatHadToEndIsHadFromAnother() {
        bob.linked();
        Bytes good = bob.block("good", 2);
        Bytes far = bob.block("far", host.nowMillis + TestHost.DAY_MILLIS);
        bob.send(new Frame.Offer(List.of(bob.id(far), bob.id(good))));
        bob.send(new Frame.Entries(List.of(far), List.of(bob.profile()), true));
        assertTrue(bob.isClosed());
        Stranger carol = new Stranger(host, "carol").linked();
        carol.send(new Frame.Offer(List.of(carol.id(good))));
        carol.send(new Frame.Entries(List.of(good), List.of(bob.profile()), true));
        assertTrue(host.sentInBulk(carol.link).contains(new Frame.Want(List.of(carol.id(good)))));
        assertEquals(List.of("good"), host.texts());
    }

    @Test
    void aLateEntryOfATimeToComeEndsTheLink() {
        bob.linked();
        Bytes far = bob.block("far", host.nowMillis + TestHost.DAY_MILLIS);
        offer(far);
        bob.send(new Frame.Entries(List.of(far), List.of(bob.profile()), true));
        assertEquals(LinkEnd.MALFORMED, bob.member().end());
    }

    @Test
    void anEntryWithoutItsProfileIsNotTakenAndIsNobodysFault() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol");
        Bytes block = carol.block("who am I?", 1);
        offer(block);
        bob.send(new Frame.Entries(List.of(block), List.of(), true));
        assertEquals(List.of(), host.texts());
        assertEquals(LinkState.OPEN, bob.member().link());
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(bob.id(block))), bob.heard(Frame.Graft.class));
        bob.send(new Frame.Entries(List.of(block), List.of(carol.profile()), true));
        assertEquals(List.of("who am I?"), host.texts());
    }

    @Test
    void whoAsksForOneEntryIsGivenItsProfileAgain() {
        bob.linked();
        host.tell(new Input.Say("said long ago", false));
        host.pass(2 * Recent.KEPT_MILLIS);
        host.tell(new Input.Say("said now", false));
        Cid first = host.outputs(Output.Store.class).getFirst().logged().id();
        for (int i = 0; i < 2; i++) {
            bob.send(new Frame.Graft(first));
            Frame.Entries given = bulk(Frame.Entries.class).getLast();
            assertEquals(1, given.profiles().size());
            assertFalse(given.last(), "it ends no question");
        }
    }

    @Test
    void theProfileOfWhatComesTooEarlyIsKept() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol");
        Bytes early = carol.block("early", host.nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX + 1);
        Bytes next = carol.block("next", 1);
        bob.send(new Frame.Offer(List.of(bob.id(early), bob.id(next))));
        bob.send(new Frame.Entries(List.of(early), List.of(carol.profile()), false));
        bob.send(new Frame.Entries(List.of(next), List.of(), true));
        assertEquals(List.of("next"), host.texts());
    }

    @Test
    void whoAsksIsGivenWhatIsKeptAndItsProfile() {
        bob.linked();
        host.tell(new Input.Say("one", false));
        host.tell(new Input.Say("two", false));
        Cid first = host.outputs(Output.Store.class).getFirst().logged().id();
        bob.send(new Frame.Want(List.of(first, bob.id(Bytes.utf8("unknown")))));
        Frame.Entries given = bulk(Frame.Entries.class).getLast();
        assertEquals(List.of(host.kept.get(first)), given.blocks());
        assertTrue(given.last());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatAHostHasLostItHasFromOthersAgain(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        List<String> said = talk(network, ada);
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        List<Cid> ids = new ArrayList<>(bob.host.kept.keySet());
        Cid lost = ids.get(7);
        Cid damaged = ids.get(77);
        Bytes whole = Objects.requireNonNull(bob.host.kept.get(damaged));
        bob.host.kept.remove(lost);
        bob.host.kept.put(damaged, whole.slice(0, whole.length() - 1));
        Page carol = network.enter("carol");
        network.cut(ada, carol);
        network.pass(2 * Sync.COMPARE_MILLIS);
        assertTrue(bob.host.kept.containsKey(lost));
        assertEquals(whole, bob.host.kept.get(damaged));
        assertEquals(new TreeSet<>(said), new TreeSet<>(carol.heard()));
        assertTrue(bob.isLinked(carol));
    }

    @Test
    void whatIsGoneIsNeitherGivenNorClaimed() {
        bob.linked();
        host.tell(new Input.Say("one", false));
        host.tell(new Input.Say("two", false));
        Cid first = host.outputs(Output.Store.class).getFirst().logged().id();
        host.kept.remove(first);
        bob.send(new Frame.Want(List.of(first)));
        assertEquals(List.of(), bulk(Frame.Entries.class).getLast().blocks());
        assertNull(host.peer.find(first));
    }

    @Test
    void anUnansweredQuestionIsForgotten() {
        bob.linked();
        offer(bob.block("one", 1));
        host.pass(2 * Sync.ANSWER_MILLIS_MAX);
        assertEquals(LinkState.OPEN, bob.member().link());
        offer(bob.block("one", 1));
        assertEquals(2, bulk(Frame.Want.class).size());
    }

    @Test
    void messagesThatCompareNothingEndTheLink() {
        bob.linked();
        bob.send(new Frame.Compare(Bytes.wrap(new byte[] {0x62})));
        assertEquals(LinkEnd.MALFORMED, bob.member().end());
    }

    @Test
    void aComparisonThatNeverEndsEndsTheLink() {
        bob.linked();
        // Everything is another than whatever the host has.
        byte[] different = new byte[20];
        different[0] = 0x61;
        different[3] = 1;
        bob.send(new Frame.Compared(Bytes.wrap(different), true));
        for (int i = 0; i < 2 * Exchange.MESSAGES_MAX && !bob.isClosed(); i++) {
            host.pass(100);
            bob.send(new Frame.Compared(Bytes.wrap(different), true));
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void whoAsksWithoutEndIsCutOff() {
        bob.linked();
        host.tell(new Input.Say("one", false));
        Cid first = host.outputs(Output.Store.class).getFirst().logged().id();
        for (int i = 0; i < Limits.WANTS_BURST; i++) {
            bob.send(new Frame.Want(List.of(first)));
        }
        assertEquals(LinkState.OPEN, bob.member().link());
        bob.send(new Frame.Want(List.of(first)));
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void whoAsksMoreThanAHostCanLoadIsCutOff() {
        bob.linked();
        host.answering = false;
        for (int i = 0; i <= Exchange.WAITING_MAX; i++) {
            bob.send(new Frame.Want(List.of(bob.id(Bytes.utf8("unknown")))));
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void whoComparesWithoutEndIsCutOff() {
        bob.linked();
        for (int i = 0; i <= Limits.HISTORY_FRAMES_BURST; i++) {
            bob.send(new Frame.Compare(Reconciliation.NOTHING));
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void whatOneSaysToHaveAndDoesNotGiveIsAskedOfAnother() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").joined();
        Bytes block = carol.block("withheld", 1);
        offer(block);
        carol.send(new Frame.Offer(List.of(carol.id(block))));
        Frame.Want want = new Frame.Want(List.of(carol.id(block)));
        assertEquals(List.of(want), bulk(Frame.Want.class));
        assertFalse(host.sentInBulk(carol.link).contains(want));
        host.pass(Sync.ANSWER_MILLIS_MAX);
        assertTrue(host.sentInBulk(carol.link).contains(want));
        offer(block);
        assertEquals(List.of(want), bulk(Frame.Want.class), "not asked of bob again");
        carol.send(new Frame.Entries(List.of(block), List.of(carol.profile()), true));
        assertEquals(List.of("withheld"), host.texts());
    }

    @Test
    void anEmptyAnswerIsNoExcuseToKeepOthersWaiting() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").joined();
        Bytes block = carol.block("withheld", 1);
        offer(block);
        carol.send(new Frame.Offer(List.of(carol.id(block))));
        bob.send(new Frame.Entries(List.of(), List.of(), true));
        assertTrue(host.sentInBulk(carol.link).contains(new Frame.Want(List.of(carol.id(block)))));
    }

    @Test
    void whatHasComeIsHandedOnEvenWhileMoreIsMissing() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").joined();
        bob.send(new Frame.Compared(Reconciliation.NOTHING, true));
        carol.send(new Frame.Compared(Reconciliation.NOTHING, true));
        Bytes block = carol.block("come", 1);
        offer(block);
        bob.send(new Frame.Entries(List.of(block), List.of(carol.profile()), true));
        assertTrue(isAnnounced(carol, block));
        Bytes next = carol.block("come too", 2);
        bob.send(new Frame.Offer(List.of(bob.id(next), bob.id(carol.block("never", 3)))));
        bob.send(new Frame.Entries(List.of(next), List.of(), false));
        assertFalse(isAnnounced(carol, next));
        host.pass(Sync.ANSWER_MILLIS_MAX);
        assertTrue(isAnnounced(carol, next));
    }

    private static boolean isAnnounced(Stranger to, Bytes block) {
        return to.heard(Frame.Have.class).stream()
                .flatMap(have -> have.entries().stream())
                .anyMatch(announced -> announced.id().equals(to.id(block)));
    }

    @Test
    void manyUnknownParentsOfOnesOwnEntriesAreAFlood() {
        bob.linked();
        int parents = 0;
        for (int lamport = 1; !bob.isClosed() && lamport < 1_000; lamport++) {
            List<Cid> invented = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                invented.add(bob.id(Bytes.utf8("invented " + parents++)));
            }
            bob.say(bob.entry(new EntryBody.Text("text", false, null), lamport, invented.toArray(Cid[]::new)));
            host.nowMillis += 100;
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
    }

    @Test
    void whoVerifiesSlowlyAsksNoFasterThanItVerifies() {
        bob.linked();
        Map<Cid, Bytes> offered = new LinkedHashMap<>();
        for (int i = 0; i < 4 * Limits.UNVERIFIED_BYTES_PER_LINK_MAX / Limits.TEXT_BYTES_MAX; i++) {
            Bytes block = bob.block("x".repeat(Limits.TEXT_BYTES_MAX), 1 + i);
            offered.put(bob.id(block), block);
        }
        bob.send(new Frame.Offer(List.copyOf(offered.keySet())));
        host.answering = false;
        int answered = answerWants(0, offered);
        assertEquals(LinkState.OPEN, bob.member().link());
        assertTrue(host.texts().isEmpty());
        while (!host.questions.isEmpty()) {
            host.answer(host.questions.remove());
            answered = answerWants(answered, offered);
        }
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(offered.size(), host.texts().size());
    }

    /** Bob answers what he was not yet heard to answer, at once and with as much as there may be in an answer. */
    private int answerWants(int answered, Map<Cid, Bytes> offered) {
        int next = answered;
        for (List<Frame.Want> wants = bulk(Frame.Want.class); next < wants.size(); wants = bulk(Frame.Want.class)) {
            List<Bytes> blocks = new ArrayList<>();
            int bytes = 0;
            for (Cid id : wants.get(next++).ids()) {
                Bytes block = offered.getOrDefault(id, Bytes.EMPTY);
                bytes += block.length();
                if (bytes <= Giving.ANSWER_BYTES_MAX) {
                    blocks.add(block);
                }
            }
            bob.send(new Frame.Entries(blocks, List.of(bob.profile()), true));
        }
        return next;
    }

    private void offer(Bytes block) {
        bob.send(new Frame.Offer(List.of(bob.id(block))));
    }

    private <T extends Frame> List<T> bulk(Class<T> kind) {
        return host.sentInBulk(bob.link).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
