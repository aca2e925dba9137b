package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.OLGA;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.keys.History;
import tropichat.core.wire.Cid;

/** What comes of rules that were made at the same time, in whatever order they arrive. */
class ConflictTest {
    private static final Person ANN = Person.named("ann");
    private static final Person BEN = Person.named("ben");
    private static final Person MAY = Person.named("may");
    private static final Person TOM = Person.named("tom");
    private static final Cid ENTRY = Cid.ofBlock(Bytes.utf8("entry"), TestRoom.HASHES);

    private final TestRoom room = new TestRoom();

    private static void has(State state, Person person, Standing.Role role) {
        assertEquals(role, state.standing(person.account()).role());
    }

    private static void isMember(State state, Person person) {
        has(state, person, Standing.Role.MEMBER);
    }

    private static void isNone(State state, Person person) {
        has(state, person, Standing.Role.NONE);
    }

    private Ruled appoint(Person person, Ruled... seen) {
        return room.says(OLGA, new Rule.Appoint(person.account()), seen);
    }

    private Ruled remove(Person by, Person person, Ruled... seen) {
        return room.says(by, new Rule.Remove(person.account()), seen);
    }

    private Ruled admit(Person by, Person guest, Ruled invite, Ruled... seen) {
        return room.says(by, TestRoom.admit(guest, invite), seen);
    }

    @Test
    void ofTwoModeratorsWhoRemoveEachOtherTheSeniorStays() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN, ann);
        remove(ANN, BEN, ben);
        remove(BEN, ANN, ben);
        room.inEveryOrder(state -> {
            has(state, ANN, Standing.Role.MODERATOR);
            isNone(state, BEN);
        });
    }

    @Test
    void appointmentsOfTheSameMomentAreInTheOrderOfTheirIdentifiers() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN);
        remove(ANN, BEN, ann, ben);
        remove(BEN, ANN, ann, ben);
        boolean annIsFirst = ann.id().compareTo(ben.id()) < 0;
        room.inEveryOrder(state -> {
            has(state, annIsFirst ? ANN : BEN, Standing.Role.MODERATOR);
            isNone(state, annIsFirst ? BEN : ANN);
        });
    }

    @Test
    void whoSeesARemovalOfASeniorDoesNotEscapeIt() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN, ann);
        Ruled removal = remove(ANN, BEN, ben);
        remove(BEN, ANN, removal);
        room.says(BEN, new Rule.Ban(MAY.account()), ben);
        room.inEveryOrder(state -> {
            has(state, ANN, Standing.Role.MODERATOR);
            isNone(state, BEN);
            isNone(state, MAY);
        });
    }

    @Test
    void aRemovalOutdoesAnAdmissionThatItHadNotSeen() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled tom = admit(OLGA, TOM, invite, may);
        remove(OLGA, MAY, tom);
        admit(TOM, MAY, invite, tom);
        room.inEveryOrder(state -> {
            isNone(state, MAY);
            isMember(state, TOM);
        });
    }

    @Test
    void aBanOutlastsAdmissionsThatDidNotSeeItsEnd() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled ban = room.says(OLGA, new Rule.Ban(TOM.account()), may);
        admit(MAY, TOM, invite, may);
        admit(MAY, TOM, invite, ban);
        room.says(OLGA, new Rule.Unban(TOM.account()), ban);
        room.inEveryOrder(state -> isNone(state, TOM));
    }

    @Test
    void anAdmissionThatSawTheEndOfABanLetsIn() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled ban = room.says(OLGA, new Rule.Ban(TOM.account()), invite);
        Ruled unban = room.says(OLGA, new Rule.Unban(TOM.account()), ban);
        admit(OLGA, TOM, invite, unban);
        Ruled second = room.says(OLGA, new Rule.Ban(MAY.account()), invite);
        Ruled early = room.says(OLGA, new Rule.Unban(MAY.account()), invite);
        admit(OLGA, MAY, invite, second, early);
        room.inEveryOrder(state -> {
            isMember(state, TOM);
            has(state, MAY, Standing.Role.BANNED);
        });
    }

    @Test
    void ofABanAndItsEndAtOnceTheBanStays() {
        Ruled ban = room.says(OLGA, new Rule.Ban(TOM.account()));
        room.says(OLGA, new Rule.Unban(TOM.account()), ban);
        room.says(OLGA, new Rule.Ban(TOM.account()), ban);
        room.inEveryOrder(state -> has(state, TOM, Standing.Role.BANNED));
    }

    @Test
    void aDemotionVoidsWhatOnlyModeratorsMayAndNothingElse() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled ann = appoint(ANN, may);
        room.says(OLGA, new Rule.Demote(ANN.account()), ann);
        remove(ANN, MAY, ann);
        admit(ANN, TOM, invite, ann);
        room.inEveryOrder(state -> {
            isMember(state, ANN);
            isMember(state, MAY);
            isMember(state, TOM);
        });
    }

    @Test
    void whatADemotionHadSeenStays() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled ann = appoint(ANN, may);
        Ruled removal = remove(ANN, MAY, ann);
        room.says(OLGA, new Rule.Demote(ANN.account()), removal);
        room.inEveryOrder(state -> isNone(state, MAY));
    }

    @Test
    void ofTwoWhoUseAnInvitationForOneTheFirstInOrderComesIn() {
        Ruled invite = room.says(OLGA, room.invite(1));
        Ruled ann = appoint(ANN, invite);
        room.saysAt(8, ANN, TestRoom.admit(MAY, invite), ann);
        room.saysAt(7, OLGA, TestRoom.admit(TOM, invite), ann);
        room.inEveryOrder(state -> {
            isMember(state, TOM);
            isNone(state, MAY);
        });
    }

    @Test
    void twoWhoAdmitTheSameGuestTakeOneUse() {
        Ruled invite = room.says(OLGA, room.invite(2));
        Ruled ann = appoint(ANN, invite);
        Ruled first = admit(ANN, MAY, invite, ann);
        Ruled second = admit(OLGA, MAY, invite, ann);
        // What May says after one of them counts, whichever of them is first in order.
        room.says(MAY, new Rule.Device(Bytes.utf8("key"), "page"), first);
        room.says(Person.at("may", "elsewhere"), new Rule.Device(Bytes.utf8("key"), "laptop"), second);
        room.inEveryOrder(state -> {
            assertEquals(1, state.invitations().getFirst().usesLeft());
            assertEquals(2, state.devices(MAY.account()).size());
        });
    }

    @Test
    void aRemovedGuestNeedsAnotherUse() {
        Ruled invite = room.says(OLGA, room.invite(1));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled removal = remove(OLGA, MAY, may);
        admit(OLGA, MAY, invite, removal);
        room.inEveryOrder(state -> isNone(state, MAY));
    }

    @Test
    void aRevocationVoidsAdmissionsThatItHadNotSeen() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled ann = appoint(ANN, invite);
        Ruled seen = admit(ANN, TOM, invite, ann);
        room.says(OLGA, new Rule.Revoke(invite.id()), seen);
        Ruled unseen = admit(ANN, MAY, invite, seen);
        room.says(MAY, new Rule.Device(Bytes.utf8("key"), "page"), unseen);
        room.inEveryOrder(state -> {
            isMember(state, TOM);
            isNone(state, MAY);
        });
    }

    @Test
    void whoeverIsRemovedCannotPretendToHaveActedBefore() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        remove(OLGA, MAY, may);
        // Made later, with parents of before; and what the guest then says.
        Ruled pretended = room.saysAt(3, MAY, TestRoom.admit(TOM, invite), may);
        room.says(TOM, TestRoom.admit(BEN, invite), pretended);
        room.says(TOM, new Rule.Device(Bytes.utf8("key"), "page"), pretended);
        room.inEveryOrder(state -> {
            isNone(state, TOM);
            isNone(state, BEN);
            assertEquals(List.of(OLGA.account()), state.members());
        });
    }

    @Test
    void whoComesAgainAfterARemovalSpeaksAgainAndNotForBefore() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = admit(OLGA, MAY, invite, invite);
        Ruled removal = remove(OLGA, MAY, may);
        Ruled again = admit(OLGA, MAY, invite, removal);
        admit(MAY, TOM, invite, again);
        admit(MAY, BEN, invite, may);
        room.inEveryOrder(state -> {
            isMember(state, MAY);
            isMember(state, TOM);
            isNone(state, BEN);
            assertEquals(again.id(), state.standing(MAY.account()).since());
        });
    }

    @Test
    void twoDevicesOfTheOwnerBothCount() {
        Person elsewhere = Person.at("olga", "elsewhere");
        Ruled invite = room.says(OLGA, room.invite(9));
        admit(elsewhere, MAY, invite, invite);
        room.saysAt(2, OLGA, new Rule.Settings(TestRoom.settings(7), 0), invite);
        room.saysAt(3, elsewhere, new Rule.Settings(TestRoom.settings(8), 0), invite);
        appoint(ANN, invite);
        remove(elsewhere, ANN, invite);
        room.inEveryOrder(state -> {
            isMember(state, MAY);
            assertEquals(8, state.settings().capacity());
            isNone(state, ANN);
        });
    }

    @Test
    void aSeniorAppointmentThatTheRemoverHadNotSeenProtects() {
        Ruled may = appoint(MAY);
        Ruled ben = appoint(BEN);
        boolean isMay = may.id().compareTo(ben.id()) < 0;
        Person seniorOne = isMay ? MAY : BEN;
        Person juniorOne = isMay ? BEN : MAY;
        remove(juniorOne, seniorOne, isMay ? ben : may);
        room.inEveryOrder(state -> has(state, seniorOne, Standing.Role.MODERATOR));
    }

    @Test
    void aJuniorAppointmentThatTheRemoverHadNotSeenDoesNotProtect() {
        Ruled ben = appoint(BEN);
        Ruled may = appoint(MAY, ben);
        remove(BEN, MAY, ben);
        room.says(MAY, new Rule.Pin(ENTRY), may);
        room.inEveryOrder(state -> {
            isNone(state, MAY);
            assertEquals(List.of(), state.pins());
        });
    }

    @Test
    void whoIsAppointedTwiceActsByTheFirst() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN, ann);
        Ruled again = appoint(ANN, ben);
        room.says(ANN, new Rule.Strike(ENTRY), again);
        room.inEveryOrder(state -> assertTrue(state.isStruck(ENTRY, BEN.account())));
    }

    @Test
    void whoWasAppointedAnewIsJuniorToThoseWhoStayed() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN, ann);
        Ruled demotion = room.says(OLGA, new Rule.Demote(ANN.account()), ben);
        Ruled again = appoint(ANN, demotion);
        remove(ANN, BEN, again);
        remove(BEN, ANN, again);
        room.inEveryOrder(state -> assertEquals(List.of(BEN.account()), state.moderators()));
    }

    @Test
    void aModeratorWhoLeftIsAsOpenToRemovalAsAnybody() {
        Ruled ann = appoint(ANN);
        Ruled ben = appoint(BEN, ann);
        Ruled leave = room.says(ANN, new Rule.Leave(), ben);
        // By another device, which does not know of the leave: it counts, and the junior's removal does not void it.
        room.says(Person.at("ann", "elsewhere"), new Rule.Pin(ENTRY), ben);
        room.says(BEN, new Rule.Ban(ANN.account()), leave);
        room.inEveryOrder(state -> {
            has(state, ANN, Standing.Role.BANNED);
            assertEquals(List.of(ENTRY), state.pins());
        });
    }

    @Test
    void placesAreTakenInOrder() {
        TestRoom small = new TestRoom(History.SHARED, 2);
        Ruled invite = small.says(OLGA, small.invite(9));
        small.saysAt(9, OLGA, TestRoom.admit(MAY, invite), invite);
        small.saysAt(8, OLGA, TestRoom.admit(TOM, invite), invite);
        small.inEveryOrder(state -> assertEquals(List.of(OLGA.account(), TOM.account()), state.members()));
    }

    @Test
    void anInvitationOfARemovedModeratorGoesWithItUnlessTheRemoverKnewIt() {
        Ruled ann = appoint(ANN);
        Ruled known = room.says(ANN, room.invite(9), ann);
        Ruled unknown = room.says(Person.at("ann", "elsewhere"), room.invite(9), ann);
        remove(OLGA, ANN, known);
        admit(OLGA, MAY, known, known, unknown);
        admit(OLGA, TOM, unknown, known, unknown);
        room.inEveryOrder(state -> {
            isMember(state, MAY);
            isNone(state, TOM);
        });
    }

    @Test
    void mutesAndPinsEndByWhatHasSeenThem() {
        Ruled mute = room.says(OLGA, new Rule.Mute(TOM.account(), TestRoom.EXPIRES_AT_MILLIS, 0));
        room.says(OLGA, new Rule.Unmute(TOM.account()), mute);
        room.says(OLGA, new Rule.Mute(TOM.account(), TestRoom.EXPIRES_AT_MILLIS, 0), mute);
        room.says(OLGA, new Rule.Unpin(ENTRY), mute);
        room.says(OLGA, new Rule.Pin(ENTRY), mute);
        room.inEveryOrder(state -> {
            assertTrue(state.standing(TOM.account()).isMuted(1, TestRoom.EXPIRES_AT_MILLIS - 1));
            assertEquals(List.of(), state.pins());
        });
    }

    @Test
    void theEpochOfSeveralIsTheHighestAndThenTheLowest() {
        Ruled first = room.says(OLGA, TestRoom.epoch(1));
        Ruled second = room.says(OLGA, TestRoom.epoch(2, TestRoom.ended(first.id())), first);
        Ruled other = room.says(OLGA, TestRoom.epoch(2, TestRoom.ended(first.id())), first);
        Ruled lower = second.id().compareTo(other.id()) < 0 ? second : other;
        room.says(OLGA, TestRoom.epoch(1));
        room.inEveryOrder(state -> {
            assertEquals(lower.id(), state.epoch());
            assertEquals(4, state.epochs().size());
        });
    }
}
