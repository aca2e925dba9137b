package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Card;

/** Several real peers in one room, from coming to leaving. */
class RoomTest {
    private static final int FULL_ROOM = 20;

    /** Long enough for every handshake and every first retry. */
    private static final long A_WHILE = 10_000;

    /** Long enough for every retry of a connection that found no answer. */
    private static final long A_LONG_WHILE = 3 * (Link.CONNECT_MILLIS_MAX + MeshView.RETRY_MILLIS_MAX);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void threeHearOneAnother(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        Page carol = network.enter("carol");
        network.pass(A_WHILE);
        assertLinked(ada, bob, carol);
        ada.say("from ada");
        network.pass(A_WHILE);
        bob.say("from bob");
        network.pass(A_WHILE);
        carol.say("from carol");
        network.pass(A_WHILE);
        assertEquals(List.of("from bob", "from carol"), ada.heard());
        assertEquals(List.of("from ada", "from carol"), bob.heard());
        assertEquals(List.of("from ada", "from bob"), carol.heard());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void allOfAFullMeshFindOneAnother(long seed) {
        TestNetwork network = new TestNetwork(seed);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < FULL_ROOM; i++) {
            pages.add(network.enter("peer " + i));
        }
        network.pass(A_WHILE);
        assertLinked(pages.toArray(Page[]::new));
        pages.getFirst().say("to all");
        network.pass(A_WHILE);
        for (Page page : pages.subList(1, pages.size())) {
            assertEquals(List.of("to all"), page.heard());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everybodyIsMetOrJoinsOnce(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        network.pass(A_WHILE);
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        assertEquals(
                List.of(false),
                ada.host.events(Event.MemberJoined.class).stream()
                        .map(Event.MemberJoined::met)
                        .toList());
        assertEquals(
                List.of(true),
                bob.host.events(Event.MemberJoined.class).stream()
                        .map(Event.MemberJoined::met)
                        .toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatOneSaysArrivesInOrder(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        Random random = new Random(seed);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text = "text " + i;
            said.add(text);
            ada.say(text);
            network.pass(50 + random.nextInt(150));
        }
        network.pass(A_WHILE);
        assertEquals(said, bob.heard());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void bothMayComeAtOnce(long seed) {
        TestNetwork network = new TestNetwork(seed);
        network.stopServer();
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        network.startServer();
        network.pass(A_LONG_WHILE);
        assertLinked(ada, bob);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void linksOutliveTheServer(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        network.stopServer();
        network.pass(A_LONG_WHILE);
        ada.say("without a server");
        network.pass(A_WHILE);
        assertEquals(List.of("without a server"), bob.heard());
        int opened = ada.ends.size() + bob.ends.size();
        network.startServer();
        network.pass(A_LONG_WHILE);
        assertLinked(ada, bob);
        assertEquals(opened, ada.ends.size() + bob.ends.size(), "links made anew");
        for (Page page : List.of(ada, bob)) {
            assertEquals(1, page.host.events(Event.MemberJoined.class).size());
            assertEquals(0, page.host.events(Event.MemberLeft.class).size());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aReloadedPageTakesThePlaceOfTheFormerOne(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        Page again = network.reload(bob);
        network.pass(A_WHILE);
        bob.disconnect();
        network.pass(A_WHILE);
        assertLinked(ada, again);
        ada.say("welcome back");
        network.pass(A_WHILE);
        assertEquals(List.of("welcome back"), again.heard());
        assertEquals(1, ada.host.events(Event.MemberJoined.class).size());
        assertEquals(0, ada.host.events(Event.MemberLeft.class).size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aBrokenLinkIsMadeAgain(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        for (int i = 0; i < 5; i++) {
            network.breakLink(ada, bob);
            network.pass(A_LONG_WHILE);
            assertLinked(ada, bob);
        }
        ada.say("again");
        network.pass(A_WHILE);
        assertEquals(List.of("again"), bob.heard());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoCannotReachEachOtherTriesUntilItCan(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        Page carol = network.enter("carol");
        network.cut(ada, bob);
        network.pass(A_LONG_WHILE);
        assertLinked(ada, carol);
        assertLinked(bob, carol);
        assertEquals(LinkState.INDIRECT, state(ada, bob));
        ada.say("by way of carol");
        network.pass(A_WHILE);
        assertEquals(List.of("by way of carol"), bob.heard());
        network.mend(ada, bob);
        network.pass(A_LONG_WHILE);
        assertLinked(ada, bob, carol);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoLeavesIsGoneForAll(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        Page carol = network.enter("carol");
        network.pass(A_WHILE);
        bob.tell(new Input.Leave());
        bob.disconnect();
        network.pass(A_LONG_WHILE);
        for (Page page : List.of(ada, carol)) {
            assertNull(page.host.member(bob.host.session.did()));
            assertEquals(1, page.host.events(Event.MemberLeft.class).size());
        }
        assertLinked(ada, carol);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoCrashesIsGoneForAll(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        network.cut(ada, bob);
        bob.crash();
        network.pass(Pulse.PROBE_MILLIS_MAX + 1_000);
        assertNull(ada.host.member(bob.host.session.did()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoIsOnlyCutOffFromTheServerStays(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        bob.disconnect();
        bob.tell(new Input.SignalingLost());
        network.pass(A_LONG_WHILE);
        assertLinked(ada, bob);
        bob.say("still here");
        network.pass(A_WHILE);
        assertEquals(List.of("still here"), ada.heard());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void namesAndTypingReachTheOthers(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        ada.tell(new Input.ChangeProfile(TestHost.profile("Countess")));
        ada.tell(new Input.SetTyping(true));
        network.pass(1_000);
        Member seen = bob.host.member(ada.host.session.did());
        assertNotNull(seen);
        assertEquals("Countess", seen.name());
        assertTrue(seen.typing());
        network.pass(10 * Roster.TYPING_MILLIS);
        seen = bob.host.member(ada.host.session.did());
        assertTrue(seen != null && seen.typing());
        ada.tell(new Input.SetTyping(false));
        network.pass(1_000);
        seen = bob.host.member(ada.host.session.did());
        assertTrue(seen != null && !seen.typing());
    }

    @Test
    void cardsReachThoseWhoAreHereAndThoseWhoCome() throws Malformed {
        TestNetwork network = new TestNetwork(1);
        Page ada = network.enter("ada");
        Page bob = network.enter("bob");
        network.pass(A_WHILE);
        Card card = Card.parse(Card.AVATAR_OF_NAME, List.of("https://ada.example/engine"));
        ada.tell(new Input.ChangeProfile(TestHost.profile("ada").with(card)));
        network.pass(1_000);
        Page late = network.enter("late");
        network.pass(A_WHILE);
        for (Page other : List.of(bob, late)) {
            Member seen = other.host.member(ada.host.session.did());
            assertNotNull(seen);
            assertEquals(card, seen.card());
        }
        assertEquals(List.of(), bob.host.events(Event.MemberRenamed.class));
    }

    /** Any order of what can happen to a room must end in everybody hearing everybody. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensTheRoomHeals(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Random random = new Random(seed);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pages.add(network.enter("peer " + i));
        }
        for (int i = 0; i < 30; i++) {
            int at = random.nextInt(pages.size());
            Page one = pages.get(at);
            Page other = pages.get((at + 1) % pages.size());
            switch (random.nextInt(5)) {
                case 0 -> network.breakLink(one, other);
                case 1 -> {
                    network.stopServer();
                    network.pass(random.nextInt(30_000));
                    network.startServer();
                }
                case 2 -> {
                    pages.set(at, network.reload(one));
                    one.disconnect();
                }
                case 3 -> {
                    network.cut(one, other);
                    network.pass(random.nextInt(30_000));
                    network.mend(one, other);
                }
                default -> one.say("text " + i);
            }
            network.pass(random.nextInt(5_000));
        }
        network.pass(A_LONG_WHILE);
        assertLinked(pages.toArray(Page[]::new));
        pages.getFirst().say("all well");
        network.pass(A_WHILE);
        for (Page page : pages.subList(1, pages.size())) {
            assertEquals("all well", page.heard().getLast());
        }
    }

    private static void assertLinked(Page... pages) {
        for (Page one : pages) {
            for (Page other : pages) {
                if (one != other) {
                    assertEquals(LinkState.OPEN, state(one, other), one.host.name + " to " + other.host.name);
                }
            }
        }
    }

    private static LinkState state(Page one, Page other) {
        Member member = one.host.member(other.host.session.did());
        assertNotNull(member, one.host.name + " does not know " + other.host.name);
        return member.link();
    }
}
