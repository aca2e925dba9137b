package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.OLGA;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.base.Bytes;
import tropichat.core.wire.Cid;

/** Who may what, one after the other: nobody says anything at the same time as somebody else. */
class RightsTest {
    private static final Person ANN = Person.named("ann");
    private static final Person BEN = Person.named("ben");
    private static final Person MAY = Person.named("may");
    private static final Person GUEST = Person.named("guest");
    private static final Cid ENTRY = Cid.ofBlock(Bytes.utf8("entry"), TestRoom.HASHES);

    private final TestRoom room = new TestRoom();
    private Ruled last = room.says(OLGA, room.invite(3));
    private final Ruled invite = last;

    /** Ann was appointed before Ben; May is a member. */
    @BeforeEach
    void begin() {
        then(OLGA, new Rule.Appoint(ANN.account()));
        then(OLGA, new Rule.Appoint(BEN.account()));
        then(BEN, TestRoom.admit(MAY, invite));
    }

    private State then(Person by, Rule rule) {
        last = room.says(by, rule, last);
        return room.state();
    }

    private Standing.Role role(Person person) {
        return room.state().standing(person.account()).role();
    }

    private void changesNothing(Person by, Rule rule) {
        State before = room.state();
        assertEquals(before, then(by, rule), "by " + by + ": " + rule);
    }

    @Test
    void slowModeIsMeantForWhatIsSaidAfterItsRule() {
        then(OLGA, new Rule.Settings(TestRoom.settings(7, 30), 12));
        then(OLGA, new Rule.Settings(TestRoom.settings(8, 30), 20));
        assertEquals(List.of(new State.Pace(12, 30)), room.state().paces());
        then(OLGA, new Rule.Settings(TestRoom.settings(8, 0), 25));
        assertEquals(
                List.of(new State.Pace(12, 30), new State.Pace(25, 0)),
                room.state().paces());
    }

    @Test
    void theMakersWalletOwnsTheRoom() {
        State state = room.state();
        assertEquals(Standing.Role.OWNER, state.standing(OLGA.account()).role());
        assertEquals(List.of(OLGA.account(), ANN.account(), BEN.account(), MAY.account()), state.members());
        assertEquals(List.of(ANN.account(), BEN.account()), state.moderators());
        assertEquals(last.id(), state.standing(MAY.account()).since());
        assertEquals(Standing.NONE, state.standing(GUEST.account()));
        assertFalse(state.isMember(GUEST.account()));
    }

    @Test
    void onlyTheOwnerChangesTheSettings() {
        changesNothing(ANN, new Rule.Settings(TestRoom.settings(7), 0));
        changesNothing(MAY, new Rule.Settings(TestRoom.settings(7), 0));
        assertEquals(
                7,
                then(OLGA, new Rule.Settings(TestRoom.settings(7), 0))
                        .settings()
                        .capacity());
    }

    @Test
    void onlyTheOwnerAppointsAndDemotes() {
        changesNothing(ANN, new Rule.Appoint(MAY.account()));
        changesNothing(ANN, new Rule.Demote(BEN.account()));
        changesNothing(MAY, new Rule.Appoint(MAY.account()));
        then(OLGA, new Rule.Demote(ANN.account()));
        assertEquals(Standing.Role.MEMBER, role(ANN));
        changesNothing(ANN, new Rule.Remove(MAY.account()));
        then(OLGA, new Rule.Appoint(ANN.account()));
        assertEquals(List.of(BEN.account(), ANN.account()), room.state().moderators());
    }

    @Test
    void membersAdmitWhoeverShowsAnInvitation() {
        then(MAY, TestRoom.admit(GUEST, invite));
        assertEquals(Standing.Role.MEMBER, role(GUEST));
        assertEquals(1, room.state().invitations().getFirst().usesLeft());
    }

    /** What only moderators may say. */
    enum Act {
        INVITE,
        REVOKE,
        REMOVE,
        BAN,
        UNBAN,
        MUTE,
        UNMUTE,
        STRIKE,
        PIN,
        UNPIN;

        Rule rule(RightsTest test) {
            return switch (this) {
                case INVITE -> test.room.invite(9);
                case REVOKE -> new Rule.Revoke(test.invite.id());
                case REMOVE -> new Rule.Remove(MAY.account());
                case BAN -> new Rule.Ban(MAY.account());
                case UNBAN -> new Rule.Unban(GUEST.account());
                case MUTE -> new Rule.Mute(MAY.account(), TestRoom.EXPIRES_AT_MILLIS, 9);
                case UNMUTE -> new Rule.Unmute(MAY.account());
                case STRIKE -> new Rule.Strike(ENTRY);
                case PIN -> new Rule.Pin(ENTRY);
                case UNPIN -> new Rule.Unpin(ENTRY);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void moderatorsKeepOrderAndMembersDoNot(Act act) {
        then(OLGA, new Rule.Ban(GUEST.account()));
        if (act == Act.UNMUTE) {
            then(OLGA, Act.MUTE.rule(this));
        } else if (act == Act.UNPIN) {
            then(OLGA, Act.PIN.rule(this));
        }
        changesNothing(MAY, act.rule(this));
        State before = room.state();
        assertNotEquals(before, then(BEN, act.rule(this)), "nothing came of it");
    }

    @ParameterizedTest
    @EnumSource(names = {"REMOVE", "BAN", "MUTE", "UNMUTE"})
    void moderatorsActUponJuniorsOnly(Act act) {
        changesNothing(BEN, upon(act, ANN));
        changesNothing(ANN, upon(act, ANN));
        changesNothing(ANN, upon(act, OLGA));
        changesNothing(OLGA, upon(act, OLGA));
        if (act == Act.UNMUTE) {
            then(OLGA, upon(Act.MUTE, BEN));
        }
        State before = room.state();
        assertNotEquals(before, then(ANN, upon(act, BEN)), "nothing came of it");
    }

    private static Rule upon(Act act, Person person) {
        return switch (act) {
            case REMOVE -> new Rule.Remove(person.account());
            case BAN -> new Rule.Ban(person.account());
            case MUTE -> new Rule.Mute(person.account(), TestRoom.EXPIRES_AT_MILLIS, 9);
            default -> new Rule.Unmute(person.account());
        };
    }

    @Test
    void moderatorsStrikeWhatJuniorsSaid() {
        State byBen = then(BEN, new Rule.Strike(ENTRY));
        assertTrue(byBen.isStruck(ENTRY, MAY.account()));
        assertFalse(byBen.isStruck(ENTRY, BEN.account()));
        assertFalse(byBen.isStruck(ENTRY, ANN.account()));
        assertFalse(byBen.isStruck(ENTRY, OLGA.account()));
        State byAnn = then(ANN, new Rule.Strike(ENTRY));
        assertTrue(byAnn.isStruck(ENTRY, BEN.account()));
        assertFalse(byAnn.isStruck(ENTRY, ANN.account()));
        assertTrue(then(OLGA, new Rule.Strike(ENTRY)).isStruck(ENTRY, ANN.account()));
        assertFalse(room.state().isStruck(invite.id(), MAY.account()));
    }

    @Test
    void whoWasRemovedMayComeAgainAndWhoIsBannedMayNot() {
        then(ANN, new Rule.Remove(MAY.account()));
        assertEquals(Standing.Role.NONE, role(MAY));
        then(BEN, TestRoom.admit(MAY, invite));
        assertEquals(Standing.Role.MEMBER, role(MAY));
        then(ANN, new Rule.Ban(MAY.account()));
        assertEquals(Standing.Role.BANNED, role(MAY));
        changesNothing(BEN, TestRoom.admit(MAY, invite));
        then(BEN, new Rule.Unban(MAY.account()));
        assertEquals(Standing.Role.NONE, role(MAY));
        then(BEN, TestRoom.admit(MAY, invite));
        assertEquals(Standing.Role.MEMBER, role(MAY));
    }

    @Test
    void whoIsAppointedIsAMemberWhateverWasBefore() {
        then(ANN, new Rule.Ban(MAY.account()));
        then(OLGA, new Rule.Appoint(MAY.account()));
        assertEquals(Standing.Role.MODERATOR, role(MAY));
        then(OLGA, new Rule.Demote(MAY.account()));
        assertEquals(Standing.Role.MEMBER, role(MAY));
    }

    @Test
    void whoLeavesSaysNothingMoreUntilLetInAgain() {
        then(MAY, new Rule.Leave());
        assertEquals(Standing.Role.NONE, role(MAY));
        changesNothing(MAY, TestRoom.admit(GUEST, invite));
        then(BEN, new Rule.Leave());
        changesNothing(BEN, new Rule.Ban(MAY.account()));
        assertEquals(List.of(ANN.account()), room.state().moderators());
        changesNothing(OLGA, new Rule.Leave());
    }

    @Test
    void invitationsEndByUseByTimeAndByRevocation() {
        then(ANN, TestRoom.admit(GUEST, invite));
        then(ANN, TestRoom.admit(Person.named("dan"), invite));
        assertEquals(List.of(), room.state().invitations());
        changesNothing(ANN, TestRoom.admit(Person.named("eve"), invite));
        Ruled other = room.says(ANN, new Rule.Invite(TestRoom.INVITATION, 5, TestRoom.NOW_MILLIS + 20), last);
        Ruled inTime =
                room.rule(30, TestRoom.NOW_MILLIS + 19, 100, BEN, TestRoom.admit(Person.named("eve"), other), other);
        Ruled late =
                room.rule(31, TestRoom.NOW_MILLIS + 20, 101, BEN, TestRoom.admit(Person.named("fay"), other), inTime);
        room.said.addAll(List.of(inTime, late));
        assertEquals(Standing.Role.MEMBER, role(Person.named("eve")));
        assertEquals(Standing.Role.NONE, role(Person.named("fay")));
        last = late;
        then(BEN, new Rule.Revoke(other.id()));
        assertEquals(List.of(), room.state().invitations());
        assertEquals(Standing.Role.MEMBER, role(Person.named("eve")), "the revocation had seen it");
    }

    @Test
    void aRoomHasNoMoreMembersThanItMay() {
        then(OLGA, new Rule.Settings(TestRoom.settings(4), 0));
        changesNothing(MAY, TestRoom.admit(GUEST, invite));
        then(OLGA, new Rule.Appoint(GUEST.account()));
        assertEquals(5, room.state().members().size(), "the owner may");
        then(OLGA, new Rule.Settings(TestRoom.settings(6), 0));
        then(MAY, TestRoom.admit(Person.named("dan"), invite));
        assertEquals(6, room.state().members().size());
    }

    @Test
    void mutesHideWhatIsSaidForATime() {
        long until = TestRoom.NOW_MILLIS + 50;
        Standing muted = then(ANN, new Rule.Mute(MAY.account(), until, 70)).standing(MAY.account());
        assertTrue(muted.isMuted(71, until - 1));
        assertFalse(muted.isMuted(70, until - 1));
        assertFalse(muted.isMuted(71, until));
        Standing after = then(BEN, new Rule.Unmute(MAY.account())).standing(MAY.account());
        long endMillis = last.envelope().timeMillis();
        assertTrue(after.isMuted(71, endMillis - 1), "what was said meanwhile stays hidden");
        assertFalse(after.isMuted(71, endMillis));
    }

    @Test
    void devicesAreTheirAccountsOwn() {
        Person elsewhere = Person.at("may", "elsewhere");
        then(MAY, new Rule.Device(Bytes.utf8("first"), "page"));
        then(elsewhere, new Rule.Device(Bytes.utf8("second"), "laptop"));
        then(MAY, new Rule.Device(Bytes.utf8("third"), "page"));
        assertEquals(
                List.of(
                        new State.Device(MAY.session(), Bytes.utf8("third"), "page"),
                        new State.Device(elsewhere.session(), Bytes.utf8("second"), "laptop")),
                room.state().devices(MAY.account()));
        changesNothing(ANN, new Rule.Withdraw(MAY.session()));
        then(elsewhere, new Rule.Withdraw(MAY.session()));
        assertEquals(1, room.state().devices(MAY.account()).size());
        then(ANN, new Rule.Remove(MAY.account()));
        assertEquals(List.of(), room.state().devices(MAY.account()));
        changesNothing(MAY, new Rule.Device(Bytes.utf8("fourth"), "page"));
    }

    @Test
    void epochsAndTheirSecretsComeFromMembers() {
        State epoch = then(MAY, TestRoom.epoch(1));
        Cid first = last.id();
        assertEquals(first, epoch.epoch());
        Rule.Share share = new Rule.Share(BEN.session(), Bytes.utf8("sealed"));
        then(MAY, new Rule.Grant(first, List.of(share)));
        then(OLGA, new Rule.Grant(first, List.of(share)));
        then(ANN, new Rule.Remove(MAY.account()));
        changesNothing(MAY, new Rule.Grant(first, List.of(share)));
        changesNothing(MAY, TestRoom.epoch(2, TestRoom.ended(first)));
        assertEquals(
                List.of(Bytes.utf8("sealed"), Bytes.utf8("sealed")),
                room.state().shares(first, BEN.session()));
        assertEquals(List.of(), room.state().shares(first, ANN.session()));
    }
}
