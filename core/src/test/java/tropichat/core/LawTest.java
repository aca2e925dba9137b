package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tropichat.core.keys.History;
import tropichat.core.rules.Rule;

/** Rooms that belong to somebody, from the first rule on, between real peers. */
class LawTest {
    private static final long SETTLE_MILLIS = 15_000;

    private final TestNetwork network = new TestNetwork(1);
    private final TestGround ground = new TestGround(History.SHARED);
    private final TestNetwork.Page olga = network.enter(ground, "Olga");

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    private TestNetwork.Page invited(String name) {
        pass();
        ground.give(name, "for " + name);
        olga.tell(new Input.Decree(TestGround.invite("for " + name, 1)));
        pass();
        TestNetwork.Page guest = network.enter(ground, name);
        pass();
        return guest;
    }

    private static List<Event.Denial> denials(TestNetwork.Page page) {
        return page.host.events(Event.Denied.class).stream()
                .map(Event.Denied::why)
                .toList();
    }

    @Test
    void whoeverWasInvitedTalksWithTheOwner() {
        TestNetwork.Page ben = invited("Ben");
        ben.say("hello");
        olga.say("welcome");
        pass();
        assertEquals(List.of("hello"), olga.heard());
        assertEquals(List.of("welcome"), ben.heard());
        assertEquals(
                List.of(TestGround.account("Olga"), TestGround.account("Ben")),
                ben.host.law().members());
    }

    @Test
    void whoeverWasNotInvitedIsToldSoAndHearsNothing() {
        pass();
        TestNetwork.Page eve = network.enter(ground, "Eve");
        pass();
        olga.say("among us");
        pass();
        assertEquals(List.of(Event.Denial.NOT_INVITED), denials(eve));
        assertTrue(eve.heard().isEmpty());
        assertFalse(olga.isLinked(eve));
    }

    @Test
    void anInvitationLetsInAsOftenAsItSaysAndNoMore() {
        invited("Ben");
        ground.give("Eve", "for Ben");
        TestNetwork.Page eve = network.enter(ground, "Eve");
        pass();
        assertEquals(Event.Denial.INVITATION_USED, denials(eve).getFirst());
        assertEquals(2, olga.host.law().members().size());
    }

    @Test
    void aRevokedInvitationLetsNobodyIn() {
        ground.give("Eve", "for Eve");
        pass();
        olga.tell(new Input.Decree(TestGround.invite("for Eve", 1)));
        pass();
        olga.tell(new Input.Decree(
                new Rule.Revoke(olga.host.law().invitations().getFirst().id())));
        pass();
        TestNetwork.Page eve = network.enter(ground, "Eve");
        pass();
        assertEquals(List.of(Event.Denial.INVITATION_USED), denials(eve));
    }

    @Test
    void whoComesLateReadsWhatWasSaidBefore() {
        invited("Ben").say("first");
        pass();
        TestNetwork.Page cleo = invited("Cleo");
        assertEquals(List.of("first"), cleo.heard());
    }

    @Test
    void whoWasRemovedReadsNothingThatFollowsAndIsNotHeard() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        ben.say("before");
        pass();
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        ben.say("after");
        olga.say("among us");
        pass();
        assertEquals(List.of("before", "among us"), cleo.heard());
        assertEquals(List.of("before"), olga.heard());
        assertTrue(ben.heard().isEmpty());
        assertEquals(1, ben.host.events(Event.Removed.class).size());
        assertEquals(List.of(Event.Refusal.NOT_MEMBER), ben.host.refusals());
        assertFalse(olga.isLinked(ben));
    }

    @Test
    void whoWasAwayDuringARemovalReadsEverythingAfterwards() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        cleo.crash();
        ben.say("before");
        pass();
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        olga.say("among us");
        pass();
        TestNetwork.Page again = network.comeBack(ground, cleo);
        pass();
        assertEquals(Set.of("before", "among us"), Set.copyOf(again.heard()));
        again.say("back");
        pass();
        assertEquals(List.of("before", "back"), olga.heard());
    }

    @Test
    void whoWasBannedWhileAwayIsToldSo() {
        TestNetwork.Page ben = invited("Ben");
        ben.crash();
        pass();
        olga.tell(new Input.Decree(new Rule.Ban(TestGround.account("Ben"))));
        pass();
        TestNetwork.Page again = network.comeBack(ground, ben);
        pass();
        assertEquals(
                List.of(true),
                again.host.events(Event.Removed.class).stream()
                        .map(Event.Removed::banned)
                        .toList());
        assertEquals(List.of(TestGround.account("Olga")), again.host.law().members());
        assertFalse(olga.isLinked(again));
    }

    @Test
    void inAForwardSecretRoomWhoComesLateReadsNothingOfBefore() {
        TestNetwork secretly = new TestNetwork(2);
        TestGround secret = new TestGround(History.FORWARD_SECRET);
        TestNetwork.Page owner = secretly.enter(secret, "Olga");
        secret.give("Ben", "for Ben");
        secretly.pass(SETTLE_MILLIS);
        owner.say("alone");
        owner.tell(new Input.Decree(TestGround.invite("for Ben", 1)));
        secretly.pass(SETTLE_MILLIS);
        TestNetwork.Page ben = secretly.enter(secret, "Ben");
        secretly.pass(SETTLE_MILLIS);
        owner.say("together");
        ben.say("yes");
        secretly.pass(SETTLE_MILLIS);
        assertEquals(List.of("together"), ben.heard());
        assertEquals(List.of("yes"), owner.heard());
    }
}
