package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.History;

/** Rules that count by a gatekeeper's signature. */
class PassTest {
    private static final Person OLGA = TestRoom.OLGA;
    private static final Person ANN = Person.named("ann");
    private static final Person BEN = Person.named("ben");
    private static final long NOW = TestRoom.NOW_MILLIS;
    private static final Bytes SIGNATURE = TestRoom.PROOF;

    private final TestRoom room = TestRoom.gated(History.SHARED, 100);

    private static boolean isMember(State state, Person who) {
        return state.isMember(who.account());
    }

    @Test
    void lapsesEndWhatOlderTicketsGaveWhateverHadBeenSeen() {
        Ruled pass = room.says(ANN, room.pass(ANN, NOW));
        room.says(OLGA, room.lapse(ANN, NOW + 5), pass);
        // Nobody who says this had seen the other.
        room.saysAt(2, ANN, room.pass(ANN, NOW + 4));
        room.inEveryOrder(state -> assertFalse(isMember(state, ANN)));
        room.saysAt(1, ANN, room.pass(ANN, NOW + 6));
        room.inEveryOrder(state -> assertTrue(isMember(state, ANN)));
    }

    @Test
    void anOldLapseThatIsSaidAgainEndsNothingAndCallsForNoEpoch() {
        Ruled pass = room.says(ANN, room.pass(ANN, NOW));
        Ruled lapse = room.says(OLGA, room.lapse(ANN, NOW + 5), pass);
        Ruled again = room.says(ANN, room.pass(ANN, NOW + 6), lapse);
        Ruled ben = room.says(BEN, room.pass(BEN, NOW), again);
        room.says(BEN, room.lapse(ANN, NOW + 5), ben);
        room.inEveryOrder(state -> {
            assertTrue(isMember(state, ANN));
            assertEquals(1, state.departures().size());
        });
    }

    @Test
    void whatSomebodySaysAtTheSameTimeAsTheLapseDoesNotCount() {
        Ruled pass = room.says(ANN, room.pass(ANN, NOW));
        Ruled before = room.says(ANN, TestRoom.epoch(1), pass);
        room.says(OLGA, room.lapse(ANN, NOW + 5), before);
        Ruled meanwhile = room.says(ANN, TestRoom.epoch(2, TestRoom.ended(before.id())), before);
        room.inEveryOrder(state -> {
            assertTrue(state.epochs().containsKey(before.id()));
            assertFalse(state.epochs().containsKey(meanwhile.id()));
        });
    }

    @Test
    void aLapseOfOneWhoWasAppointedEndsOnlyWhatTheTicketGave() {
        Ruled pass = room.says(ANN, room.pass(ANN, NOW));
        Ruled appoint = room.says(OLGA, new Rule.Appoint(ANN.account()), pass);
        Rules before = room.rulesOf(room.said);
        assertEquals(
                NOW,
                assertInstanceOf(Ticket.class, before.ticket(ANN.account())).fromMillis());
        room.says(OLGA, room.lapse(ANN, NOW + 5), appoint);
        room.inEveryOrder(state -> assertTrue(isMember(state, ANN)));
        assertNull(room.rulesOf(room.said).ticket(ANN.account()));
    }

    @Test
    void theOwnerIsOneWhateverHisWalletHolds() {
        Ruled pass = room.says(OLGA, room.pass(OLGA, NOW));
        room.says(OLGA, room.lapse(OLGA, NOW + 5), pass);
        room.inEveryOrder(state -> {
            assertTrue(isMember(state, OLGA));
            assertEquals(List.of(), state.departures());
        });
    }

    @Test
    void passesBeyondTheRoomsCapacityCountForNothing() {
        TestRoom small = TestRoom.gated(History.SHARED, 2);
        Ruled ann = small.says(ANN, small.pass(ANN, NOW));
        small.says(BEN, small.pass(BEN, NOW), ann);
        small.inEveryOrder(state -> {
            assertTrue(isMember(state, ANN));
            assertFalse(isMember(state, BEN));
        });
        small.says(OLGA, small.lapse(ANN, NOW + 1), small.said.get(1));
        small.inEveryOrder(state -> assertTrue(isMember(state, BEN)));
    }

    @Test
    void tellsWhoWasAMemberAndHoldsNothingAnyMore() {
        Ruled pass = room.says(ANN, room.pass(ANN, NOW));
        assertFalse(room.rulesOf(room.said).hasLapsed(ANN.account()));
        room.says(OLGA, room.lapse(ANN, NOW + 5), pass);
        Rules rules = room.rulesOf(room.said);
        assertTrue(rules.hasLapsed(ANN.account()));
        assertFalse(rules.hasLapsed(BEN.account()));
    }

    // ---- What is refused

    private void assertNoPass(Person by, Finding finding, DidKey session, long until, DidKey keeper) {
        Rule pass = new Rule.Pass(new Ticket(finding, session, until, keeper, SIGNATURE));
        TestRoom.assertRefused(Added.Reason.GATE, room.rules().add(room.rule(1, NOW, 0, by, pass)));
    }

    private Finding finding(RoomName of, Bytes rule) {
        return new Finding(of, ANN.account(), rule, List.of());
    }

    @Test
    void refusesTicketsThatAreNotForThisRoomSessionRuleOrTime() {
        RoomName name = new RoomName(room.id.text());
        Bytes rule = TestRoom.GATE.hash();
        DidKey keeper = TestRoom.KEEPER;
        long good = NOW + 1_000;
        assertNoPass(ANN, finding(new RoomName("another"), rule), ANN.session(), good, keeper);
        assertNoPass(ANN, finding(name, TestRoom.HASHES.sha256(rule)), ANN.session(), good, keeper);
        assertNoPass(ANN, finding(name, rule), BEN.session(), good, keeper);
        assertNoPass(BEN, finding(name, rule), BEN.session(), good, keeper);
        assertNoPass(ANN, finding(name, rule), ANN.session(), good, new TestSession("a stranger").key());
        assertNoPass(ANN, finding(name, rule), ANN.session(), NOW - 10 * 60_000, keeper);
        assertNoPass(ANN, finding(name, rule), ANN.session(), NOW + 20 * 60_000, keeper);
    }

    @Test
    void refusesThemWhereNothingIsAskedFor() {
        TestRoom open = new TestRoom();
        Ruled pass = open.rule(1, NOW, 0, ANN, open.pass(ANN, NOW));
        Ruled lapse = open.rule(1, NOW, 1, OLGA, open.lapse(ANN, NOW));
        TestRoom.assertRefused(Added.Reason.GATE, open.rules().add(pass));
        TestRoom.assertRefused(Added.Reason.GATE, open.rules().add(lapse));
    }

    @Test
    void refusesALapseThatAStrangerHandsIn() {
        TestRoom.assertRefused(
                Added.Reason.STRANGER, room.rules().add(room.rule(1, NOW, 0, BEN, room.lapse(ANN, NOW))));
    }

    @Test
    void asksWhetherTheGatekeeperHasSignedIt() {
        Rules rules = room.rules();
        Ruled pass = room.rule(1, NOW, 0, ANN, room.pass(ANN, NOW));
        Ruled lapse = room.rule(1, NOW, 1, OLGA, room.lapse(ANN, NOW));
        assertEquals(((Rule.Pass) pass.rule()).ticket().signatureCheck(), rules.proof(pass));
        assertEquals(((Rule.Lapsed) lapse.rule()).lapse().signatureCheck(), rules.proof(lapse));
    }

    @Test
    void refusesGatesBeyondTheirBounds() throws Malformed {
        Bytes longest = Bytes.wrap(new byte[GateRule.BYTES_MAX]);
        List<DidKey> keepers = List.of(TestRoom.KEEPER);
        assertEquals(longest, RoomGate.of(longest, keepers, TestRoom.HASHES).rule());
        Bytes longer = Bytes.wrap(new byte[GateRule.BYTES_MAX + 1]);
        assertThrows(Malformed.class, () -> RoomGate.of(longer, keepers, TestRoom.HASHES));
        assertThrows(Malformed.class, () -> RoomGate.of(Bytes.EMPTY, keepers, TestRoom.HASHES));
        assertThrows(Malformed.class, () -> RoomGate.of(longest, List.of(), TestRoom.HASHES));
        List<DidKey> many = Collections.nCopies(Ticket.KEEPERS_MAX + 1, TestRoom.KEEPER);
        assertThrows(Malformed.class, () -> RoomGate.of(longest, many, TestRoom.HASHES));
    }

    @Test
    void theRecordTellsWhatIsAskedForAndByWhoseWord() throws Malformed {
        RoomRecord record = room.record;
        RoomRecord read = RoomRecord.decode(record.block(SIGNATURE, TestRoom.HASHES), TestRoom.HASHES)
                .record();
        assertEquals(TestRoom.GATE, read.gate());
        assertThrows(
                IllegalArgumentException.class,
                () -> new RoomRecord(
                        record.settings(),
                        RoomRecord.Policy.INVITE,
                        History.SHARED,
                        record.delegation(),
                        NOW,
                        record.keyCheck(),
                        TestRoom.GATE));
    }
}
