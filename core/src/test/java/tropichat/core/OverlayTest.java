package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.wire.Fragments;

/** Several real peers whose room is larger than a mesh, loses its server, or never had one. */
class OverlayTest {
    private static final int MESH_MEMBERS = 4;
    private static final long A_WHILE = 10_000;

    /** Long enough for retries, and for an exchange of links after the server let everybody in again. */
    private static final long A_LONG_WHILE = 3 * (Link.CONNECT_MILLIS_MAX + MeshView.RETRY_MILLIS_MAX);

    /** Longer than silence, a server's death and the search for links take together. */
    private static final long QUIET = 60_000;

    // ---- Small rooms without their server

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoHasOneLinkLeftGetsTheOthersBackThroughIt(long seed) {
        TestNetwork network = new TestNetwork(seed);
        List<Page> pages = enter(network, 5);
        network.pass(A_WHILE);
        network.stopServer();
        network.pass(A_WHILE);
        Page torn = pages.getFirst();
        network.recording = true;
        for (Page other : pages.subList(2, 5)) {
            network.breakLink(torn, other);
        }
        network.pass(A_LONG_WHILE);
        for (Page other : pages.subList(1, 5)) {
            assertTrue(torn.isLinked(other) && other.isLinked(torn), other.host.name);
        }
        for (Page page : pages) {
            assertEquals(0, page.host.events(Event.MemberLeft.class).size());
        }
        int routed = 0;
        for (Page page : pages) {
            for (Bytes fragment : page.sent) {
                routed += isRouted(fragment) ? 1 : 0;
                assertFalse(fragment.hex().contains(Bytes.utf8(TestNetwork.SDP).hex()), "a description for all to see");
            }
        }
        assertTrue(routed >= 2 * 3, routed + " signals went through peers");
        torn.say("here again");
        network.pass(A_WHILE);
        for (Page other : pages.subList(1, 5)) {
            assertEquals(List.of("here again"), other.heard());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aRoomIsMadeByHandAndGrowsByItself(long seed) {
        TestNetwork network = new TestNetwork(seed);
        network.stopServer();
        Page ada = network.page("ada");
        Page bob = network.page("bob");
        Page carol = network.page("carol");
        linkByHand(network, ada, bob);
        network.pass(A_WHILE);
        assertTrue(ada.isLinked(bob) && bob.isLinked(ada));
        linkByHand(network, ada, carol);
        network.pass(A_LONG_WHILE);
        assertTrue(bob.isLinked(carol) && carol.isLinked(bob), "the third was not introduced");
        carol.say("without any server");
        network.pass(A_WHILE);
        assertEquals(List.of("without any server"), ada.heard());
        assertEquals(List.of("without any server"), bob.heard());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoComesByHandIsMetByEverybody(long seed) {
        TestNetwork network = new TestNetwork(seed);
        List<Page> pages = new ArrayList<>(enter(network, 4));
        network.pass(A_WHILE);
        network.stopServer();
        network.pass(A_WHILE);
        Page late = network.page("late");
        linkByHand(network, pages.get(2), late);
        network.pass(A_LONG_WHILE);
        for (Page page : pages) {
            assertTrue(page.isLinked(late) && late.isLinked(page), page.host.name);
        }
    }

    // ---- Between small and large

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void growsLargeAndSmallAgainWithoutLosingAWord(long seed) {
        TestNetwork network = new TestNetwork(seed, MESH_MEMBERS);
        Chronicle chronicle = new Chronicle();
        List<Page> pages = new ArrayList<>(enter(network, MESH_MEMBERS));
        network.pass(A_WHILE);
        chronicle.say(pages.getFirst(), pages);
        pages.addAll(enter(network, 8));
        for (int i = 0; i < 20; i++) {
            network.pass(500);
            // Who has only just come need not hear it.
            chronicle.say(pages.get(i % MESH_MEMBERS), pages.subList(0, MESH_MEMBERS));
        }
        network.pass(A_WHILE);
        chronicle.say(pages.get(9), pages);
        network.pass(A_WHILE);
        while (pages.size() > 3) {
            pages.remove(pages.size() - 2).leave();
            network.pass(300);
            chronicle.say(pages.get(0), pages);
        }
        network.pass(A_LONG_WHILE);
        chronicle.say(pages.get(1), pages);
        network.pass(A_WHILE);
        chronicle.check(pages);
        for (Page one : pages) {
            for (Page other : pages) {
                assertTrue(one == other || one.isLinked(other), one.host.name + " to " + other.host.name);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aLargeRoomHoldsFewConnectionsAndHearsEverything(long seed) {
        TestNetwork network = new TestNetwork(seed, MESH_MEMBERS);
        Chronicle chronicle = new Chronicle();
        List<Page> pages = enter(network, 40);
        network.pass(A_WHILE);
        for (int i = 0; i < 20; i++) {
            chronicle.say(pages.get(2 * i), pages);
            network.pass(700);
        }
        network.pass(A_WHILE);
        chronicle.check(pages);
        for (Page page : pages) {
            assertTrue(page.connections() <= PartialView.ACTIVE + 2, page.connections() + " connections");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aLargeRoomOutlivesItsServerAndHalfOfItsMembers(long seed) {
        TestNetwork network = new TestNetwork(seed, MESH_MEMBERS);
        Chronicle chronicle = new Chronicle();
        List<Page> pages = new ArrayList<>(enter(network, 30));
        network.pass(A_WHILE);
        network.stopServer();
        network.pass(A_WHILE);
        for (int i = 0; i < 10; i++) {
            pages.remove(pages.size() - 1).crash();
        }
        network.pass(QUIET);
        for (int i = 0; i < 10; i++) {
            chronicle.say(pages.get(i), pages);
            network.pass(700);
        }
        network.pass(A_WHILE);
        chronicle.check(pages);
    }

    // ---- Anything

    /** Whatever has happened: what is said when it has been quiet for a while is heard by everybody who is there. */
    @ParameterizedTest(name = "seed {0}")
    // From 162 on: rooms of which the server and the members thought differently whether they are large.
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 162, 173, 215, 250, 308})
    void whateverHappensTheRoomHears(long seed) {
        TestNetwork network = new TestNetwork(seed, MESH_MEMBERS);
        Random random = new Random(seed);
        Chronicle chronicle = new Chronicle();
        List<Page> pages = new ArrayList<>(enter(network, 3 + random.nextInt(28)));
        network.pass(A_WHILE);
        for (int i = 0; i < 30; i++) {
            Page one = pages.get(random.nextInt(pages.size()));
            Page other = pages.get(random.nextInt(pages.size()));
            switch (random.nextInt(7)) {
                case 0 -> pages.add(network.enter("late " + i));
                case 1 -> {
                    if (pages.size() > 3) {
                        pages.remove(one);
                        one.crash();
                    }
                }
                case 2 -> {
                    if (pages.size() > 3) {
                        pages.remove(one);
                        one.leave();
                    }
                }
                case 3 -> {
                    if (one != other) {
                        network.cut(one, other);
                        network.pass(random.nextInt(20_000));
                        network.mend(one, other);
                    }
                }
                case 4 -> network.breakLink(one, other);
                case 5 -> {
                    network.stopServer();
                    network.pass(random.nextInt(20_000));
                    network.startServer();
                    network.pass(2_000);
                }
                default -> chronicle.say(one, List.of());
            }
            network.pass(random.nextInt(3_000));
        }
        network.pass(2 * QUIET);
        for (Page page : pages) {
            chronicle.say(page, pages);
            network.pass(200);
        }
        network.pass(A_WHILE);
        chronicle.check(pages);
    }

    private static boolean isRouted(Bytes fragment) {
        try {
            Bytes frame = new Fragments().add(fragment);
            return frame != null && Frame.decode(frame) instanceof Frame.Routed;
        } catch (Malformed part) {
            return false;
        }
    }

    private static List<Page> enter(TestNetwork network, int count) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pages.add(network.enter("peer " + network.pages.size()));
            network.pass(200);
        }
        return pages;
    }

    /** What was said, and who must hear it. */
    private static final class Chronicle {
        private record Saying(Page author, String text, List<Page> hearers) {}

        private final List<Saying> sayings = new ArrayList<>();

        void say(Page author, List<Page> hearers) {
            String text = "text " + sayings.size() + " of " + author.host.name;
            sayings.add(new Saying(author, text, List.copyOf(hearers)));
            author.say(text);
        }

        /** Everybody who is still there has heard what it must, and nobody anything twice, or nameless. */
        void check(List<Page> present) {
            for (Page page : present) {
                List<String> heard = page.heard();
                assertEquals(heard.size(), new LinkedHashSet<>(heard).size(), page.host.name + " heard twice");
                for (Event.Message message : page.host.events(Event.Message.class)) {
                    assertFalse(message.author().name().isEmpty(), page.host.name + " heard somebody nameless");
                }
                for (Saying saying : sayings) {
                    if (saying.author() != page && saying.hearers().contains(page)) {
                        assertTrue(heard.contains(saying.text()), page.host.name + " missed " + saying.text());
                    }
                }
            }
        }
    }

    /** Two people carry codes from one page to the other and back. */
    private static void linkByHand(TestNetwork network, TestNetwork.Page inviter, TestNetwork.Page invited) {
        inviter.tell(new Input.Invite());
        network.pass(1_000);
        invited.tell(new Input.TakeCode(lastCode(inviter)));
        network.pass(1_000);
        inviter.tell(new Input.TakeCode(lastCode(invited)));
    }

    private static Bytes lastCode(TestNetwork.Page page) {
        return page.host.events(Event.CodeMade.class).getLast().code();
    }
}
