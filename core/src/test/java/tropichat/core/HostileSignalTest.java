package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.link.Frame;

/** What a hostile server or member can signal, and that it harms nobody else's link. */
class HostileSignalTest {
    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @Test
    void keepsOnlySoManyMembers() {
        List<Introduction> crowd = new ArrayList<>();
        for (int i = 0; i < Roster.CONTACTS_MAX + 10; i++) {
            crowd.add(new Introduction("id" + i, null, TestHost.profile("n" + i), "0x00"));
        }
        // Few by its own count, so that all of them are to be linked with.
        host.tell(new Input.Entered(TestHost.ID, crowd, 2));
        host.tell(new Input.Joined(bob.introduction()));
        assertEquals(Roster.CONTACTS_MAX, host.events(Event.MemberJoined.class).size());
        assertEquals(List.of(), bob.signal(Signal.Kind.OFFER, 1));
        host.tell(new Input.Left("id0"));
        host.tell(new Input.Joined(bob.introduction()));
        assertNotNull(host.member(bob.session.did()));
    }

    @ParameterizedTest
    @EnumSource(value = Signal.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "OFFER")
    void ignoresSignalsOfSomebodyUnknown(Signal.Kind kind) {
        bob.linked();
        Stranger mallory = new Stranger(host, "mallory");
        assertEquals(List.of(), mallory.signal(kind, 2));
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void ignoresOffersOfSomebodyUnknownThatNameNoSession() {
        bob.linked();
        Signal offer = TestHost.signal("page", 1, Signal.Kind.OFFER, "body");
        assertEquals(List.of(), host.tell(new Input.SignalReceived("id-nobody", offer)));
    }

    @Test
    void showsSomebodyUnknownOnceItHasProvenWhoItIs() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").offer(1).open();
        assertNull(host.member(carol.session.did()));
        carol.handshake();
        assertEquals(LinkState.OPEN, carol.member().link());
    }

    @Test
    void forgetsSomebodyUnknownThatProvesNothing() {
        bob.linked();
        Stranger carol = new Stranger(host, "carol").offer(1).open();
        host.tell(new Input.LinkClosed(carol.link));
        host.pass(MeshView.RETRY_MILLIS_MAX);
        assertNull(host.member(carol.session.did()));
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
    }

    @ParameterizedTest
    @EnumSource(Signal.Kind.class)
    void ignoresSignalsOfAFormerAttempt(Signal.Kind kind) {
        bob.linked();
        bob.offer(5);
        assertEquals(List.of(), bob.signal(kind, 4));
        assertEquals(2, bob.link);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Connections.ATTEMPT_MAX + 1, Integer.MAX_VALUE})
    void ignoresAttemptsThatNobodyCounts(int attempt) {
        bob.linked();
        for (Signal.Kind kind : Signal.Kind.values()) {
            assertEquals(List.of(), bob.signal(kind, attempt));
        }
        bob.instance = "another page";
        assertEquals(List.of(), bob.signal(Signal.Kind.OFFER, attempt));
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void goesOnCountingWhereTheOtherEndLeftOff() {
        bob.connect();
        bob.offer(Connections.ATTEMPT_MAX);
        host.tell(new Input.LinkClosed(bob.link));
        host.pass(MeshView.RETRY_MILLIS_MAX);
        Output.OpenLink next = host.outputs(Output.OpenLink.class).getLast();
        host.tell(new Input.SignalMade(next.link(), Signal.Kind.OFFER, "sdp"));
        int attempt = host.outputs(Output.SendSignal.class).getLast().signal().attempt();
        assertTrue(attempt >= 1 && attempt <= Connections.ATTEMPT_MAX, "attempt " + attempt);
    }

    @Test
    void anOfferThatTheServerMakesUpLeavesALinkThatLives() {
        bob.linked();
        bob.instance = "made up";
        Signal offer = bob.unproven(Signal.Kind.OFFER, 7);
        host.tell(new Input.SignalReceived(bob.id, offer));
        assertEquals(new Frame.Ping(0), bob.heard().getLast());
        host.tell(new Input.SignalReceived(bob.id, bob.unproven(Signal.Kind.CANDIDATE, 7)));
        bob.send(new Frame.Pong(0));
        host.pass(10 * Pulse.PROBE_MILLIS_MAX);
        assertEquals(LinkState.OPEN, bob.member().link());
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
        assertEquals(1, host.outputs(Output.ApplySignal.class).size(), "that of its own offer");
    }

    @Test
    void anUnprovenOfferCountsOnceTheLinkGivesNoSignOfLife() {
        bob.linked();
        int former = bob.link;
        bob.instance = "after reload";
        host.othersAreAlive = false;
        host.tell(new Input.SignalReceived(bob.id, bob.unproven(Signal.Kind.OFFER, 1)));
        host.tell(new Input.SignalReceived(bob.id, bob.unproven(Signal.Kind.CANDIDATE, 1)));
        host.pass(Pulse.PROBE_MILLIS_MAX);
        assertTrue(host.outputs.contains(new Output.CloseLink(former)));
        int link = host.outputs(Output.OpenLink.class).getLast().link();
        assertEquals(
                List.of(
                        new Output.ApplySignal(link, Signal.Kind.OFFER, "body"),
                        new Output.ApplySignal(link, Signal.Kind.CANDIDATE, "body")),
                host.outputs(Output.ApplySignal.class).subList(1, 3));
    }

    @Test
    void descriptionsWithAFalseOrAFormerProofLeaveAnOpenLinkAlone() {
        bob.linked();
        Signal renewal = bob.proven(bob.unproven(Signal.Kind.OFFER, 1));
        host.tell(new Input.SignalReceived(bob.id, renewal));
        assertEquals(2, host.outputs(Output.ApplySignal.class).size());
        host.tell(new Input.SignalReceived(bob.id, renewal));
        Stranger mallory = new Stranger(host, "mallory");
        mallory.instance = bob.instance;
        host.pass(1);
        Signal others = mallory.proven(bob.unproven(Signal.Kind.OFFER, 1));
        host.tell(new Input.SignalReceived(bob.id, others));
        host.tell(new Input.SignalReceived(bob.id, bob.unproven(Signal.Kind.ANSWER, 1)));
        assertEquals(2, host.outputs(Output.ApplySignal.class).size());
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void answersAndCandidatesOfAnotherPageBreakNothing() {
        bob.linked();
        bob.instance = "another page";
        assertEquals(List.of(), bob.signal(Signal.Kind.ANSWER, 2));
        assertEquals(List.of(), bob.signal(Signal.Kind.CANDIDATE, 2));
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void whatOneDoesToItsOwnLinkLeavesTheOthersAlone() {
        bob.linked();
        Stranger mallory = new Stranger(host, "mallory");
        host.tell(new Input.Joined(mallory.introduction()));
        for (int i = 1; i < Contact.OFFERS_BURST; i++) {
            mallory.instance = "page " + i;
            mallory.offer(i).open();
        }
        mallory.sendFragment(Bytes.EMPTY);
        assertEquals(LinkState.REFUSED, mallory.member().link());
        assertEquals(LinkState.OPEN, bob.member().link());
        bob.say("still here", 1);
        assertEquals(List.of("still here"), host.texts());
    }

    @Test
    void takesOnlySoManyOffersOfOneMember() {
        bob.connect();
        for (int i = 0; i < 10 * Contact.OFFERS_BURST; i++) {
            bob.instance = "page " + i;
            bob.offer(1);
        }
        assertEquals(Contact.OFFERS_BURST, host.outputs(Output.OpenLink.class).size());
        host.nowMillis += 1000 / Contact.OFFERS_PER_SECOND;
        bob.instance = "another page";
        int last = bob.link;
        assertEquals(last + 1, bob.offer(1).link);
    }

    @Test
    void ignoresLinksThatItDoesNotHave() {
        bob.linked();
        for (int link : new int[] {0, -1, bob.link + 1, Integer.MAX_VALUE}) {
            host.tell(new Input.LinkClosed(link));
            host.tell(new Input.LinkOpened(link, "", ""));
            host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, "sdp"));
            host.tell(new Input.FragmentReceived(link, false, Bytes.EMPTY));
            host.tell(new Input.Left("id-nobody"));
        }
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void opensAChannelOnce() {
        bob.linked();
        assertEquals(List.of(), host.tell(new Input.LinkOpened(bob.link, "other", "fingerprints")));
    }

    /** In a large room an offer may come from somebody of whom nobody told, and its session is only a claim. */
    @Test
    void nobodyCanHaveAnotherRefusedByClaimingToBeIt() {
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1_000));
        Stranger mallory = new Stranger(host, "mallory");
        Signal claim = new Signal(bob.session.key(), "page", 1, Signal.Kind.OFFER, false, "body");
        host.tell(new Input.SignalReceived(mallory.id, claim));
        mallory.link = host.outputs(Output.OpenLink.class).getLast().link();
        mallory.open().greet();
        assertTrue(mallory.isClosed());
        bob.met();
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void nobodyCanHaveAnotherRefusedByTellingAWrongIdOfIt() {
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1_000));
        Stranger mallory = new Stranger(host, "mallory").met();
        mallory.send(new Frame.Sample(null, 0, List.of(bob.record().withId("id-other"))));
        host.pass(1_000);
        Stranger other = new Stranger(host, "other");
        other.link = host.outputs(Output.OpenLink.class).getLast().link();
        other.open().greet();
        assertTrue(other.isClosed());
        bob.met();
        assertEquals(LinkState.OPEN, bob.member().link());
    }
}
