package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.link.Frame;

class RepairTest {
    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @Test
    void looksForPathsAnewWhereALinkFallsSilent() {
        bob.linked();
        silence();
        assertEquals(List.of(new Output.RepairLink(bob.link)), host.outputs(Output.RepairLink.class));
        assertEquals(LinkState.CONNECTING, bob.member().link());
        bob.send(new Frame.Pong(0));
        assertEquals(LinkState.OPEN, bob.member().link());
        bob.say("here again", 1);
        assertEquals(List.of("here again"), host.texts());
    }

    @Test
    void aLinkWhoseRepairFailsIsMadeAnew() {
        bob.linked();
        silence();
        host.pass(Pulse.REPAIR_MILLIS_MAX);
        assertTrue(bob.isClosed());
        host.pass(2 * MeshView.RETRY_MILLIS_MIN);
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
        assertTrue(host.outputs(Output.OpenLink.class).getLast().initiator());
    }

    @Test
    void silenceIsFoundOutWithinFiveSeconds() {
        bob.linked();
        host.othersAreAlive = false;
        host.pass(5_000);
        assertEquals(List.of(new Output.RepairLink(bob.link)), host.outputs(Output.RepairLink.class));
    }

    @Test
    void aLinkWhoseRepairALostServerCarriedIsMadeAnewWhenTheServerIsThereAgain() {
        bob.linked();
        silence();
        host.tell(new Input.SignalingLost());
        assertFalse(bob.isClosed());
        host.tell(TestHost.entered(bob.introduction()));
        assertTrue(bob.isClosed());
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
        assertTrue(host.outputs(Output.OpenLink.class).getLast().initiator());
        assertEquals(LinkState.CONNECTING, bob.member().link());
    }

    @Test
    void linksThatLiveAreLeftAloneWhenTheServerIsThereAgain() {
        bob.linked();
        host.tell(new Input.SignalingLost());
        host.tell(TestHost.entered(bob.introduction()));
        assertFalse(bob.isClosed());
        assertEquals(List.of(), host.outputs(Output.RepairLink.class));
    }

    @Test
    void whoSleptOverAnAnswerAsksAgain() {
        bob.linked();
        host.tell(new Input.Awoke());
        host.nowMillis += 60_000;
        host.tell(new Input.Tick());
        assertEquals(List.of(), host.outputs(Output.RepairLink.class));
        assertEquals(new Frame.Ping(0), bob.heard().getLast());
        bob.send(new Frame.Pong(0));
        host.pass(Pulse.PROBE_MILLIS_MAX);
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void nothingIsRepairedWhereTheServerSaysThatTheMemberHasLeft() {
        bob.linked();
        host.othersAreAlive = false;
        host.tell(new Input.Left(bob.id));
        host.pass(Pulse.PROBE_MILLIS_MAX);
        assertTrue(bob.isClosed());
        assertEquals(List.of(), host.outputs(Output.RepairLink.class));
    }

    @Test
    void asksEveryLinkForASignOfLifeAfterSleep() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol");
        host.tell(new Input.Joined(carol.introduction()));
        carol.linked();
        host.tell(new Input.Awoke());
        assertEquals(new Frame.Ping(0), bob.heard().getLast());
        assertEquals(new Frame.Ping(0), carol.heard().getLast());
    }

    @Test
    void onAnotherNetworkLinksAreRepairedAndTheLostTriedAtOnce() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").linked();
        host.tell(new Input.LinkClosed(carol.link));
        int made = host.outputs(Output.OpenLink.class).size();
        host.tell(new Input.NetworkChanged());
        assertEquals(List.of(new Output.RepairLink(bob.link)), host.outputs(Output.RepairLink.class));
        assertEquals(made + 1, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void connectionsThatAServerCarriedAreBegunAnewWhenItIsThereAgain() {
        host.tell(TestHost.entered(bob.introduction()));
        int first = host.outputs(Output.OpenLink.class).getLast().link();
        host.tell(new Input.SignalingLost());
        host.tell(TestHost.entered(bob.introduction()));
        assertTrue(host.outputs.contains(new Output.CloseLink(first)));
        int second = host.outputs(Output.OpenLink.class).getLast().link();
        assertFalse(first == second);
    }

    @Test
    void aSessionThatHasAnotherIdAtTheServerDoesNotLeaveWithTheOldOne() {
        bob.linked();
        Introduction again =
                new Introduction("id-again", bob.session.key(), TestHost.profile("Stranger"), bob.wallet.text());
        host.tell(new Input.Joined(again));
        host.tell(new Input.Left(bob.id));
        assertFalse(bob.heard().contains(new Frame.Ping(0)));
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    /** Nothing is heard, as long as that may be. */
    private void silence() {
        host.othersAreAlive = false;
        host.pass(Pulse.SILENCE_MILLIS + Connections.BEAT_MILLIS + Pulse.PROBE_MILLIS_MAX);
    }
}
