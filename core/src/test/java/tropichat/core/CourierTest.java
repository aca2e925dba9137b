package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.link.Frame;
import tropichat.core.link.Way;

/** Signals that travel through peers: sealed, signed, over so many links and no more. */
class CourierTest {
    private static final String SDP = "v=0 a=candidate of a private address";

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");
    private final Stranger carol = new Stranger(host, "carol");

    /** Whom no server introduced. */
    private final Stranger eve = new Stranger(host, "eve");

    @BeforeEach
    void link() {
        bob.linked();
        carol.joined();
    }

    // ---- Out

    @Test
    void signalsAreSealedForWhomTheyAreAndSigned() throws Malformed {
        int link = meet(eve.record().withId(null));
        host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, SDP));
        Frame.Routed routed = bob.heard(Frame.Routed.class).getFirst();
        assertEquals(eve.session.key(), routed.way().to());
        assertEquals(host.session.key(), routed.way().from());
        assertEquals(0, routed.way().hops());
        assertFalse(
                routed.encode().hex().contains(Bytes.utf8(SDP.substring(4, 12)).hex()));
        Bytes content = TestSealing.unseal(eve.sealing, routed.sealed());
        assertNotNull(content);
        assertTrue(content.hex().contains(Bytes.utf8(SDP).hex()));
        SealedSignal.Opened opened = SealedSignal.decode(content);
        assertTrue(TestSignatures.isValid(opened.check()));
        assertEquals(SDP, opened.content().signal().body());
        assertEquals(List.of(), host.outputs(Output.SendSignal.class));
        assertEquals(List.of(), carol.heard(Frame.Routed.class));
    }

    @Test
    void signalsKeepTheirOrder() throws Malformed {
        int link = meet(eve.record().withId(null));
        host.answering = false;
        host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, "offer"));
        for (int i = 0; i < 5; i++) {
            host.tell(new Input.SignalMade(link, Signal.Kind.CANDIDATE, "candidate " + i));
        }
        host.answerBackwards();
        List<String> bodies = new ArrayList<>();
        for (Frame.Routed routed : bob.heard(Frame.Routed.class)) {
            Bytes content = TestSealing.unseal(eve.sealing, routed.sealed());
            assertNotNull(content);
            bodies.add(SealedSignal.decode(content).content().signal().body());
        }
        assertEquals(
                List.of("offer", "candidate 0", "candidate 1", "candidate 2", "candidate 3", "candidate 4"), bodies);
    }

    @Test
    void nothingIsSealedToARecordThatTheSessionDidNotSign() {
        PeerRecord plain = eve.record();
        PeerRecord forged = new PeerRecord(plain.session(), bob.sealing, plain.timeMillis(), plain.signature(), null);
        int link = meet(forged);
        host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, SDP));
        assertEquals(List.of(), host.outputs(Output.Seal.class));
        assertEquals(List.of(), bob.heard(Frame.Routed.class));
    }

    @Test
    void aFalseRecordDoesNotTakeThePlaceOfARightOne() {
        int link = meet(eve.record().withId(null));
        host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, "first"));
        PeerRecord later = eve.record(TestHost.START_MILLIS + 1);
        carol.send(new Frame.Sample(
                null,
                0,
                List.of(new PeerRecord(later.session(), carol.sealing, later.timeMillis(), later.signature(), null))));
        host.tell(new Input.SignalMade(link, Signal.Kind.CANDIDATE, "second"));
        List<Output.Seal> sealed = host.outputs(Output.Seal.class);
        assertEquals(2, sealed.size());
        assertEquals(eve.sealing, sealed.getLast().to());
        assertEquals(
                2,
                bob.heard(Frame.Routed.class).size()
                        + carol.heard(Frame.Routed.class).size());
    }

    @Test
    void aLaterRecordThatIsRightIsUsed() {
        int link = meet(eve.record().withId(null));
        host.tell(new Input.SignalMade(link, Signal.Kind.OFFER, "first"));
        Bytes anew = TestSealing.key("eve's next page");
        long later = TestHost.START_MILLIS + 1;
        Bytes signed = PeerRecord.signable(TestHost.ROOM, eve.session.key(), anew, later);
        bob.send(new Frame.Sample(
                null, 0, List.of(new PeerRecord(eve.session.key(), anew, later, eve.session.sign(signed), null))));
        host.tell(new Input.SignalMade(link, Signal.Kind.CANDIDATE, "second"));
        assertEquals(anew, host.outputs(Output.Seal.class).getLast().to());
    }

    @Test
    void aConnectionThatFailsByWayOfTheServerIsTriedThroughPeers() {
        host.tell(new Input.Joined(eve.introduction()));
        eve.offer(1);
        bob.send(new Frame.Sample(null, 0, List.of(eve.record())));
        host.tell(new Input.LinkClosed(eve.link));
        host.pass(2 * MeshView.RETRY_MILLIS_MIN);
        Output.OpenLink again = host.outputs(Output.OpenLink.class).getLast();
        host.tell(new Input.SignalMade(again.link(), Signal.Kind.OFFER, SDP));
        assertEquals(1, bob.heard(Frame.Routed.class).size());
        assertEquals(List.of(), host.outputs(Output.SendSignal.class));
    }

    // ---- In

    @Test
    void anOfferThroughPeersIsTaken() {
        assertEquals(1, opens(bob, offer(1, SDP)));
        Output.ApplySignal apply = host.outputs(Output.ApplySignal.class).getLast();
        assertEquals(SDP, apply.body());
        // The answer goes back where the offer came from.
        host.tell(new Input.SignalMade(apply.link(), Signal.Kind.ANSWER, "answer"));
        assertEquals(
                eve.session.key(),
                bob.heard(Frame.Routed.class).getFirst().way().to());
        eve.link = apply.link();
        eve.open().handshake();
        assertEquals(LinkState.OPEN, eve.member().link());
    }

    @Test
    void aReplayedOfferDoesNothing() {
        Frame.Routed offer = offer(1, SDP);
        assertEquals(1, opens(bob, offer));
        int applied = host.outputs(Output.ApplySignal.class).size();
        assertEquals(0, opens(bob, offer));
        assertEquals(0, opens(carol, offer));
        host.tell(new Input.LinkClosed(
                host.outputs(Output.OpenLink.class).getLast().link()));
        assertEquals(0, opens(carol, offer));
        assertEquals(applied, host.outputs(Output.ApplySignal.class).size());
        host.nowMillis++;
        assertEquals(1, opens(carol, offer(2, SDP)));
    }

    @Test
    void anOldOfferDoesNothing() {
        Frame.Routed offer = offer(1, SDP);
        host.nowMillis += Limits.CLOCK_SKEW_MILLIS_MAX + 1;
        assertEquals(0, opens(bob, offer));
    }

    @Test
    void aForgedSignalDoesNothing() {
        SealedSignal content = content(1, SDP);
        Bytes signature = new TestSession("mallory").sign(content.signable());
        assertEquals(0, opens(bob, routed(content.encode(signature))));
        assertEquals(0, host.events(Event.MemberJoined.class).size() - 2);
    }

    @Test
    void aSignalForSomebodyElseOrOfSomebodyElseDoesNothing() {
        SealedSignal toCarol = new SealedSignal(
                carol.session.key(),
                eve.record(),
                host.nowMillis,
                content(1, SDP).signal());
        assertEquals(0, opens(bob, routed(toCarol.encode(eve.session.sign(toCarol.signable())))));
        Frame.Routed offer = offer(1, SDP);
        assertEquals(0, opens(bob, new Frame.Routed(new Way(offer.way().to(), bob.session.key(), 0), offer.sealed())));
        assertEquals(0, opens(bob, routed(Bytes.utf8("nothing that was sealed at all"))));
        Bytes sealedToBob = TestSealing.seal(bob.sealing, Bytes.utf8("for bob"));
        assertEquals(0, opens(bob, new Frame.Routed(new Way(host.session.key(), eve.session.key(), 0), sealedToBob)));
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void onlySoManySignalsWaitToBeOpened() {
        host.answering = false;
        for (int i = 0; i < 2 * Courier.OPENING_MAX; i++) {
            bob.send(offer(i + 1, SDP));
        }
        assertEquals(Courier.OPENING_MAX, host.outputs(Output.Unseal.class).size());
        host.answerBackwards();
        bob.send(offer(1, SDP));
        assertEquals(Courier.OPENING_MAX + 1, host.outputs(Output.Unseal.class).size());
    }

    // ---- Through

    @Test
    void aSignalForAMemberIsPassedOn() {
        Frame.Routed signal =
                new Frame.Routed(new Way(carol.session.key(), eve.session.key(), 3), Bytes.utf8("sealed"));
        bob.send(signal);
        assertEquals(
                List.of(new Frame.Routed(signal.way().further(), signal.sealed())), carol.heard(Frame.Routed.class));
        // And what answers it goes back.
        carol.send(new Frame.Routed(new Way(eve.session.key(), carol.session.key(), 0), Bytes.utf8("answer")));
        assertEquals(1, bob.heard(Frame.Routed.class).size());
        assertEquals(List.of(), host.outputs(Output.Unseal.class));
    }

    @Test
    void aSignalIsPassedOnOnlySoFar() {
        Bytes sealed = Bytes.utf8("sealed");
        bob.send(new Frame.Routed(new Way(carol.session.key(), eve.session.key(), Courier.HOPS_MAX), sealed));
        assertEquals(List.of(), carol.heard(Frame.Routed.class));
        bob.send(new Frame.Routed(new Way(carol.session.key(), eve.session.key(), Courier.HOPS_MAX - 1), sealed));
        assertEquals(
                Courier.HOPS_MAX,
                carol.heard(Frame.Routed.class).getFirst().way().hops());
    }

    @Test
    void aSignalIsNotSentBackNorToNobody() {
        bob.send(new Frame.Routed(new Way(carol.session.key(), eve.session.key(), 0), Bytes.utf8("sealed")));
        int told = host.outputs(Output.SendFragment.class).size();
        bob.send(new Frame.Routed(new Way(eve.session.key(), carol.session.key(), 0), Bytes.utf8("back")));
        bob.send(new Frame.Routed(new Way(new TestSession("nobody").key(), eve.session.key(), 0), Bytes.utf8("lost")));
        assertEquals(told, host.outputs(Output.SendFragment.class).size());
    }

    @Test
    void onlySoManyWaysAreRemembered() {
        for (int i = 0; i <= Courier.ROUTES_MAX; i++) {
            bob.send(new Frame.Routed(new Way(carol.session.key(), key(i), 0), Bytes.utf8("sealed")));
        }
        carol.send(new Frame.Routed(new Way(key(0), carol.session.key(), 0), Bytes.utf8("answer")));
        assertEquals(List.of(), bob.heard(Frame.Routed.class));
        carol.send(new Frame.Routed(new Way(key(1), carol.session.key(), 0), Bytes.utf8("answer")));
        assertEquals(1, bob.heard(Frame.Routed.class).size());
    }

    @Test
    void nobodyTakesOverTheWayToAMember() {
        bob.send(new Frame.Routed(new Way(host.session.key(), carol.session.key(), 0), Bytes.utf8("not from carol")));
        bob.send(new Frame.Routed(new Way(carol.session.key(), eve.session.key(), 0), Bytes.utf8("for carol")));
        assertEquals(1, carol.heard(Frame.Routed.class).size());
    }

    /** Others tell of a member, to whom the host then makes a link: its number. */
    private int meet(PeerRecord record) {
        bob.send(new Frame.Sample(null, 0, List.of(record)));
        return host.outputs(Output.OpenLink.class).getLast().link();
    }

    private int opens(Stranger via, Frame.Routed routed) {
        int before = host.outputs(Output.OpenLink.class).size();
        via.send(routed);
        return host.outputs(Output.OpenLink.class).size() - before;
    }

    private SealedSignal content(int attempt, String body) {
        Signal signal = new Signal(eve.session.key(), "page", attempt, Signal.Kind.OFFER, false, body);
        return new SealedSignal(host.session.key(), eve.record().withId(null), host.nowMillis, signal);
    }

    private Frame.Routed offer(int attempt, String body) {
        SealedSignal content = content(attempt, body);
        return routed(content.encode(eve.session.sign(content.signable())));
    }

    private Frame.Routed routed(Bytes content) {
        return new Frame.Routed(
                new Way(host.session.key(), eve.session.key(), 2), TestSealing.seal(host.sealing, content));
    }

    private static DidKey key(int number) {
        return new DidKey(TestHost.HASHES.sha256(Bytes.utf8("key " + number)));
    }
}
