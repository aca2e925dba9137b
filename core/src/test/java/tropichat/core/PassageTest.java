package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestAead;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;

/** A room of Olga's that asks for something that wallets hold: who comes in by that, and goes out. */
class PassageTest {
    private static final long SETTLED_MILLIS = 8_000;
    private static final long ENDED_MILLIS = Ticket.LIFETIME_MILLIS_MAX + Turnstile.GRACE_MILLIS;

    private TestGatekeeper gatekeeper;
    private TestNetwork network;
    private TestGround ground;
    private Page olga;

    @BeforeEach
    void found() {
        found(History.SHARED);
    }

    private void found(History history) {
        gatekeeper = new TestGatekeeper("gatekeeper");
        network = new TestNetwork(7);
        ground = new TestGround(network, history, gatekeeper);
        olga = ground.enter(TestGround.OWNER);
        pass();
    }

    private void pass() {
        network.pass(SETTLED_MILLIS);
    }

    private Page holder(String name) {
        gatekeeper.holders.add(TestGround.account(name));
        // Links hold an invitation that no rule names.
        ground.give(name, "for nobody");
        Page page = ground.enter(name);
        pass();
        return page;
    }

    /** Its wallet gives away what let it in, and the gatekeeper tells these. */
    private Bytes give(String name, Page... told) {
        WalletAddress wallet = TestGround.account(name);
        gatekeeper.holders.remove(wallet);
        Bytes lapse = gatekeeper.lapse(wallet, network.nowMillis());
        for (Page page : told) {
            page.tell(new Input.LapseTold(lapse));
        }
        return lapse;
    }

    private static Standing.Role role(Page viewer, String of) {
        return viewer.host.law().standing(TestGround.account(of)).role();
    }

    private static List<Event.Removal> removals(Page of) {
        return of.host.events(Event.Removed.class).stream()
                .map(Event.Removed::why)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(History.class)
    void holdersComeInByThemselvesAndOthersDoNot(History history) {
        found(history);
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        Page eve = ground.enter("Eve");
        network.pass(Gate.JUDGING_MILLIS_MAX + Gate.WORD_MILLIS);
        ann.say("among us");
        pass();
        assertEquals(List.of("among us"), ben.heard());
        assertEquals(List.of("among us"), olga.heard());
        assertEquals(List.of(), eve.heard());
        assertEquals(Standing.Role.MEMBER, role(olga, "Ann"));
        assertEquals(Standing.Role.NONE, role(olga, "Eve"));
        assertFalse(olga.isLinked(eve));
        assertEquals(
                Event.Denial.NO_TICKET,
                eve.host.events(Event.Denied.class).getFirst().why());
    }

    @ParameterizedTest
    @EnumSource(History.class)
    void whoGivesItAwayIsOutEverywhereAndReadsNothingThatFollows(History history) {
        found(history);
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        long before = epoch(olga);
        give("Ben", olga, ann);
        // Until the word is verified.
        network.pass(TestNetwork.SIGNATURE_MILLIS_MAX);
        olga.say("he is gone");
        network.pass(2_000);
        assertEquals(Standing.Role.NONE, role(ann, "Ben"));
        assertEquals(Standing.Role.NONE, role(olga, "Ben"));
        assertFalse(olga.isLinked(ben) || ann.isLinked(ben));
        pass();
        assertTrue(epoch(olga) > before);
        assertEquals(List.of("he is gone"), ann.heard());
        assertEquals(List.of(), ben.heard());
        assertEquals(List.of(Event.Removal.LAPSED), removals(ben));
        assertEquals(1, lapses());
    }

    private static long epoch(Page page) {
        State law = page.host.law();
        return Objects.requireNonNull(law.epochs().get(law.epoch())).number();
    }

    /** Rules that say that somebody holds nothing any more. */
    private long lapses() {
        return olga.host.rules.values().stream()
                .filter(each -> rule(each.block()) instanceof Rule.Lapsed)
                .count();
    }

    private Rule rule(Bytes block) {
        try {
            RuleEntry entry = RuleEntry.decode(block, TestHost.HASHES).entry();
            RoomKey key = new RoomKey(ground.key, TestHost.HASHES, new TestAead());
            return Rule.decode(Objects.requireNonNull(key.open(entry.envelope(), RuleEntry.KIND, entry.content())));
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    @Test
    void oneWhoHearsItTellsAllTheOthers() {
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        give("Ben", ann);
        pass();
        assertEquals(Standing.Role.NONE, role(olga, "Ben"));
        assertFalse(olga.isLinked(ben));
    }

    @Test
    void whoHoldsItAgainComesInAgain() {
        holder("Ann");
        Page ben = holder("Ben");
        give("Ben", olga);
        pass();
        ben.crash();
        gatekeeper.holders.add(TestGround.account("Ben"));
        Page again = ground.comeBack(ben);
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ben"));
        olga.say("welcome back");
        pass();
        assertEquals(List.of("welcome back"), again.heard());
    }

    @Test
    void anOldLapseThatIsToldAgainEndsNothing() {
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        Bytes lapse = give("Ben", olga);
        pass();
        ben.crash();
        gatekeeper.holders.add(TestGround.account("Ben"));
        ground.comeBack(ben);
        pass();
        ann.tell(new Input.LapseTold(lapse));
        olga.tell(new Input.LapseTold(lapse));
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ben"));
        assertEquals(1, lapses());
    }

    @Test
    void aLapseOfAnotherGatekeepersCountsForNobody() {
        holder("Ben");
        TestGatekeeper other = new TestGatekeeper("another");
        other.room = ground.name;
        olga.tell(new Input.LapseTold(other.lapse(TestGround.account("Ben"), network.nowMillis())));
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ben"));
        assertEquals(0, lapses());
    }

    @Test
    void aForgedLapseCountsForNobody() throws Exception {
        holder("Ben");
        Lapse real = Lapse.decode(gatekeeper.lapse(TestGround.account("Ann"), network.nowMillis()));
        Lapse forged = Lapse.decode(gatekeeper.lapse(TestGround.account("Ben"), network.nowMillis()));
        Bytes told = new Lapse(forged.finding(), forged.atMillis(), forged.keeper(), real.signature()).encode();
        olga.tell(new Input.LapseTold(told));
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ben"));
    }

    @Test
    void whoWasAppointedStaysWhateverTheWalletHolds() {
        Page ann = holder("Ann");
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account("Cleo"))));
        Page cleo = ground.enter("Cleo");
        pass();
        give("Cleo", olga, ann);
        pass();
        assertEquals(Standing.Role.MODERATOR, role(ann, "Cleo"));
        assertTrue(ann.isLinked(cleo));
        cleo.say("still here");
        pass();
        assertEquals(List.of("still here"), ann.heard());
    }

    @Test
    void whoIsBannedIsNotLetInByAnyTicket() {
        Page ben = holder("Ben");
        olga.tell(new Input.Decree(new Rule.Ban(TestGround.account("Ben"))));
        pass();
        ben.crash();
        Page again = ground.comeBack(ben);
        pass();
        assertEquals(Standing.Role.BANNED, role(olga, "Ben"));
        assertFalse(olga.isLinked(again));
    }

    @Test
    void noInvitationIsInPlaceOfWhatWalletsHold() {
        olga.tell(new Input.Decree(TestGround.invite("for Dan", 1)));
        assertEquals(
                List.of(Event.Refusal.NOT_ALLOWED),
                olga.host.events(Event.Refused.class).stream()
                        .map(Event.Refused::refusal)
                        .toList());
    }

    @Test
    void whoGaveItAwayWhileAwayIsOutBeforeComingBack() {
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        ben.crash();
        gatekeeper.holders.remove(TestGround.account("Ben"));
        network.pass(2 * Passage.ASK_MILLIS);
        assertEquals(Standing.Role.NONE, role(olga, "Ben"));
        assertEquals(Standing.Role.NONE, role(ann, "Ben"));
        assertEquals(Standing.Role.MEMBER, role(olga, "Ann"));
    }

    @Test
    void whatIsSaidWithoutATicketIsHeardOnceThereIsOne() {
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        network.gatekeeper = null;
        ben.crash();
        network.pass(60_000);
        Page again = ground.comeBack(ben);
        pass();
        assertFalse(ann.isLinked(again));
        again.say("alone");
        network.pass(60_000);
        ann.say("meanwhile");
        network.gatekeeper = gatekeeper;
        network.pass(120_000);
        assertTrue(ann.isLinked(again));
        assertEquals(List.of("meanwhile"), again.heard());
        assertEquals(List.of("alone"), ann.heard());
    }

    @Test
    void membersStayForAWhileWithoutTheGatekeeperAndNobodyComes() {
        Page ann = holder("Ann");
        Page ben = holder("Ben");
        network.gatekeeper = null;
        Page eve = ground.enter("Eve");
        network.pass(ENDED_MILLIS - 60_000);
        ann.say("still among us");
        pass();
        assertEquals(List.of("still among us"), ben.heard());
        assertEquals(List.of(), eve.heard());
        network.pass(60_000);
        assertFalse(ann.isLinked(ben));
        // The owner needs no ticket, but sees none of theirs.
        assertFalse(olga.isLinked(ben));
    }
}
