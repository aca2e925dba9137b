package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestAead;
import tropichat.core.gates.Ticket;
import tropichat.core.keys.History;
import tropichat.core.link.Frame;
import tropichat.core.link.LawMessage;
import tropichat.core.room.Entry;
import tropichat.core.room.Envelope;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Standing;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/**
 * Wallets that are contracts, in rooms that belong to somebody: where those are gated, the gatekeeper's ticket says for all
 * alike whose a session is, whatever a chain tells one of them.
 */
class ContractPassageTest {
    private static final long SETTLED_MILLIS = 8_000;
    private static final String SAFE = TestHost.CONTRACT;
    private static final String SILENT = TestHost.SILENT_CONTRACT;

    private TestGatekeeper gatekeeper;
    private TestNetwork network;
    private TestGround ground;
    private Page olga;

    @BeforeEach
    void found() {
        gatekeeper = new TestGatekeeper("gatekeeper");
        network = new TestNetwork(11);
        ground = new TestGround(network, History.SHARED, gatekeeper);
        olga = ground.enter(TestGround.OWNER);
        pass();
    }

    private void pass() {
        network.pass(SETTLED_MILLIS);
    }

    private Page holder(String name) {
        gatekeeper.holders.add(TestGround.account(name));
        Page page = ground.enter(name);
        pass();
        return page;
    }

    private static Standing.Role role(Page viewer, String of) {
        return viewer.host.law().standing(TestGround.account(of)).role();
    }

    private static List<Event.Refusal> refusals(Page of) {
        return of.host.events(Event.Refused.class).stream()
                .map(Event.Refused::refusal)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {SAFE, SILENT})
    void comeInByTheirTicketAndAreHeardWhateverTheirChainSays(String name) {
        Page ann = holder("Ann");
        Page safe = holder(name);
        assertEquals(Standing.Role.MEMBER, role(olga, name));
        safe.say("by a contract");
        pass();
        ann.say("welcome");
        pass();
        assertEquals(List.of("by a contract"), ann.heard());
        assertEquals(List.of("by a contract", "welcome"), olga.heard());
        assertEquals(List.of("welcome"), safe.heard());
        assertTrue(ann.host.events(Event.Message.class).getFirst().author().proven());
    }

    @Test
    void lettersReachThem() {
        Page ann = holder("Ann");
        Page safe = holder(SAFE);
        ann.tell(new Input.Write(TestGround.account(SAFE), new Input.Say("between us", false)));
        pass();
        safe.tell(new Input.Write(TestGround.account("Ann"), new Input.Say("yes", false)));
        pass();
        assertEquals(List.of("between us", "yes"), safe.host.letters());
        assertEquals(List.of("between us", "yes"), ann.host.letters());
        assertEquals(List.of(), olga.host.letters());
    }

    /** Its key for what wallets open would be anybody's who says that it is that contract. */
    @Test
    void noLetterIsSealedToWhatAContractIsSaidToOpen() {
        Page ann = holder("Ann");
        Page cleo = holder("Cleo");
        Page safe = holder(SAFE);
        for (Page each : List.of(cleo, safe)) {
            each.tell(new Input.ShareWallet(each.host.walletKey));
        }
        pass();
        network.gatekeeper = null;
        Page impostor = ground.enter(SAFE, "impostor");
        impostor.tell(new Input.ShareWallet(impostor.host.walletKey));
        pass();
        assertTrue(ann.host.peer.sealsToWallet(TestGround.account("Cleo")));
        assertFalse(ann.host.peer.sealsToWallet(TestGround.account(SAFE)));
    }

    @Test
    void whoComesLateHasTheSame() {
        Page safe = holder(SAFE);
        safe.say("before");
        pass();
        safe.crash();
        network.pass(2 * Ticket.LIFETIME_MILLIS_MAX);
        Page ann = holder("Ann");
        pass();
        assertEquals(List.of("before"), ann.heard());
    }

    @Test
    void withoutATicketNobodyIsLetIn() {
        Page safe = ground.enter(SAFE);
        network.pass(Gate.JUDGING_MILLIS_MAX + Gate.WORD_MILLIS);
        assertEquals(Standing.Role.NONE, role(olga, SAFE));
        assertFalse(olga.isLinked(safe));
    }

    @Test
    void anotherSessionOfTheSameWalletNeedsATicketOfItsOwn() {
        Page ann = holder("Ann");
        holder(SAFE);
        Page phone = ground.enter(SAFE, "Safe's phone");
        pass();
        phone.say("from the phone");
        pass();
        assertEquals(List.of("from the phone"), ann.heard());
        network.gatekeeper = null;
        Page tablet = ground.enter(SAFE, "Safe's tablet");
        network.pass(Gate.JUDGING_MILLIS_MAX + Gate.WORD_MILLIS);
        tablet.say("from the tablet");
        pass();
        assertFalse(ann.isLinked(tablet));
        assertEquals(List.of("from the phone"), ann.heard());
    }

    @Test
    void whoComesBackSpeaksOnceThereIsATicket() {
        Page ann = holder("Ann");
        Page safe = holder(SAFE);
        safe.crash();
        network.gatekeeper = null;
        Page again = ground.comeBack(safe);
        again.say("too early");
        network.pass(60_000);
        assertEquals(List.of(), ann.heard());
        network.gatekeeper = gatekeeper;
        network.pass(120_000);
        assertEquals(List.of("too early"), ann.heard());
    }

    @Test
    void whoseTokenIsGivenAwayIsOut() {
        Page ann = holder("Ann");
        Page safe = holder(SAFE);
        gatekeeper.holders.remove(TestGround.account(SAFE));
        olga.tell(new Input.LapseTold(gatekeeper.lapse(TestGround.account(SAFE), network.nowMillis())));
        pass();
        ann.say("among us");
        pass();
        assertEquals(Standing.Role.NONE, role(ann, SAFE));
        assertFalse(ann.isLinked(safe));
        assertEquals(List.of(), safe.heard());
    }

    @Test
    void aRoomWithoutGatekeepersTakesNone() {
        TestNetwork plain = new TestNetwork(12);
        TestGround invited = new TestGround(plain, History.SHARED);
        Page owner = invited.enter(TestGround.OWNER);
        Page safe = invited.invite(owner, SAFE, SETTLED_MILLIS);
        assertEquals(
                Event.Denial.CONTRACT,
                safe.host.events(Event.Denied.class).getFirst().why());
        assertFalse(owner.host.law().isMember(TestGround.account(SAFE)));
    }

    // ---- What a gatekeeper could make of it that lies

    @Test
    void whoWasAppointedHasNoMoreRightsThanMembers() {
        holder("Ann");
        Page safe = holder(SAFE);
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account(SAFE))));
        pass();
        safe.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ann"))));
        assertEquals(List.of(Event.Refusal.NOT_ALLOWED), refusals(safe));
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ann"));
    }

    @Test
    void aRuleOfModeratorsCountsByAKeyAndNotByAContract() throws Exception {
        Page ann = holder("Ann");
        Page safe = holder(SAFE);
        Page cleo = holder("Cleo");
        for (String name : List.of(SAFE, "Cleo")) {
            olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account(name))));
            pass();
        }
        // Who is only removed may come in again with the ticket at hand.
        inject(safe, olga, new Rule.Ban(TestGround.account("Ann")));
        pass();
        assertEquals(Standing.Role.MEMBER, role(olga, "Ann"));
        inject(cleo, olga, new Rule.Ban(TestGround.account("Ann")));
        pass();
        assertEquals(Standing.Role.BANNED, role(olga, "Ann"));
        assertFalse(olga.isLinked(ann));
    }

    /** Hands in a rule past the author's peer, which has seen the newest that there is. */
    private void inject(Page author, Page to, Rule rule) throws Malformed {
        Cid newest = List.copyOf(olga.host.rules.keySet()).getLast();
        long lamport = 0;
        for (Input.KeptRule each : olga.host.rules.values()) {
            RuleEntry seen = RuleEntry.decode(each.block(), TestHost.HASHES).entry();
            lamport = Math.max(lamport, seen.envelope().lamport());
        }
        Bytes profile = profile(author);
        Envelope envelope = new Envelope(
                ground.name,
                author.host.session.key(),
                lamport + 1,
                network.nowMillis(),
                List.of(newest),
                Cid.ofBlock(profile, TestHost.HASHES));
        RoomKey key = new RoomKey(ground.key, TestHost.HASHES, new TestAead());
        Bytes nonce = TestHost.HASHES.sha256(rule.encode()).slice(0, Aead.NONCE_LENGTH);
        RuleEntry entry = new RuleEntry(envelope, key.seal(envelope, RuleEntry.KIND, rule.encode(), nonce));
        Bytes block = entry.block(author.host.session.sign(entry.signable()));
        Frame frame = new Frame.OfLaw(new LawMessage.Rules(null, List.of(block), List.of(profile)));
        Fragments.split(frame.encode()).forEach(fragment -> author.inject(to, fragment));
    }

    private static Bytes profile(Page of) throws Malformed {
        for (Bytes block : of.host.profiles.values()) {
            Entry said =
                    Entry.decode(block, Cid.ofBlock(block, TestHost.HASHES)).entry();
            if (said.author().equals(of.host.session.key())) {
                return block;
            }
        }
        throw new AssertionError("it has not said who it is");
    }
}
