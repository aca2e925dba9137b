package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;

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
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        Page cem = network.enter("Cem");
        Page dan = network.enter("Dan");
        // A chain: Ann - Ben - Cem - Dan.
        network.cut(ann, cem);
        network.cut(ann, dan);
        network.cut(ben, dan);
        network.pass(120_000);
        ann.say("all the way");
        network.pass(2_000);
        assertTrue(dan.heard().contains("all the way"));
        assertEquals(0, relays(ann) + relays(ben) + relays(cem) + relays(dan));
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
        Page ann = network.page("Ann");
        for (Page other : others) {
            network.cut(ann, other);
        }
        network.let(ann);
        network.pass(RELAYED_WITHIN_MILLIS + 1_000);
        assertTrue(relays(ann) <= 2 * Relays.LARGE_ROOM_LINKS, relays(ann) + " relayed links tried");
        ann.say("alone no more");
        network.pass(3_000);
        for (Page other : others) {
            assertTrue(other.heard().contains("alone no more"), other.host.name);
        }
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
