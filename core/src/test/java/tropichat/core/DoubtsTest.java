package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.link.Frame;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Fragments;

/** Peers that ask a chain themselves, and a gatekeeper that signs what is not so. */
class DoubtsTest {
    private static final long SETTLED_MILLIS = 8_000;

    private final TestGatekeeper gatekeeper = new TestGatekeeper("gatekeeper");
    private final TestChain chain = new TestChain();
    private TestNetwork network;

    @BeforeEach
    void begin() {
        begin(1);
    }

    private void begin(long seed) {
        network = new TestNetwork(seed);
        network.gatekeeper = gatekeeper;
    }

    /** Somebody whom the gatekeeper gives a ticket. */
    private Page enter(String name, boolean asksChains) {
        network.chain = asksChains ? chain : null;
        Page page = network.page(name);
        // What was asked is answered whoever comes next.
        network.chain = chain;
        gatekeeper.holders.add(page.host.wallet.address());
        page.tell(new Input.Gated(gatekeeper.gating()));
        return network.connect(page);
    }

    private Page cheat() {
        chain.says(new TestWallet("Mallory").address(), Outcome.FAIL, Outcome.FAIL);
        return enter("Mallory", false);
    }

    private static LinkEnd end(Page viewer, Page of) {
        Member member = viewer.host.member(of.host.session.did());
        return member == null || member.end() == null ? LinkEnd.CLOSED : member.end();
    }

    private void pass() {
        network.pass(SETTLED_MILLIS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void gatekeeperThatLies_aPeerWithItsOwnChainDropsTheCheat(long seed) {
        begin(seed);
        Page ann = enter("Ann", true);
        Page ben = enter("Ben", false);
        pass();
        Page cheat = cheat();
        pass();
        assertTrue(ann.isLinked(ben));
        assertTrue(ben.isLinked(cheat), "who asks no chain believes the gatekeeper");
        assertFalse(ann.isLinked(cheat));
        assertEquals(LinkEnd.UNFULFILLED, end(ann, cheat));
        cheat.say("from nowhere");
        ben.say("from Ben");
        network.pass(2 * Sync.COMPARE_MILLIS);
        assertTrue(ben.heard().contains("from nowhere"));
        assertEquals(List.of("from Ben"), ann.heard(), "nor is it heard by way of others");
    }

    @Test
    void newerLinksOfItAreRefusedTooWithoutAnotherQuestion() {
        Page ann = enter("Ann", true);
        Page cheat = cheat();
        pass();
        assertEquals(LinkEnd.UNFULFILLED, end(ann, cheat));
        int asked = chain.asked.size();
        Page another = enter("Mallory/phone", false);
        pass();
        assertFalse(ann.isLinked(another));
        assertEquals(LinkEnd.UNFULFILLED, end(ann, another));
        assertEquals(asked, chain.asked.size());
    }

    @Test
    void whoHoldsItLaterIsTalkedToAgainAndWhatItSaidMeanwhileComes() {
        Page ann = enter("Ann", true);
        Page ben = enter("Ben", false);
        Page cheat = cheat();
        pass();
        cheat.say("meanwhile");
        pass();
        assertEquals(List.of(), ann.heard());
        chain.says(cheat.host.wallet.address(), Outcome.PASS, Outcome.PASS);
        network.pass(Doubts.LASTING_MILLIS + 2 * Sync.COMPARE_MILLIS);
        assertEquals(List.of("meanwhile"), ann.heard());
        Page again = enter("Mallory/phone", false);
        pass();
        assertTrue(ann.isLinked(again) && ann.isLinked(ben));
    }

    @Test
    void whoStillLacksItIsNotTalkedToHoweverLongItWaits() {
        Page ann = enter("Ann", true);
        enter("Ben", false);
        Page cheat = cheat();
        pass();
        cheat.say("patience");
        network.pass(3 * Doubts.LASTING_MILLIS);
        assertEquals(List.of(), ann.heard());
        assertTrue(chain.asked.size() >= 3, "it is asked again each time");
    }

    /** The second is somebody who has just got it; the third who has just given it away, which gatekeepers tell. */
    @ParameterizedTest
    @CsvSource({"PASS, PASS", "PASS, FAIL", "FAIL, PASS", "UNKNOWN, FAIL", "FAIL, UNKNOWN", "UNKNOWN, UNKNOWN"})
    void whoDoesNotLackItAtBothBlocksStays(Outcome latest, Outcome earlier) {
        Page ann = enter("Ann", true);
        chain.says(new TestWallet("Ben").address(), latest, earlier);
        Page ben = enter("Ben", false);
        pass();
        ben.say("hello");
        pass();
        assertTrue(chain.asked.contains(ben.host.wallet.address()));
        assertTrue(ann.isLinked(ben));
        assertEquals(List.of("hello"), ann.heard());
    }

    @Test
    void aHostThatAsksNoChainIsNotAskedTo() {
        Page ann = enter("Ann", false);
        Page cheat = cheat();
        pass();
        assertEquals(List.of(), chain.asked);
        assertTrue(ann.isLinked(cheat));
    }

    @Test
    void answersToWhatWasNotAskedCountForNothing() {
        Page ann = enter("Ann", true);
        Page ben = enter("Ben", false);
        pass();
        WalletAddress wallet = ben.host.wallet.address();
        ann.tell(new Input.Rechecked(TestGatekeeper.RULE, wallet, true));
        ann.tell(new Input.Rechecked(Bytes.utf8("another rule"), wallet, true));
        pass();
        assertTrue(ann.isLinked(ben));
    }

    // ---- Rooms that belong to somebody

    @Test
    void aRuleThatLetsSomebodyInByATicketIsBelievedNoMoreThanTheTicket() {
        network.chain = chain;
        TestGround ground = new TestGround(network, History.SHARED, gatekeeper);
        Page olga = ground.enter(TestGround.OWNER);
        pass();
        network.chain = null;
        Page ben = holder(ground, "Ben");
        network.chain = chain;
        chain.says(TestGround.account("Mallory"), Outcome.FAIL, Outcome.FAIL);
        Page cheat = holder(ground, "Mallory");
        pass();
        assertTrue(ben.isLinked(cheat) && olga.isLinked(ben));
        assertFalse(olga.isLinked(cheat));
        assertEquals(LinkEnd.UNFULFILLED, end(olga, cheat));
        cheat.say("from nowhere");
        pass();
        assertEquals(List.of(), olga.heard());
    }

    @Test
    void whoOwnsTheRoomOrWasAppointedIsNotAskedAbout() {
        network.chain = chain;
        TestGround ground = new TestGround(network, History.SHARED, gatekeeper);
        Page olga = ground.enter(TestGround.OWNER);
        pass();
        Page ann = holder(ground, "Ann");
        olga.tell(new Input.Decree(new Rule.Appoint(TestGround.account("Cleo"))));
        Page cleo = holder(ground, "Cleo");
        chain.asked.clear();
        chain.says(TestGround.account("Cleo"), Outcome.FAIL, Outcome.FAIL);
        chain.says(TestGround.account(TestGround.OWNER), Outcome.FAIL, Outcome.FAIL);
        gatekeeper.holders.add(TestGround.account(TestGround.OWNER));
        for (Page each : List.of(olga, cleo)) {
            Bytes ticket = Objects.requireNonNull(gatekeeper.ticket(each, network.nowMillis()));
            Fragments.split(new Frame.Show(ticket).encode()).forEach(fragment -> each.inject(ann, fragment));
        }
        pass();
        assertEquals(List.of(), chain.asked);
        assertTrue(ann.isLinked(olga) && ann.isLinked(cleo));
    }

    private Page holder(TestGround ground, String name) {
        gatekeeper.holders.add(TestGround.account(name));
        Page page = ground.enter(name);
        pass();
        return page;
    }

    // ---- Bounds

    @Test
    void asManyAreAskedAboutAndRememberedAsThereIsRoomFor() {
        Doubts doubts = new Doubts(room());
        Gating gating = gatekeeper.gating();
        for (int i = 0; i < 2 * Doubts.ASKED_MAX; i++) {
            doubts.ask(gating, wallet(i));
        }
        assertFalse(doubts.onAnswer(gating, TestGatekeeper.RULE, wallet(Doubts.ASKED_MAX), true), "it was not asked");
        for (int i = 0; i <= Doubts.WALLETS_MAX; i++) {
            doubts.ask(gating, wallet(i));
            assertTrue(doubts.onAnswer(gating, TestGatekeeper.RULE, wallet(i), true));
        }
        assertFalse(doubts.areOn(wallet(0)), "the oldest is forgotten");
        assertTrue(doubts.areOn(wallet(1)) && doubts.areOn(wallet(Doubts.WALLETS_MAX)));
    }

    private static WalletAddress wallet(int number) {
        return new EthereumAddress(Bytes.wrap(
                ByteBuffer.allocate(EthereumAddress.LENGTH).putInt(number).array()));
    }

    /** One whose host asks chains, and in which nobody is. */
    private static Room room() {
        Config config = new Config(TestHost.ROOM, Set.of(TestWallet.DOMAIN), 2, 10, false, true, TestHost.HASHES);
        RandomSource chance = length -> Bytes.wrap(new byte[length]);
        return new Room(config, new TestHost("Ann").self, new Host(), chance, null);
    }
}
