package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.OLGA;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestAead;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Sealed;
import tropichat.core.wire.Cid;

/** Which messages count, by the epochs in which they were said. */
class EpochTest {
    private static final Person MAY = Person.named("may");
    private static final Person TOM = Person.named("tom");
    private static final Bytes SAID = digest("said");
    private static final Bytes LATER = digest("later");

    private final TestRoom room = new TestRoom();

    private static Bytes digest(String block) {
        return TestRoom.HASHES.sha256(Bytes.utf8(block));
    }

    private static Rule.Ended listing(Ruled epoch, Bytes... digests) {
        Bytes listed = Bytes.EMPTY;
        for (Bytes digest : List.of(digests).stream().sorted().toList()) {
            listed = Bytes.concat(listed, digest.slice(0, Rule.Ended.PREFIX_BYTES));
        }
        return new Rule.Ended(epoch.id(), listed, Bytes.EMPTY);
    }

    private static Rules.Verdict judge(TestRoom room, Person author, Ruled epoch, Bytes digest) {
        return room.rulesOf(room.said).judge(author.account(), epoch.id(), digest);
    }

    private void assertVerdict(Rules.Verdict verdict, Person author, Ruled epoch, Bytes digest) {
        assertEquals(verdict, judge(room, author, epoch, digest));
    }

    @Test
    void membersSpeakInAnEpochThatIsKnown() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), may);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, SAID);
        assertVerdict(Rules.Verdict.COUNTS, OLGA, epoch, SAID);
        assertVerdict(Rules.Verdict.NO_MEMBER, TOM, epoch, SAID);
        assertVerdict(Rules.Verdict.UNKNOWN_EPOCH, MAY, may, SAID);
        Ruled unknown = room.rule(9, 0, 99, OLGA, TestRoom.epoch(1));
        assertVerdict(Rules.Verdict.UNKNOWN_EPOCH, MAY, unknown, SAID);
    }

    @Test
    void ofWhoeverWasRemovedOnlyWhatWasHeardInTimeCounts() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), may);
        Ruled removal = room.says(OLGA, new Rule.Remove(MAY.account()), epoch);
        assertVerdict(Rules.Verdict.NOT_LISTED, MAY, epoch, SAID);
        Bytes[] others = {digest("a"), digest("b"), digest("c"), digest("d")};
        Ruled next = room.says(OLGA, TestRoom.epoch(2, listing(epoch, SAID, others[0], others[1], others[2])), removal);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, SAID);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, others[2]);
        assertVerdict(Rules.Verdict.NOT_LISTED, MAY, epoch, LATER);
        assertVerdict(Rules.Verdict.NO_MEMBER, TOM, epoch, SAID);
        // Once let in, always judged so: no member at the time of the later epoch.
        assertVerdict(Rules.Verdict.NOT_LISTED, MAY, next, SAID);
        room.says(OLGA, TestRoom.admit(MAY, invite), next);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, LATER);
    }

    @Test
    void whatNoMemberListsIsNotListed() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled tom = room.says(OLGA, TestRoom.admit(TOM, invite), may);
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), tom);
        room.says(OLGA, new Rule.Remove(MAY.account()), epoch);
        // The removed one vouches for itself, as if it did not know.
        room.says(MAY, TestRoom.epoch(2, listing(epoch, SAID)), epoch);
        assertVerdict(Rules.Verdict.NOT_LISTED, MAY, epoch, SAID);
        room.says(TOM, TestRoom.epoch(2, listing(epoch, SAID)), epoch);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, SAID);
    }

    @Test
    void newcomersOfASharedRoomSpeakInTheEpochThatIsThere() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), invite);
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), epoch);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, SAID);
        Ruled removal = room.says(OLGA, new Rule.Remove(MAY.account()), may);
        assertVerdict(Rules.Verdict.NOT_LISTED, MAY, epoch, SAID);
        room.says(OLGA, TestRoom.epoch(2, listing(epoch, SAID)), removal);
        assertVerdict(Rules.Verdict.COUNTS, MAY, epoch, SAID);
    }

    @Test
    void newcomersOfAForwardSecretRoomBelongToTheNextEpoch() {
        TestRoom secret = new TestRoom(History.FORWARD_SECRET, 9);
        Ruled invite = secret.says(OLGA, secret.invite(9));
        Ruled epoch = secret.says(OLGA, TestRoom.epoch(1), invite);
        assertFalse(secret.rulesOf(secret.said).needsEpoch());
        Ruled may = secret.says(OLGA, TestRoom.admit(MAY, invite), epoch);
        assertTrue(secret.rulesOf(secret.said).needsEpoch());
        assertEquals(Rules.Verdict.NO_MEMBER, judge(secret, MAY, epoch, SAID));
        Ruled next = secret.says(OLGA, TestRoom.epoch(2, listing(epoch)), may);
        assertEquals(Rules.Verdict.COUNTS, judge(secret, MAY, next, SAID));
        assertFalse(secret.rulesOf(secret.said).needsEpoch());
    }

    @Test
    void aRemovalAsksForANewEpochEvenWhereAHigherOneDoesNotKnowOfIt() {
        assertTrue(room.rules().needsEpoch());
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled tom = room.says(OLGA, TestRoom.admit(TOM, invite), may);
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), tom);
        assertFalse(room.rulesOf(room.said).needsEpoch());
        Ruled removal = room.says(OLGA, new Rule.Remove(MAY.account()), epoch);
        assertTrue(room.rulesOf(room.said).needsEpoch());
        Ruled second = room.says(OLGA, TestRoom.epoch(2, listing(epoch)), removal);
        assertFalse(room.rulesOf(room.said).needsEpoch());
        Ruled unaware = room.says(TOM, TestRoom.epoch(2, listing(epoch)), epoch);
        Ruled higher = room.says(TOM, TestRoom.epoch(3, listing(unaware)), unaware);
        assertEquals(higher.id(), room.state().epoch());
        assertTrue(room.rulesOf(room.said).needsEpoch());
        room.says(OLGA, TestRoom.epoch(4, listing(higher), listing(second)), second, higher);
        assertFalse(room.rulesOf(room.said).needsEpoch());
    }

    @Test
    void whoCameDuringAnEpochAndWasRemovedEndsIt() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), invite);
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), epoch);
        assertFalse(room.rulesOf(room.said).needsEpoch());
        Ruled removal = room.says(OLGA, new Rule.Remove(MAY.account()), may);
        assertTrue(room.rulesOf(room.said).needsEpoch());
        Ruled second = room.says(OLGA, TestRoom.epoch(2, listing(epoch)), removal);
        Ruled device = room.says(OLGA, new Rule.Device(SAID, "laptop"), second);
        assertFalse(room.rulesOf(room.said).needsEpoch());
        room.says(OLGA, new Rule.Withdraw(OLGA.session()), device);
        assertTrue(room.rulesOf(room.said).needsEpoch());
    }

    @Test
    void whatTheRoomWasWhenAnEpochBeganStaysAsItWas() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled may = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Ruled epoch = room.says(OLGA, TestRoom.epoch(1), may);
        room.says(OLGA, new Rule.Remove(MAY.account()), epoch);
        Rules rules = room.rulesOf(room.said);
        State then = rules.stateAt(epoch.id());
        assertNotNull(then);
        assertTrue(then.isMember(MAY.account()));
        assertNull(then.epoch());
        assertFalse(rules.state().isMember(MAY.account()));
        assertNull(rules.stateAt(may.id()));
        assertNull(rules.stateAt(room.id));
    }

    /** Each epoch hands down the one before it, as those who begin epochs do in a shared room. */
    @Test
    void whoIsGrantedTheNewestSecretReadsBackToTheFirst() {
        GroupKeys keys = keys();
        List<Bytes> secrets = new ArrayList<>();
        Ruled last = room.says(OLGA, room.invite(9));
        for (int i = 1; i <= 9; i++) {
            Bytes secret = digest("secret " + i);
            Rule.Ended[] ended = i == 1
                    ? new Rule.Ended[0]
                    : new Rule.Ended[] {
                        new Rule.Ended(last.id(), Bytes.EMPTY, keys.handDown(secret, last.id(), secrets.getLast()))
                    };
            Bytes commitment = GroupKeys.commitment(secret, TestRoom.HASHES);
            last = room.says(OLGA, new Rule.Epoch(i, List.of(ended), commitment, i), last);
            secrets.add(secret);
        }
        assertEquals(secrets.reversed(), read(room.state(), last.id(), secrets.getLast()));
    }

    /** All secrets that one leads to, the newest first. */
    private static List<Bytes> read(State state, Cid epoch, Bytes granted) {
        GroupKeys keys = keys();
        List<Bytes> secrets = new ArrayList<>(List.of(granted));
        Rule.Epoch at = state.epochs().get(epoch);
        while (at != null && !at.ended().isEmpty()) {
            Rule.Ended ended = at.ended().getFirst();
            Bytes former = keys.takeOver(secrets.getLast(), ended.epoch(), ended.secret());
            assertNotNull(former);
            at = state.epochs().get(ended.epoch());
            assertNotNull(at);
            assertEquals(at.commitment(), GroupKeys.commitment(former, TestRoom.HASHES));
            secrets.add(former);
        }
        return secrets;
    }

    private static GroupKeys keys() {
        Bytes fresh = SAID.slice(0, Sealed.CHAIN_LENGTH);
        return new GroupKeys(TestRoom.HASHES, new TestAead(), History.SHARED, fresh);
    }

    @Test
    void manyEpochsAreJudgedOneAfterTheOther() {
        Ruled invite = room.says(OLGA, room.invite(9));
        Ruled last = room.says(OLGA, TestRoom.admit(MAY, invite), invite);
        Rules rules = room.rulesOf(room.said);
        Cid first = null;
        for (int i = 1; i <= 40; i++) {
            last = room.says(
                    OLGA, TestRoom.epoch(i, i == 1 ? new Rule.Ended[0] : new Rule.Ended[] {listing(last)}), last);
            rules.add(last);
            first = first == null ? last.id() : first;
            assertEquals(Rules.Verdict.COUNTS, rules.judge(MAY.account(), last.id(), SAID));
            assertEquals(Rules.Verdict.COUNTS, rules.judge(MAY.account(), first, SAID));
        }
    }
}
