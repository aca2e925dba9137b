package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.History;
import tropichat.core.rules.Rule;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/** Rooms that belong to somebody, from the first rule on, between real peers. */
class LawTest {
    private static final long SETTLE_MILLIS = 15_000;

    private TestNetwork network = new TestNetwork(1);
    private TestGround ground = new TestGround(network, History.SHARED);
    private TestNetwork.Page olga = ground.enter("Olga");

    /** Everything once more, in a room of this kind. */
    private void begin(History history) {
        network = new TestNetwork(1);
        ground = new TestGround(network, history);
        olga = ground.enter("Olga");
    }

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    private TestNetwork.Page invited(String name) {
        return ground.invite(olga, name, SETTLE_MILLIS);
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
        TestNetwork.Page eve = ground.enter("Eve");
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
        TestNetwork.Page eve = ground.enter("Eve");
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
        TestNetwork.Page eve = ground.enter("Eve");
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
        TestNetwork.Page again = ground.comeBack(cleo);
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
        TestNetwork.Page again = ground.comeBack(ben);
        pass();
        assertEquals(
                List.of(Event.Removal.BANNED),
                again.host.events(Event.Removed.class).stream()
                        .map(Event.Removed::why)
                        .toList());
        assertEquals(List.of(TestGround.account("Olga")), again.host.law().members());
        assertFalse(olga.isLinked(again));
    }

    @Test
    void anInvitationThatIsOverLetsNobodyIn() {
        pass();
        ground.give("Eve", "short");
        Rule.Invite invite = TestGround.invite("short", 1);
        long soon = TestHost.START_MILLIS + SETTLE_MILLIS + 1;
        olga.tell(new Input.Decree(new Rule.Invite(invite.key(), 1, soon)));
        pass();
        TestNetwork.Page eve = ground.enter("Eve");
        pass();
        assertEquals(List.of(Event.Denial.INVITATION_OVER), denials(eve));
    }

    @Test
    void anInvitationShownForAnotherAccountLetsNobodyIn() {
        pass();
        olga.tell(new Input.Decree(TestGround.invite("for Ben", 1)));
        pass();
        ground.give("Eve", "for Ben");
        ground.pretend("Eve", "Ben");
        TestNetwork.Page eve = ground.enter("Eve");
        pass();
        assertEquals(1, olga.host.law().members().size());
        assertTrue(eve.heard().isEmpty());
    }

    @Test
    void nobodyOutsideEverHoldsASecret() {
        invited("Ben");
        TestNetwork.Page eve = ground.enter("Eve");
        pass();
        olga.say("among us");
        pass();
        assertTrue(eve.host.epochs.isEmpty());
        assertTrue(eve.host.kept.isEmpty());
    }

    @Test
    void aRemovedMemberGetsNoSecretThatFollows() {
        TestNetwork.Page ben = invited("Ben");
        invited("Cleo");
        Set<Cid> before = Set.copyOf(ben.host.epochs.keySet());
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        assertEquals(Set.copyOf(olga.host.law().epochs().keySet()), olga.host.epochs.keySet());
        assertEquals(before, ben.host.epochs.keySet());
        assertFalse(before.contains(olga.host.law().epoch()));
    }

    @Test
    void whatTheRemovedSayToThoseWhoHaveNotHeardCountsForNobodyInTheEnd() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        network.cut(olga, ben);
        network.cut(olga, cleo);
        network.pass(120_000);
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        ben.say("late");
        pass();
        assertEquals(List.of("late"), cleo.heard());
        network.mend(olga, cleo);
        network.pass(120_000);
        cleo.say("again together");
        pass();
        assertEquals(List.of("again together"), olga.heard());
        assertEquals(1, cleo.host.outputs(Output.Erase.class).size());
        assertFalse(cleo.isLinked(ben));
    }

    @ParameterizedTest
    @EnumSource(History.class)
    void epochsThatWereBegunApartAreBothReadInTheEnd(History history) {
        begin(history);
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        TestNetwork.Page dora = invited("Dora");
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account("Ben"))));
        pass();
        for (TestNetwork.Page left : List.of(olga, dora)) {
            network.cut(left, ben);
            network.cut(left, cleo);
        }
        network.pass(120_000);
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Dora"))));
        ben.tell(new Input.Decree(new Rule.Remove(TestGround.account("Dora"))));
        pass();
        olga.say("here");
        ben.say("there");
        pass();
        network.mend(olga, ben);
        network.mend(olga, cleo);
        network.pass(120_000);
        assertEquals(List.of("there"), olga.heard());
        assertEquals(List.of("here"), ben.heard());
        assertEquals(Set.of("here", "there"), Set.copyOf(cleo.heard()));
        assertTrue(dora.heard().isEmpty());
    }

    @Test
    void whatIsMutedIsRefusedInWords() {
        TestNetwork.Page ben = invited("Ben");
        long untilMillis = TestHost.START_MILLIS + TestHost.DAY_MILLIS;
        olga.tell(new Input.Decree(new Rule.Mute(TestGround.account("Ben"), untilMillis, 0)));
        pass();
        ben.say("heard?");
        ben.tell(new Input.Decree(new Rule.Remove(TestGround.account("Olga"))));
        assertEquals(List.of(Event.Refusal.MUTED, Event.Refusal.NOT_ALLOWED), ben.host.refusals());
    }

    @Test
    void whoCameBackRemovesSomebodyAndTalksOn() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        ben.say("before");
        pass();
        olga.crash();
        TestNetwork.Page again = ground.comeBack(olga);
        pass();
        again.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        again.say("among us");
        pass();
        assertEquals(List.of("before", "among us"), cleo.heard());
        assertEquals(1, again.host.events(Event.OwnMessage.class).size());
    }

    @Test
    void aDeviceThatWasWithdrawnIsToldSoAndGetsNoSecretThatFollows() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page phone = ground.enter("Ben", "Ben's phone");
        pass();
        assertEquals(1, phone.host.epochs.size());
        ben.tell(new Input.Decree(new Rule.Withdraw(phone.host.session.key())));
        pass();
        olga.say("among us");
        pass();
        assertEquals(List.of("among us"), ben.heard());
        assertTrue(phone.heard().isEmpty());
        assertEquals(1, phone.host.epochs.size());
        assertEquals(1, phone.host.events(Event.Withdrawn.class).size());
        assertEquals(1, ben.host.law().devices(TestGround.account("Ben")).size());
    }

    @Test
    void whoWasGrantedAFalseSecretTalksAllTheSame() {
        TestNetwork.Page ben = invited("Ben");
        Cid epoch = Objects.requireNonNull(olga.host.law().epoch());
        Rule.Share share = new Rule.Share(new TestSession("Ben's phone").key(), Bytes.utf8("no secret"));
        olga.tell(new Input.Decree(new Rule.Grant(epoch, List.of(share))));
        pass();
        TestNetwork.Page phone = ground.enter("Ben", "Ben's phone");
        network.pass(2 * Epochs.LACKING_MILLIS);
        phone.say("from my pocket");
        pass();
        assertEquals(List.of("from my pocket"), olga.heard());
        assertEquals(List.of("from my pocket"), ben.heard());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anOwnerWithABackupGoesOnInAnotherBrowser(long seed) {
        network = new TestNetwork(seed);
        ground = new TestGround(network, History.SHARED);
        olga = ground.enter("Olga");
        TestNetwork.Page ben = invited("Ben");
        ben.say("remember this");
        pass();
        olga.crash();
        network.pass(seed * 5_000);
        TestNetwork.Page again = ground.restore(olga, "Olga in another browser");
        network.pass(2_000);
        again.say("I am back");
        pass();
        assertEquals(List.of("I am back"), ben.heard());
        assertEquals(List.of("remember this"), again.heard());
        assertEquals(2, again.host.law().members().size());
    }

    @Test
    void anEpochThatBecameVoidMakesNobodyBeginOthers() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        invited("Dora");
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account("Ben"))));
        pass();
        network.cut(olga, ben);
        network.cut(olga, cleo);
        network.pass(120_000);
        ben.tell(new Input.Decree(new Rule.Remove(TestGround.account("Dora"))));
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        network.mend(olga, cleo);
        network.pass(300_000);
        assertFalse(olga.host.law().epochs().keySet().containsAll(cleo.host.epochs.keySet()));
        assertTrue(
                olga.host.law().epochs().size() <= 4, () -> "" + olga.host.law().epochs());
        cleo.say("at last");
        pass();
        assertEquals(List.of("at last"), olga.heard());
    }

    @Test
    void anEpochEndsAfterADay() {
        TestNetwork.Page ben = invited("Ben");
        olga.say("today");
        pass();
        assertEquals(1, number(olga));
        List<TestNetwork.Page> both = ground.away(Epochs.EPOCH_MILLIS, SETTLE_MILLIS, List.of(olga, ben));
        both.getLast().say("tomorrow");
        pass();
        assertEquals(List.of("tomorrow"), both.getFirst().heard());
        assertEquals(2, number(both.getFirst()));
    }

    @Test
    void anEpochEndsAfterAThousandEntries() {
        TestNetwork.Page ben = invited("Ben");
        for (int at = 1; at <= Epochs.EPOCH_ENTRIES; at++) {
            ben.say("line " + at);
            network.pass(1_000);
        }
        assertEquals(1, number(olga));
        ben.say("one more");
        pass();
        assertEquals("one more", olga.heard().getLast());
        assertEquals(Epochs.EPOCH_ENTRIES + 1, olga.heard().size());
        assertEquals(2, number(olga));
    }

    /** Of the epoch in which to speak. */
    private static long number(TestNetwork.Page page) {
        State law = page.host.law();
        Rule.Epoch epoch = law.epoch() == null ? null : law.epochs().get(law.epoch());
        return epoch == null ? 0 : epoch.number();
    }

    @Test
    void whatMembersSaidInAnEpochThatBecameVoidIsReadByAll() {
        TestNetwork.Page ben = invited("Ben");
        TestNetwork.Page cleo = invited("Cleo");
        invited("Dora");
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account("Ben"))));
        pass();
        network.cut(olga, ben);
        network.cut(olga, cleo);
        network.pass(120_000);
        ben.tell(new Input.Decree(new Rule.Remove(TestGround.account("Dora"))));
        pass();
        cleo.say("meanwhile");
        ben.say("by one who will have been removed");
        pass();
        assertEquals(List.of("meanwhile"), ben.heard());
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        network.mend(olga, cleo);
        network.pass(300_000);
        assertFalse(olga.host.law().epochs().keySet().containsAll(cleo.host.epochs.keySet()));
        List<String> all = List.of("meanwhile", "by one who will have been removed");
        assertEquals(Set.copyOf(all), Set.copyOf(olga.heard()));
        assertEquals(Set.copyOf(all), Set.copyOf(invited("Eve").heard()));
        assertTrue(
                olga.host.law().epochs().size() <= 5, () -> "" + olga.host.law().epochs());
    }

    @Test
    void whoseAdmissionBecameVoidTalksAfterAnother() {
        TestNetwork.Page ben = invited("Ben");
        ground.give("Cleo", "for both");
        olga.tell(new Input.Decree(TestGround.invite("for both", 2)));
        pass();
        network.cut(olga, ben);
        network.pass(120_000);
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        TestNetwork.Page cleo = ground.shutIn("Cleo", olga);
        pass();
        assertTrue(ben.host.law().isMember(TestGround.account("Cleo")));
        network.mend(olga, cleo);
        ben.crash();
        network.pass(120_000);
        TestNetwork.Page again = ground.comeBack(cleo);
        network.pass(60_000);
        again.say("let in anew");
        pass();
        assertEquals(List.of("let in anew"), olga.heard());
    }
}
