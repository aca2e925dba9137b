package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.OLGA;
import static tropichat.core.rules.TestRoom.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;

/** The log of a room's rules: what it takes, and how it goes on. */
class RulesTest {
    private static final Person ANN = Person.named("ann");
    private static final Person MAY = Person.named("may");
    private static final Person TOM = Person.named("tom");

    private final TestRoom room = new TestRoom();
    private final Rules rules = room.rules();

    private Ruled taken(Person by, Rule rule, Ruled... seen) {
        Ruled said = room.says(by, rule, seen);
        assertInstanceOf(Added.Taken.class, rules.add(said));
        return said;
    }

    @Test
    void takesARuleOnceAndAfterItsParents() {
        Ruled first = room.says(OLGA, room.invite(1));
        Ruled second = room.says(OLGA, TestRoom.admit(MAY, first), first);
        Ruled third = room.says(MAY, new Rule.Leave(), second, first);
        assertEquals(new Added.Missing(List.of(second.id(), first.id())), rules.add(third));
        assertInstanceOf(Added.Taken.class, rules.add(first));
        assertEquals(new Added.Missing(List.of(second.id())), rules.add(third));
        assertInstanceOf(Added.Taken.class, rules.add(second));
        assertInstanceOf(Added.Taken.class, rules.add(third));
        assertInstanceOf(Added.Known.class, rules.add(second));
        assertEquals(3, rules.size());
        assertTrue(rules.contains(third.id()));
        assertEquals(List.of(third.id()), rules.heads());
        assertEquals(4, rules.nextLamport());
    }

    @Test
    void beginsWithNothing() {
        assertEquals(1, rules.nextLamport());
        assertEquals(List.of(), rules.heads());
        assertEquals(List.of(OLGA.account()), rules.state().members());
        assertEquals(rules.state(), rules.state(List.of()));
        assertNull(rules.state(List.of(room.id)));
    }

    @Test
    void theRoomIsJudgedAnewWithEachRule() {
        Ruled invite = taken(OLGA, room.invite(9));
        assertFalse(rules.state().isMember(MAY.account()));
        Ruled admission = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        assertTrue(rules.state().isMember(MAY.account()));
        taken(OLGA, new Rule.Remove(MAY.account()), admission);
        assertFalse(rules.state().isMember(MAY.account()));
    }

    @Test
    void takesNoRuleOfAnotherRoom() {
        Ruled said = room.says(OLGA, room.invite(1));
        Envelope there = new Envelope(RoomName.LOBBY, OLGA.session(), 1, 0, List.of(), said.id());
        assertRefused(Added.Reason.WRONG_ROOM, rules.add(new Ruled(said.id(), there, OLGA.account(), said.rule())));
    }

    @Test
    void aRuleStandsBehindWhatItHasSeen() {
        Ruled first = taken(OLGA, room.invite(1));
        Ruled beside = room.saysAt(first.envelope().lamport(), OLGA, room.invite(1), first);
        assertRefused(Added.Reason.LAMPORT, rules.add(beside));
    }

    @Test
    void whoeverWasNeverLetInMakesNoRules() {
        Ruled invite = taken(OLGA, room.invite(1));
        assertRefused(Added.Reason.STRANGER, rules.add(room.says(MAY, new Rule.Leave(), invite)));
        Ruled admission = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        assertRefused(Added.Reason.STRANGER, rules.add(room.says(MAY, new Rule.Leave(), invite)));
        // Nobody but the owner lets in by an appointment.
        Ruled appointment = taken(MAY, new Rule.Appoint(TOM.account()), admission);
        assertRefused(Added.Reason.STRANGER, rules.add(room.says(TOM, new Rule.Leave(), appointment)));
        taken(MAY, new Rule.Leave(), admission);
    }

    @Test
    void whatARuleSpeaksOfLiesBeforeIt() {
        Ruled invite = taken(OLGA, room.invite(1));
        Ruled epoch = taken(OLGA, TestRoom.epoch(1));
        Cid unknown = room.id;
        for (Cid wrong : List.of(unknown, epoch.id())) {
            assertReference(new Rule.Revoke(wrong), epoch);
            assertReference(new Rule.Admit(MAY.account(), MAY.session(), wrong, TestRoom.PROOF), epoch);
        }
        for (Cid wrong : List.of(unknown, invite.id())) {
            assertReference(new Rule.Grant(wrong, List.of()), invite);
            assertReference(TestRoom.epoch(1, TestRoom.ended(wrong)), invite);
        }
        // Known, but not seen.
        assertReference(new Rule.Revoke(invite.id()), epoch);
        assertReference(new Rule.Grant(epoch.id(), List.of()), invite);
    }

    @Test
    void epochsCountOn() {
        Ruled first = taken(OLGA, TestRoom.epoch(1));
        Rule.Ended ended = TestRoom.ended(first.id());
        assertReference(TestRoom.epoch(2));
        assertReference(TestRoom.epoch(1, ended), first);
        assertReference(TestRoom.epoch(3, ended), first);
        Ruled second = taken(OLGA, TestRoom.epoch(2, ended), first);
        taken(OLGA, TestRoom.epoch(3, ended, TestRoom.ended(second.id())), second);
    }

    private void assertReference(Rule rule, Ruled... seen) {
        assertRefused(Added.Reason.REFERENCE, rules.add(room.says(OLGA, rule, seen)));
    }

    @Test
    void anAdmissionIsProvenByTheInvitation() {
        Ruled invite = taken(OLGA, room.invite(1));
        Bytes proof = new TestSession("invitation").sign(Invitation.signable(room.id, MAY.account(), MAY.session()));
        SignatureCheck right = check(new Rule.Admit(MAY.account(), MAY.session(), invite.id(), proof), invite);
        assertTrue(TestSignatures.isValid(right));
        SignatureCheck other = check(new Rule.Admit(TOM.account(), MAY.session(), invite.id(), proof), invite);
        assertFalse(TestSignatures.isValid(other));
        assertNull(rules.proof(invite));
        assertNull(rules.proof(room.says(OLGA, new Rule.Admit(MAY.account(), MAY.session(), room.id, proof))));
    }

    private SignatureCheck check(Rule rule, Ruled invite) {
        SignatureCheck check = rules.proof(room.says(OLGA, rule, invite));
        assertInstanceOf(SignatureCheck.class, check);
        return check;
    }

    @Test
    void oneMemberCannotFillTheLaw() {
        Ruled invite = taken(OLGA, room.invite(9));
        Ruled may = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled tom = taken(OLGA, TestRoom.admit(TOM, invite), may);
        for (int i = 0; i < Limits.RULES_PER_ACCOUNT_MAX; i++) {
            taken(MAY, new Rule.Leave(), tom);
        }
        Ruled above = room.says(MAY, new Rule.Leave(), tom);
        Ruled furtherAbove = room.says(MAY, new Rule.Leave(), above);
        assertRefused(Added.Reason.ACCOUNT_FULL, rules.add(above));
        assertRefused(Added.Reason.ACCOUNT_FULL, rules.add(furtherAbove));
        // Somebody to whom they came in time has built on them: they must be had, or the two would part.
        Ruled built = room.says(TOM, new Rule.Withdraw(TOM.session()), furtherAbove);
        assertEquals(new Added.Missing(List.of(furtherAbove.id())), rules.add(built));
        assertEquals(new Added.Missing(List.of(above.id())), rules.add(furtherAbove));
        assertInstanceOf(Added.Taken.class, rules.add(above));
        assertInstanceOf(Added.Taken.class, rules.add(furtherAbove));
        assertInstanceOf(Added.Taken.class, rules.add(built));
        assertRefused(Added.Reason.ACCOUNT_FULL, rules.add(room.says(MAY, new Rule.Leave(), above)));
    }

    @Test
    void whatSomebodyHasBuiltOnIsHadWithAllThatItHasSeen() {
        Ruled invite = taken(OLGA, room.invite(9));
        Ruled may = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled tom = taken(OLGA, TestRoom.admit(TOM, invite), may);
        for (int i = 0; i < Limits.RULES_PER_ACCOUNT_MAX; i++) {
            taken(MAY, new Rule.Leave(), tom);
        }
        // Where Tom is this came in time, and Ann was let in by it; here she is a stranger.
        Ruled admission = room.says(MAY, TestRoom.admit(ANN, invite), tom);
        Ruled anns = room.says(ANN, new Rule.Leave(), admission);
        Ruled toms = room.says(TOM, new Rule.Leave(), anns);
        assertInstanceOf(Added.Missing.class, rules.add(anns));
        assertRefused(Added.Reason.ACCOUNT_FULL, rules.add(admission));
        assertInstanceOf(Added.Missing.class, rules.add(toms));
        assertInstanceOf(Added.Missing.class, rules.add(anns));
        for (Ruled each : List.of(admission, anns, toms)) {
            assertInstanceOf(Added.Taken.class, rules.add(each));
        }
    }

    @Test
    void neitherAStrangerNorItsAuthorHasARuleTakenByNamingIt() {
        Ruled invite = taken(OLGA, room.invite(9));
        Ruled may = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled above = room.says(MAY, new Rule.Leave(), may);
        assertInstanceOf(Added.Missing.class, rules.add(room.says(MAY, new Rule.Leave(), above)));
        for (int i = 0; i < Limits.RULES_PER_ACCOUNT_MAX; i++) {
            taken(MAY, new Rule.Leave(), may);
        }
        assertInstanceOf(Added.Missing.class, rules.add(room.says(TOM, new Rule.Leave(), above)));
        assertRefused(Added.Reason.ACCOUNT_FULL, rules.add(above));
    }

    @Test
    void ownerAndModeratorsStillSpeakWhereTheLawIsFull() {
        Ruled invite = taken(OLGA, room.invite(9));
        Ruled may = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled last = taken(OLGA, new Rule.Appoint(ANN.account()), may);
        while (rules.size() < Limits.RULES_MAX) {
            last = taken(OLGA, new Rule.Unban(TOM.account()), last);
        }
        assertRefused(Added.Reason.FULL, rules.add(room.says(MAY, new Rule.Leave(), last)));
        last = taken(ANN, new Rule.Remove(MAY.account()), last);
        while (rules.size() < Limits.RULES_MAX + Limits.RULES_RESERVE) {
            last = taken(OLGA, new Rule.Unban(TOM.account()), last);
        }
        assertRefused(Added.Reason.FULL, rules.add(room.says(OLGA, new Rule.Unban(TOM.account()), last)));
        assertEquals(List.of(OLGA.account(), ANN.account()), rules.state().members());
    }

    @Test
    void theNextRuleNamesAllEnds() {
        Ruled invite = taken(OLGA, room.invite(9));
        List<Cid> ends = new ArrayList<>();
        for (int i = 0; i < Limits.ENTRY_PARENTS_MAX; i++) {
            ends.add(taken(OLGA, room.invite(1 + i), invite).id());
        }
        assertEquals(ends, rules.parents(OLGA.account()));
    }

    @Test
    void nobodyIsKeptFromBeingSeenByMakingManyEnds() {
        Ruled invite = taken(OLGA, room.invite(9));
        Ruled may = taken(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled ann = taken(OLGA, new Rule.Appoint(ANN.account()), invite);
        Ruled tom = taken(OLGA, TestRoom.admit(TOM, invite), invite);
        Ruled own = taken(TOM, new Rule.Device(Bytes.utf8("key"), "page"), tom);
        Ruled owners = taken(OLGA, room.invite(2), invite);
        Ruled moderators = taken(ANN, room.invite(2), ann);
        Ruled flood = may;
        for (int i = 0; i < 50; i++) {
            flood = room.saysAt(100 + i, MAY, new Rule.Device(Bytes.utf8("key"), "page"), may);
            assertInstanceOf(Added.Taken.class, rules.add(flood));
        }
        List<Cid> parents = rules.parents(TOM.account());
        assertEquals(Limits.ENTRY_PARENTS_MAX, parents.size());
        assertEquals(List.of(own.id(), owners.id(), moderators.id(), flood.id()), parents.subList(0, 4));
        assertEquals(owners.id(), rules.parents(OLGA.account()).getFirst());
    }
}
