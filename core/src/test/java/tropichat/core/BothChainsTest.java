package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.identity.SolanaAddress;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.link.Hello;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Standing;

/** People with wallets of Solana, among people with wallets of Ethereum. */
class BothChainsTest {
    private static final long SETTLE_MILLIS = 15_000;
    private static final String SOL = "Sol" + TestWallet.SOLANA;
    private static final String LUNA = "Luna" + TestWallet.SOLANA;

    private final TestNetwork network = new TestNetwork(1);

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    private static WalletAddress account(String person) {
        return new TestWallet(person).address();
    }

    // ---- Links and entries

    @Test
    void aLinkProvesTheWallet() {
        TestHost host = new TestHost("ada");
        Stranger sol = new Stranger(host, SOL);
        sol.linked();
        assertEquals(LinkState.OPEN, sol.member().link());
        assertTrue(sol.member().proven());
        assertEquals(SolanaAddress.LENGTH, sol.wallet.address().bytes().length());
        assertEquals(sol.wallet.text(), sol.member().wallet());
    }

    @Test
    void aDelegationOfOneKindProvesNoWalletOfTheOther() {
        TestHost host = new TestHost("ada");
        Stranger sol = new Stranger(host, SOL);
        Hello own = sol.hello();
        sol.connect()
                .greet(new Hello(
                        own.room(), own.session(), account("ada"), own.delegation(), own.profile(), own.nonce()))
                .prove();
        assertFalse(sol.member().proven());
        assertEquals(LinkState.REFUSED, sol.member().link());
    }

    @Test
    void whatEitherSaysIsHeardOfAProvenWallet() {
        TestNetwork.Page ada = network.enter("Ada");
        TestNetwork.Page sol = network.enter(SOL);
        pass();
        ada.say("hello");
        sol.say("hola");
        pass();
        assertEquals(List.of("hello"), sol.heard());
        assertEquals(List.of("hola"), ada.heard());
    }

    @Test
    void lettersGoBothWays() {
        TestNetwork.Page ada = network.enter("Ada");
        TestNetwork.Page sol = network.enter(SOL);
        pass();
        ada.tell(new Input.Write(account(SOL), new Input.Say("to you", false)));
        sol.tell(new Input.Write(account("Ada"), new Input.Say("and to you", false)));
        pass();
        assertEquals(List.of("to you", "and to you"), sorted(ada.host.letters()));
        assertEquals(List.of("to you", "and to you"), sorted(sol.host.letters()));
    }

    private static List<String> sorted(List<String> letters) {
        return letters.stream().sorted(Comparator.reverseOrder()).toList();
    }

    // ---- Rooms that belong to somebody

    @ParameterizedTest
    @EnumSource(History.class)
    void aClosedRoomHasMembersOfBoth(History history) {
        TestGround ground = new TestGround(network, history);
        TestNetwork.Page olga = ground.enter(TestGround.OWNER);
        TestNetwork.Page sol = ground.invite(olga, SOL, SETTLE_MILLIS);
        TestNetwork.Page luna = ground.invite(olga, LUNA, SETTLE_MILLIS);
        sol.say("we are in");
        pass();
        assertEquals(List.of("we are in"), olga.heard());
        assertEquals(List.of("we are in"), luna.heard());
        assertEquals(
                List.of(account(TestGround.OWNER), account(SOL), account(LUNA)),
                luna.host.law().members());

        olga.tell(new Input.Decree(new Rule.Appoint(account(SOL))));
        pass();
        assertEquals(List.of(account(SOL)), luna.host.law().moderators());
        sol.tell(new Input.Decree(new Rule.Ban(account(LUNA))));
        pass();
        sol.say("among us");
        pass();
        assertEquals(
                Standing.Role.BANNED, olga.host.law().standing(account(LUNA)).role());
        assertEquals(List.of("we are in", "among us"), olga.heard());
        assertEquals(List.of("we are in"), luna.heard());
        assertFalse(olga.isLinked(luna));
    }

    @Test
    void anInvitationForOneWalletLetsInNoOther() {
        TestGround ground = new TestGround(network, History.SHARED);
        TestNetwork.Page olga = ground.enter(TestGround.OWNER);
        pass();
        olga.tell(new Input.Decree(TestGround.invite("for Sol", 1)));
        pass();
        ground.give(LUNA, "for Sol");
        ground.pretend(LUNA, SOL);
        TestNetwork.Page luna = ground.enter(LUNA);
        pass();
        assertFalse(olga.isLinked(luna));
        assertEquals(1, olga.host.law().members().size());
    }
}
