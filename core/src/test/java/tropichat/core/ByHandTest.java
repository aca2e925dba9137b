package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;

/** Two pages that link by codes which people carry, without any server. */
class ByHandTest {
    private final TestHost ada = new TestHost("ada");
    private final TestHost bob = new TestHost("bob");

    @Test
    void anInvitationAndAReplyLinkTwoPages() throws Malformed {
        ada.tell(new Input.Invite());
        Output.OpenLink inviting = ada.outputs(Output.OpenLink.class).getFirst();
        assertTrue(inviting.initiator() && !inviting.trickle());
        Bytes invitation = made(ada, inviting.link(), Signal.Kind.OFFER, "offer");
        HandCode code = HandCode.decode(invitation).code();
        assertEquals("ada", code.name());
        assertEquals("offer", code.body());
        assertFalse(code.reply());
        bob.tell(new Input.TakeCode(invitation));
        Output.OpenLink invited = bob.outputs(Output.OpenLink.class).getFirst();
        assertTrue(!invited.initiator() && !invited.trickle());
        assertEquals(
                List.of(new Output.ApplySignal(invited.link(), Signal.Kind.OFFER, "offer")),
                bob.outputs(Output.ApplySignal.class));
        Bytes reply = made(bob, invited.link(), Signal.Kind.ANSWER, "answer");
        ada.tell(new Input.TakeCode(reply));
        assertEquals(
                List.of(new Output.ApplySignal(inviting.link(), Signal.Kind.ANSWER, "answer")),
                ada.outputs(Output.ApplySignal.class));
        assertEquals(List.of(), ada.outputs(Output.SendSignal.class));
        converse(inviting.link(), invited.link());
        assertEquals(LinkState.OPEN, linkState(ada, bob));
        assertEquals(LinkState.OPEN, linkState(bob, ada));
        ada.tell(new Input.Say("without a server", false));
        converse(inviting.link(), invited.link());
        assertEquals(List.of("without a server"), bob.texts());
    }

    @Test
    void aCodeSaysWhenItEnds() {
        invite(ada);
        Event.CodeMade made = ada.events(Event.CodeMade.class).getFirst();
        assertFalse(made.reply());
        assertEquals(TestHost.START_MILLIS + ByHand.CODE_MILLIS, made.expiresAtMillis());
    }

    @Test
    void anInvitationIsFollowedOnce() {
        Bytes invitation = invite(ada);
        reply(bob, invitation);
        bob.tell(new Input.TakeCode(invitation));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(bob));
        assertEquals(1, bob.outputs(Output.OpenLink.class).size());
    }

    @Test
    void aReplyIsTakenOnce() {
        Bytes reply = reply(bob, invite(ada));
        ada.tell(new Input.TakeCode(reply));
        ada.tell(new Input.TakeCode(reply));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(ada));
        assertEquals(1, ada.outputs(Output.ApplySignal.class).size());
    }

    @Test
    void onlyOneReplyToAnInvitationIsTaken() {
        Bytes invitation = invite(ada);
        Bytes first = reply(bob, invitation);
        Bytes second = reply(new TestHost("carol"), invitation);
        ada.tell(new Input.TakeCode(first));
        ada.tell(new Input.TakeCode(second));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(ada));
        assertNull(ada.member(new TestSession("carol").did()));
    }

    @Test
    void aReplyToAnotherPagesInvitationHelpsNobody() {
        Bytes reply = reply(bob, invite(ada));
        TestHost carol = new TestHost("carol");
        carol.tell(new Input.TakeCode(reply));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(carol));
        assertEquals(List.of(), carol.outputs(Output.OpenLink.class));
    }

    @Test
    void anInvitationEnds() {
        Bytes invitation = invite(ada);
        Bytes reply = reply(bob, invitation);
        ada.pass(ByHand.CODE_MILLIS - 1);
        assertEquals(List.of(), ada.outputs(Output.CloseLink.class));
        ada.pass(1);
        assertEquals(List.of(new Output.CloseLink(1)), ada.outputs(Output.CloseLink.class));
        ada.tell(new Input.TakeCode(reply));
        assertFalse(refusals(ada).isEmpty());
        TestHost late = new TestHost("carol");
        late.nowMillis += ByHand.CODE_MILLIS + 1;
        late.tell(new Input.TakeCode(invitation));
        assertEquals(List.of(Event.CodeRefusal.EXPIRED), refusals(late));
        assertEquals(Long.MAX_VALUE, ada.peer.deadlineMillis());
    }

    @Test
    void whoRepliedWaitsAsLongAsTheInvitationIsGood() {
        reply(bob, invite(ada));
        bob.pass(ByHand.CODE_MILLIS - 1);
        assertEquals(List.of(), bob.outputs(Output.CloseLink.class));
        bob.pass(1);
        assertEquals(1, bob.outputs(Output.CloseLink.class).size());
    }

    @Test
    void aCodeOfAClockFarAheadIsRefused() {
        TestHost ahead = new TestHost("carol");
        ahead.nowMillis += TestHost.DAY_MILLIS / 2;
        bob.tell(new Input.TakeCode(invite(ahead)));
        assertEquals(List.of(Event.CodeRefusal.EXPIRED), refusals(bob));
    }

    @Test
    void aCodeForAnotherRoomIsRefused() {
        TestSession carol = new TestSession("carol");
        HandCode code = new HandCode(
                new RoomName("elsewhere"),
                carol.key(),
                false,
                Bytes.wrap(new byte[HandCode.NONCE_BYTES]),
                bob.nowMillis + 1,
                "Carol",
                "sdp");
        bob.tell(new Input.TakeCode(code.encode(carol.sign(code.signable()))));
        assertEquals(List.of(Event.CodeRefusal.WRONG_ROOM), refusals(bob));
    }

    @Test
    void theOwnCodeIsRefused() {
        Bytes invitation = invite(ada);
        ada.tell(new Input.TakeCode(invitation));
        assertEquals(List.of(Event.CodeRefusal.OWN), refusals(ada));
    }

    @Test
    void aForgedCodeIsRefused() throws Malformed {
        HandCode code = HandCode.decode(invite(ada)).code();
        Bytes forged = code.encode(new TestSession("mallory").sign(code.signable()));
        bob.tell(new Input.TakeCode(forged));
        assertEquals(List.of(Event.CodeRefusal.FORGED), refusals(bob));
        assertEquals(List.of(), bob.outputs(Output.OpenLink.class));
    }

    @Test
    void whatIsNoCodeIsRefused() {
        bob.tell(new Input.TakeCode(Bytes.EMPTY));
        bob.tell(new Input.TakeCode(Bytes.utf8("dear bob")));
        assertEquals(List.of(Event.CodeRefusal.MALFORMED, Event.CodeRefusal.MALFORMED), refusals(bob));
    }

    @Test
    void onlySoManyInvitationsWait() {
        Bytes first = invite(ada);
        for (int i = 0; i < ByHand.INVITATIONS_MAX; i++) {
            invite(ada);
        }
        assertEquals(
                ByHand.INVITATIONS_MAX,
                ada.outputs(Output.OpenLink.class).size()
                        - ada.outputs(Output.CloseLink.class).size());
        assertEquals(List.of(new Output.CloseLink(1)), ada.outputs(Output.CloseLink.class));
        ada.tell(new Input.TakeCode(reply(bob, first)));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(ada));
    }

    @Test
    void aDriverThatGivesUpEndsItsInvitation() {
        Bytes reply = reply(bob, invite(ada));
        ada.tell(new Input.LinkClosed(1));
        ada.tell(new Input.TakeCode(reply));
        assertEquals(List.of(Event.CodeRefusal.USED), refusals(ada));
        assertEquals(Long.MAX_VALUE, ada.peer.deadlineMillis());
    }

    @Test
    void invitationsEndWithTheRoom() {
        invite(ada);
        ada.tell(new Input.Leave());
        assertEquals(List.of(new Output.CloseLink(1)), ada.outputs(Output.CloseLink.class));
    }

    @Test
    void noCodeIsMadeWithoutASignature() {
        ada.answering = false;
        ada.tell(new Input.Invite());
        ada.tell(new Input.SignalMade(1, Signal.Kind.OFFER, "offer"));
        Output.Sign sign = ada.outputs(Output.Sign.class).getLast();
        ada.tell(new Input.Signed(sign.ticket(), null));
        assertEquals(List.of(), ada.events(Event.CodeMade.class));
    }

    private static Bytes invite(TestHost host) {
        host.tell(new Input.Invite());
        return made(host, host.outputs(Output.OpenLink.class).getLast().link(), Signal.Kind.OFFER, "offer");
    }

    private static Bytes reply(TestHost host, Bytes invitation) {
        host.tell(new Input.TakeCode(invitation));
        return made(host, host.outputs(Output.OpenLink.class).getLast().link(), Signal.Kind.ANSWER, "answer");
    }

    private static Bytes made(TestHost host, int link, Signal.Kind kind, String body) {
        int before = host.events(Event.CodeMade.class).size();
        host.tell(new Input.SignalMade(link, kind, body));
        List<Event.CodeMade> made = host.events(Event.CodeMade.class);
        assertEquals(before + 1, made.size());
        assertEquals(kind == Signal.Kind.ANSWER, made.getLast().reply());
        return made.getLast().code();
    }

    private static List<Event.CodeRefusal> refusals(TestHost host) {
        return host.events(Event.CodeRefused.class).stream()
                .map(Event.CodeRefused::refusal)
                .toList();
    }

    /** Opens the link between the two where it is not, and carries everything across until nobody says any more. */
    private void converse(int link, int farLink) {
        ada.tell(new Input.LinkOpened(link, "sha-256 A1", "sha-256 B2"));
        bob.tell(new Input.LinkOpened(farLink, "sha-256 B2", "sha-256 A1"));
        int carriedAda = carried;
        int carriedBob = carriedBack;
        do {
            carriedAda = carried;
            carriedBob = carriedBack;
            carried = carry(ada, bob, farLink, carried);
            carriedBack = carry(bob, ada, link, carriedBack);
        } while (carried != carriedAda || carriedBack != carriedBob);
    }

    private int carried;
    private int carriedBack;

    private static int carry(TestHost from, TestHost to, int link, int done) {
        List<Output.SendFragment> sent = from.outputs(Output.SendFragment.class);
        sent.subList(done, sent.size())
                .forEach(one -> to.tell(new Input.FragmentReceived(link, one.bulk(), one.fragment())));
        return sent.size();
    }

    private static LinkState linkState(TestHost host, TestHost other) {
        Member member = host.member(other.session.did());
        assertNotNull(member);
        return member.link();
    }
}
