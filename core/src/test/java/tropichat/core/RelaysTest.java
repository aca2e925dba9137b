package tropichat.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.link.Frame;

/** Members to whom there is no path are reached by way of the server; others never are. */
class RelaysTest {
    /** Patience, a connection by way of the server, and its handshake. */
    private static final long RELAYED_WITHIN_MILLIS = 9_000;

    private static TestNetwork relaying(long seed) {
        TestNetwork network = new TestNetwork(seed);
        network.relays = true;
        return network;
    }

    private static LinkState state(Page viewer, Page of) {
        Member member = viewer.host.member(of.host.session.did());
        return member == null ? LinkState.LOST : member.link();
    }

    private static int relays(Page page) {
        return page.host.outputs(Output.OpenRelay.class).size();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void carriesWhatIsSaidWhereThereIsNoPath(long seed) {
        TestNetwork network = relaying(seed);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        network.cut(ann, ben);
        network.pass(RELAYED_WITHIN_MILLIS);
        assertEquals(LinkState.RELAYED, state(ann, ben));
        assertEquals(LinkState.RELAYED, state(ben, ann));
        ann.say("by way of the server");
        ben.say("so it is");
        network.pass(1_000);
        assertTrue(ben.heard().contains("by way of the server"));
        assertTrue(ann.heard().contains("so it is"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8})
    void givesWayToADirectLink(long seed) {
        TestNetwork network = relaying(seed);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        network.cut(ann, ben);
        network.pass(60_000);
        assertEquals(LinkState.RELAYED, state(ann, ben), "direct attempts in vain do not end it");
        network.mend(ann, ben);
        network.pass(70_000);
        assertEquals(LinkState.OPEN, state(ann, ben));
        assertEquals(LinkState.OPEN, state(ben, ann));
        assertEquals(1, ann.connections());
        assertEquals(1, ben.connections());
        ann.say("directly");
        network.pass(1_000);
        assertTrue(ben.heard().contains("directly"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {9, 10, 11})
    void isNotUsedWhereOthersReachBoth(long seed) {
        TestNetwork network = relaying(seed);
        List<Page> chain = network.chain("Ann", "Ben", "Cem", "Dan");
        network.pass(120_000);
        chain.getFirst().say("all the way");
        network.pass(2_000);
        assertTrue(chain.getLast().heard().contains("all the way"));
        assertEquals(0, chain.stream().mapToInt(RelaysTest::relays).sum());
    }

    @Test
    void stepsInWhenTheOnlyOneBetweenThemLeaves() {
        TestNetwork network = relaying(12);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        Page cem = network.enter("Cem");
        network.cut(ann, cem);
        network.pass(20_000);
        assertEquals(0, relays(ann));
        ben.leave();
        network.pass(Relays.PATIENCE_MILLIS);
        assertEquals(LinkState.RELAYED, state(ann, cem));
    }

    @Test
    void joinsTwoHalvesThatOnlyTheServerReaches() {
        TestNetwork network = relaying(13);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        Page cem = network.enter("Cem");
        Page dan = network.enter("Dan");
        for (Page left : new Page[] {ann, ben}) {
            network.cut(left, cem);
            network.cut(left, dan);
        }
        network.pass(2 * RELAYED_WITHIN_MILLIS);
        ann.say("over there?");
        network.pass(2_000);
        assertTrue(dan.heard().contains("over there?"));
        assertTrue(cem.heard().contains("over there?"));
    }

    @Test
    void comesBackWithTheServer() {
        TestNetwork network = relaying(14);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        network.cut(ann, ben);
        network.pass(RELAYED_WITHIN_MILLIS);
        network.stopServer();
        network.pass(2_000);
        assertNotEquals(LinkState.RELAYED, state(ann, ben));
        ann.say("meanwhile");
        network.startServer();
        network.pass(RELAYED_WITHIN_MILLIS + 2_000);
        assertEquals(LinkState.RELAYED, state(ann, ben));
        network.pass(1_000);
        assertTrue(ben.heard().contains("meanwhile"));
    }

    @Test
    void isNotAskedForWhereTheServerCarriesNothing() {
        TestNetwork network = new TestNetwork(15);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        network.cut(ann, ben);
        network.pass(120_000);
        assertEquals(0, relays(ann) + relays(ben));
    }

    @Test
    void findsSomebodyInALargeRoom() {
        TestNetwork network = new TestNetwork(16, 4);
        network.relays = true;
        Page[] others = new Page[8];
        for (int i = 0; i < others.length; i++) {
            others[i] = network.enter("P" + i);
        }
        network.pass(10_000);
        Page ann = network.shutIn("Ann", others);
        network.pass(RELAYED_WITHIN_MILLIS + 1_000);
        assertTrue(relays(ann) <= 2 * Relays.LARGE_ROOM_LINKS, relays(ann) + " relayed links tried");
        ann.say("alone no more");
        network.pass(3_000);
        for (Page other : others) {
            assertTrue(other.heard().contains("alone no more"), other.host.name);
        }
    }

    @Test
    void stepsInOnceAMemberIsNotHeardOfThroughOthersAnyMore() {
        TestNetwork network = relaying(19);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        Page cem = network.enter("Cem");
        Page dan = network.enter("Dan");
        network.cut(ann, cem);
        network.cut(dan, cem);
        network.pass(20_000);
        assertEquals(0, relays(ann) + relays(dan));
        ben.leave();
        // Ann still has Dan, and has heard of Cem of late.
        network.pass(Reach.GOOD_MILLIS + Relays.LOOK_AGAIN_MILLIS + Relays.CONNECT_MILLIS_MAX);
        ann.say("there you are");
        network.pass(2_000);
        assertTrue(cem.heard().contains("there you are"));
    }

    @Test
    void oneCutPairCostsTheRoomLittle() {
        TestNetwork network = relaying(20);
        Page[] pages = new Page[10];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = network.enter("P" + i);
        }
        network.cut(pages[0], pages[1]);
        network.pass(30_000);
        network.recording = true;
        network.pass(60_000);
        long walks = 0;
        for (Page page : pages) {
            walks += page.sent.stream()
                    .filter(fragment -> new String(fragment.toArray(), ISO_8859_1).contains("forward"))
                    .count();
        }
        // Six times a minute each of the two tells eight, who tell the eight others.
        assertTrue(walks > 0 && walks <= 2 * 7 * (8 + 8 * 8), walks + " frames in a minute");
        assertEquals(0, relays(pages[0]) + relays(pages[1]));
    }

    @Test
    void livesThroughTheSamplesOfALargeRoom() {
        TestNetwork network = new TestNetwork(21, 4);
        network.relays = true;
        Page[] others = new Page[50];
        for (int i = 0; i < others.length; i++) {
            others[i] = network.enter("P" + i);
            network.pass(200);
        }
        Page ann = network.shutIn("Ann", others);
        network.pass(15_000);
        int tried = relays(ann);
        network.pass(400_000);
        assertTrue(relays(ann) - tried <= Relays.LARGE_ROOM_LINKS, (relays(ann) - tried) + " more");
        ann.say("still here");
        network.pass(3_000);
        for (Page other : others) {
            assertTrue(other.heard().contains("still here"), other.host.name);
        }
    }

    /** A host in a large room, whom a stranger offers a relayed link. */
    private static Stranger relayed(TestHost host) {
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1_000, true));
        Stranger bob = new Stranger(host, "Bob");
        host.tell(new Input.Joined(bob.introduction()));
        host.tell(new Input.SignalReceived(
                bob.id, Signal.ofRelay(bob.session.key(), "page", 1, Signal.Kind.OFFER, "key")));
        bob.link = host.outputs(Output.OpenRelay.class).getLast().link();
        return bob;
    }

    @Test
    void nobodyCutsTheRelayedLinkOfAnother() {
        TestHost host = new TestHost("Ann");
        Stranger bob = relayed(host).open().handshake();
        assertEquals(LinkState.RELAYED, bob.member().link());
        for (boolean byRelay : new boolean[] {true, false}) {
            Signal claim = byRelay
                    ? Signal.ofRelay(bob.session.key(), "another", 9, Signal.Kind.OFFER, "key")
                    : new Signal(bob.session.key(), "another", 9, Signal.Kind.OFFER, false, "sdp");
            host.tell(new Input.SignalReceived("id of somebody else", claim));
        }
        assertEquals(0, host.outputs(Output.CloseLink.class).size());
        assertEquals(LinkState.RELAYED, bob.member().link());
    }

    @Test
    void aFalseHelloByAnotherIdIsNotTheMembersFault() {
        TestHost host = new TestHost("Ann");
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1_000, true));
        Stranger bob = new Stranger(host, "Bob");
        host.tell(new Input.Joined(bob.introduction()));
        Signal claim = Signal.ofRelay(bob.session.key(), "another", 1, Signal.Kind.OFFER, "key");
        host.tell(new Input.SignalReceived("id of somebody else", claim));
        bob.link = host.outputs(Output.OpenRelay.class).getLast().link();
        bob.open();
        bob.send(new Frame.Greeting(Bytes.utf8("nonsense")));
        assertEquals(1, host.outputs(Output.CloseLink.class).size());
        Member member = host.member(bob.session.did());
        assertTrue(member == null || member.link() != LinkState.REFUSED, String.valueOf(member));
    }

    @Test
    void anOfferByTheServerDoesNotEndADirectLink() {
        TestHost host = new TestHost("Ann");
        Stranger bob = new Stranger(host, "Bob");
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1, true));
        bob.joined();
        Signal offer = Signal.ofRelay(bob.session.key(), "page", 1, Signal.Kind.OFFER, "00");
        host.tell(new Input.SignalReceived(bob.id, offer));
        assertEquals(0, host.outputs(Output.OpenRelay.class).size());
        assertEquals(0, host.outputs(Output.CloseLink.class).size());
    }
}
