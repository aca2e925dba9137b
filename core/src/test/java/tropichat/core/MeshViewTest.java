package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Limits;
import tropichat.core.identity.TestSession;
import tropichat.core.link.Frame;

/** Who is in a small room, and which connections are made to them. */
class MeshViewTest {
    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    // ---- Who offers

    @Test
    void offersToEverybodyWhoWasThere() {
        Stranger carol = new Stranger(host, "carol");
        host.tell(TestHost.entered(bob.introduction(), carol.introduction()));
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
        assertTrue(host.outputs(Output.OpenLink.class).stream().allMatch(Output.OpenLink::initiator));
        assertTrue(host.events(Event.MemberJoined.class).stream().allMatch(Event.MemberJoined::met));
    }

    @Test
    void waitsForNewcomersToOffer() {
        host.tell(TestHost.entered());
        host.tell(new Input.Joined(bob.introduction()));
        assertFalse(host.events(Event.MemberJoined.class).getFirst().met());
        host.pass(Link.CONNECT_MILLIS_MAX - 1);
        assertEquals(List.of(), host.outputs(Output.OpenLink.class));
        host.pass(1);
        assertTrue(host.outputs(Output.OpenLink.class).getFirst().initiator());
    }

    @Test
    void isPoliteTowardsExactlyOneOfTwo() {
        TestHost other = new TestHost("bob");
        host.tell(TestHost.entered(bob.introduction()));
        other.tell(TestHost.entered(
                new Introduction("id-ada", host.session.key(), TestHost.profile("ada"), host.wallet.text())));
        assertTrue(host.outputs(Output.OpenLink.class).getFirst().polite()
                ^ other.outputs(Output.OpenLink.class).getFirst().polite());
    }

    @Test
    void leavesBothOffersOfTheSameAttemptToTheDriver() {
        entered(bob);
        bob.signal(Signal.Kind.OFFER, 1);
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
        assertEquals(
                List.of(new Output.ApplySignal(1, Signal.Kind.OFFER, "body")), host.outputs(Output.ApplySignal.class));
    }

    @Test
    void sendsSignalsToWhomTheLinkIsFor() {
        entered(bob);
        host.tell(new Input.SignalMade(1, Signal.Kind.OFFER, "sdp"));
        Output.SendSignal sent = host.outputs(Output.SendSignal.class).getFirst();
        assertEquals(bob.id, sent.to());
        assertEquals(1, sent.signal().attempt());
        assertEquals("sdp", sent.signal().body());
    }

    @Test
    void isNotInTheRoomWithItself() {
        host.tell(TestHost.entered(
                new Introduction("id-me", host.session.key(), TestHost.profile("ada"), host.wallet.text())));
        assertEquals(List.of(), host.outputs(Output.OpenLink.class));
        assertEquals(List.of(), host.events(Event.MemberJoined.class));
    }

    // ---- Failure and another try

    @Test
    void givesUpAConnectionThatDoesNotComeAbout() {
        entered(bob);
        host.pass(Link.CONNECT_MILLIS_MAX - 1);
        assertEquals(LinkState.CONNECTING, bob.member().link());
        host.pass(1);
        assertEquals(LinkEnd.NO_ANSWER, bob.member().end());
        assertEquals(LinkState.LOST, bob.member().link());
    }

    @Test
    void waitsLongerAfterEachFailure() {
        entered(bob);
        long expected = MeshView.RETRY_MILLIS_MIN;
        for (int attempt = 2; attempt < 12; attempt++) {
            Output.OpenLink last = host.outputs(Output.OpenLink.class).getLast();
            host.tell(new Input.LinkClosed(last.link()));
            long pause = host.peer.deadlineMillis() - host.nowMillis;
            assertTrue(pause >= expected / 2 && pause <= expected * 3 / 2, "paused " + pause + " of " + expected);
            host.pass(pause);
            Output.OpenLink next = host.outputs(Output.OpenLink.class).getLast();
            assertTrue(next.link() > last.link() && next.initiator());
            host.tell(new Input.SignalMade(next.link(), Signal.Kind.OFFER, "sdp"));
            assertEquals(
                    attempt,
                    host.outputs(Output.SendSignal.class).getLast().signal().attempt());
            expected = Math.min(2 * expected, MeshView.RETRY_MILLIS_MAX);
        }
    }

    @Test
    void beginsAgainWithAShortWaitOnceALinkWasOpen() {
        entered(bob);
        for (int i = 0; i < 5; i++) {
            host.tell(new Input.LinkClosed(
                    host.outputs(Output.OpenLink.class).getLast().link()));
            host.pass(2 * MeshView.RETRY_MILLIS_MAX);
        }
        bob.offer(20).open().greet().prove();
        assertEquals(LinkState.OPEN, bob.member().link());
        host.tell(new Input.LinkClosed(bob.link));
        assertTrue(host.peer.deadlineMillis() - host.nowMillis <= MeshView.RETRY_MILLIS_MIN * 3 / 2);
    }

    @Test
    void doesNotTryWhileTheServerIsLost() {
        entered(bob);
        host.tell(new Input.SignalingLost());
        host.tell(new Input.LinkClosed(1));
        host.pass(10 * MeshView.RETRY_MILLIS_MAX);
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
        host.tell(TestHost.entered(bob.introduction()));
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void looksAfterItsLinksWithWhateverElseWakesIt() {
        bob.linked();
        host.assertOnlyLooksAfterLinks();
        host.pass(Connections.BEAT_MILLIS / 2 - 1);
        host.tell(new Input.Tick());
        assertEquals(Connections.BEAT_MILLIS / 2 + 1, host.peer.deadlineMillis() - host.nowMillis);
        host.pass(1);
        host.tell(new Input.Tick());
        host.assertWaitsForBeat();
    }

    // ---- Leaving

    @Test
    void asksALinkForASignOfLifeWhenTheServerNoLongerHasTheMember() {
        bob.linked();
        host.tell(new Input.Left(bob.id));
        assertEquals(new Frame.Ping(0), bob.heard().getLast());
        host.pass(Pulse.PROBE_MILLIS_MAX - 1);
        bob.send(new Frame.Pong(0));
        host.pass(10 * Pulse.PROBE_MILLIS_MAX);
        assertEquals(LinkState.OPEN, bob.member().link());
        bob.say("still here", 1);
        assertEquals(List.of("still here"), host.texts());
    }

    @Test
    void letsAMemberGoThatGivesNoSignOfLife() {
        bob.linked();
        host.tell(new Input.Left(bob.id));
        host.pass(Pulse.PROBE_MILLIS_MAX - 1);
        assertNotNull(host.member(bob.session.did()));
        host.pass(1);
        assertNull(host.member(bob.session.did()));
        assertTrue(bob.isClosed());
        assertEquals(1, host.events(Event.MemberLeft.class).size());
    }

    @Test
    void letsAMemberGoThatSaysGoodbye() {
        bob.linked();
        bob.send(new Frame.Bye());
        assertEquals(LinkEnd.BYE, bob.member().end());
        host.tell(new Input.Left(bob.id));
        assertNull(host.member(bob.session.did()));
    }

    @Test
    void letsAMemberGoAtOnceWhoseLinkIsNotOpen() {
        entered(bob);
        host.tell(new Input.Left(bob.id));
        assertNull(host.member(bob.session.did()));
        assertEquals(List.of(new Output.CloseLink(1)), host.outputs(Output.CloseLink.class));
        assertEquals(Long.MAX_VALUE, host.peer.deadlineMillis());
    }

    @Test
    void answersAPing() {
        bob.linked().send(new Frame.Ping(7));
        assertEquals(new Frame.Pong(7), bob.heard().getLast());
    }

    // ---- Another page of the same person

    @Test
    void keepsAnOpenLinkWhenTheServerNamesTheMemberAnew() {
        bob.linked();
        host.tell(new Input.SignalingLost());
        host.tell(TestHost.entered(
                new Introduction("id-bob-anew", bob.session.key(), TestHost.profile("Stranger"), bob.wallet.text())));
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(1, host.events(Event.MemberJoined.class).size());
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
        host.tell(new Input.LinkClosed(bob.link));
        host.pass(MeshView.RETRY_MILLIS_MAX);
        Output.OpenLink again = host.outputs(Output.OpenLink.class).getLast();
        host.tell(new Input.SignalMade(again.link(), Signal.Kind.OFFER, "sdp"));
        assertEquals(
                "id-bob-anew", host.outputs(Output.SendSignal.class).getLast().to());
    }

    @Test
    void putsAReloadedPageInThePlaceOfTheFormerOne() {
        bob.linked();
        int former = bob.link;
        host.tell(new Input.Joined(
                new Introduction("id-bob-anew", bob.session.key(), TestHost.profile("Stranger"), bob.wallet.text())));
        Signal offer = TestHost.signal("page after reload", 1, Signal.Kind.OFFER, "sdp");
        host.tell(new Input.SignalReceived("id-bob-anew", bob.proven(offer)));
        assertTrue(host.outputs.contains(new Output.CloseLink(former)));
        bob.link = host.outputs(Output.OpenLink.class).getLast().link();
        bob.open().greet().prove();
        assertEquals(LinkState.OPEN, bob.member().link());
        // The server drops the former page's connection late; that one is nobody's any more.
        host.tell(new Input.Left(bob.id));
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(1, host.events(Event.MemberJoined.class).size());
        assertEquals(0, host.events(Event.MemberLeft.class).size());
    }

    @Test
    void givesARefusedMemberAnotherChanceWhenItComesAgain() {
        bob.linked().greet();
        assertEquals(LinkState.REFUSED, bob.member().link());
        host.tell(new Input.Joined(
                new Introduction("id-bob-anew", bob.session.key(), TestHost.profile("Stranger"), bob.wallet.text())));
        Signal offer = TestHost.signal("page after reload", 1, Signal.Kind.OFFER, "sdp");
        host.tell(new Input.SignalReceived("id-bob-anew", offer));
        bob.link = host.outputs(Output.OpenLink.class).getLast().link();
        bob.open().greet().prove();
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void doesNotOfferToARefusedMemberThatStayed() {
        bob.linked().greet();
        host.tell(new Input.SignalingLost());
        host.tell(TestHost.entered(bob.introduction()));
        assertEquals(LinkState.REFUSED, bob.member().link());
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
    }

    // ---- Members that speak only the guide's events

    @Test
    void makesNoLinkToAPageWithoutASessionKey() {
        Introduction legacy = new Introduction("id-legacy", null, TestHost.profile("Lou"), "0x00");
        host.tell(TestHost.entered(legacy));
        host.tell(new Input.SignalReceived("id-legacy", TestHost.signal("page", 1, Signal.Kind.OFFER, "sdp")));
        host.pass(TestHost.DAY_MILLIS);
        Member member = host.member("id-legacy");
        assertNotNull(member);
        assertEquals(LinkState.INCOMPATIBLE, member.link());
        assertNull(member.did());
        assertEquals(List.of(), host.outputs(Output.OpenLink.class));
        host.tell(new Input.Left("id-legacy"));
        assertNull(host.member("id-legacy"));
    }

    // ---- What members do

    @Test
    void showsWhoIsTypingForAWhile() {
        bob.linked().send(new Frame.Typing(true));
        assertTrue(bob.member().typing());
        host.pass(Roster.TYPING_MILLIS - 1);
        assertTrue(bob.member().typing());
        host.pass(1);
        assertFalse(bob.member().typing());
        bob.send(new Frame.Typing(true)).say("text", 1);
        assertFalse(bob.member().typing());
        host.assertOnlyLooksAfterLinks();
    }

    @Test
    void tellsOfTypingWhenItBeginsAndEndsOnly() {
        bob.linked();
        int told = host.outputs.size();
        bob.send(new Frame.Typing(true)).send(new Frame.Typing(true)).send(new Frame.Typing(false));
        bob.send(new Frame.Typing(false));
        assertEquals(told + 2, host.outputs.size());
    }

    @Test
    void answersOnlySoManyFramesThatCostNothingToSend() {
        bob.linked();
        int told = host.outputs.size();
        for (int i = 0; i < Limits.CONTROL_FRAMES_BURST; i++) {
            bob.send(new Frame.Ping(i)).send(new Frame.Typing(i % 2 == 0));
        }
        assertEquals(told + Limits.CONTROL_FRAMES_BURST, host.outputs.size());
        host.nowMillis += 1000;
        told = host.outputs.size();
        for (int i = 0; i < 2 * Limits.CONTROL_FRAMES_PER_SECOND; i++) {
            bob.send(new Frame.Ping(i));
        }
        assertEquals(told + Limits.CONTROL_FRAMES_PER_SECOND, host.outputs.size());
        bob.say("still here", 1);
        assertEquals(List.of("still here"), host.texts());
    }

    @Test
    void aMemberWhoseLinkEndsTypesNoLonger() {
        bob.linked().send(new Frame.Typing(true));
        host.tell(new Input.LinkClosed(bob.link));
        assertFalse(bob.member().typing());
    }

    @Test
    void tellsWhoTookAnotherName() {
        bob.linked().say(bob.entry(bob.about("Robert"), 1));
        Event.MemberRenamed renamed = host.events(Event.MemberRenamed.class).getFirst();
        assertEquals("Stranger", renamed.formerName());
        assertEquals("Robert", renamed.member().name());
        assertEquals("Robert", bob.member().name());
    }

    @Test
    void twoMembersMayHaveOneName() {
        Stranger carol = new Stranger(host, "carol");
        host.tell(TestHost.entered(bob.introduction(), carol.introduction()));
        assertEquals(bob.member().name(), carol.member().name());
        assertEquals(2, host.events(Event.MemberJoined.class).size());
    }

    @Test
    void aNameInAnIntroductionProvesNothing() {
        TestSession session = new TestSession("bob");
        host.tell(new Input.Joined(new Introduction("id-x", session.key(), TestHost.profile("Vitalik"), "0xAb5801a7")));
        Member member = host.member(session.did());
        assertNotNull(member);
        assertFalse(member.proven());
    }

    private void entered(Stranger stranger) {
        host.tell(TestHost.entered(stranger.introduction()));
    }
}
