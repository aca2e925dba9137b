package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Abi;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.SeatClaim;
import tropichat.core.gates.Uint256;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;

/** What vaults delegate on a real chain, and which tokens somebody has there. */
@ExtendWith(SharedChains.class)
class DelegatedTest {
    private static final long CHAIN = SharedChains.ID;
    private static final Bytes NO_RIGHTS = TestChain.word(0);
    private final TestChain chain;
    private final Map<String, EthereumAddress> own = new HashMap<>();

    DelegatedTest(ChainNode chains) {
        chain = chains.chain(CHAIN);
        for (String name : List.of("Badge", "Club", "Coin", "Items", "DelegateRegistry")) {
            own.put(name, chain.fresh(name));
        }
    }

    /** Each test has tokens and a registry of its own; what answers nothing sensible is everybody's. */
    private EthereumAddress contract(String name) {
        return Objects.requireNonNullElseGet(own.get(name), () -> chain.contract(name));
    }

    private Doorman doorman() {
        return doorman(contract("DelegateRegistry"));
    }

    private Doorman doorman(EthereumAddress registry) {
        return Doorman.delegating(registry, new ChainSettings(CHAIN, List.of(chain.rpc())));
    }

    private void mint(String name, EthereumAddress to, Bytes... words) {
        String types = ",uint256".repeat(words.length);
        Bytes[] all = new Bytes[words.length + 1];
        all[0] = Abi.word(to);
        System.arraycopy(words, 0, all, 1, words.length);
        chain.send(contract(name), "mint(address" + types + ")", all);
    }

    private void settle() {
        chain.mine(View.EARLIER_BLOCKS);
    }

    private void send(EthereumAddress vault, String signature, Bytes... words) {
        chain.sendFrom(vault, contract("DelegateRegistry"), signature, words);
    }

    private void delegateAll(EthereumAddress vault, EthereumAddress hot, Bytes rights, boolean isOn) {
        send(vault, "delegateAll(address,bytes32,bool)", Abi.word(hot), rights, TestChain.word(isOn ? 1 : 0));
    }

    private void delegateContract(EthereumAddress vault, EthereumAddress hot, String name) {
        send(
                vault,
                "delegateContract(address,address,bytes32,bool)",
                Abi.word(hot),
                Abi.word(contract(name)),
                NO_RIGHTS,
                TestChain.word(1));
    }

    private GateRule badge(long... ids) {
        List<Uint256> all = Arrays.stream(ids).mapToObj(Uint256::of).toList();
        return new GateRule.Erc721(CHAIN, contract("Badge"), Uint256.ONE, all, true, false);
    }

    private Reason reason(GateRule rule, EthereumAddress wallet) {
        try (Doorman doorman = doorman()) {
            return doorman.judge(rule, wallet).verdict().reason();
        }
    }

    @Test
    void whoWasDelegatedToPassesByTheVaultUntilItIsRevoked() {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        mint("Badge", vault, TestChain.word(1_001));
        settle();
        assertEquals(Reason.LACKS, reason(badge(), hot));
        delegateContract(vault, hot, "Coin");
        settle();
        assertEquals(Reason.LACKS, reason(badge(), hot));
        delegateAll(vault, hot, Bytes.concat(Bytes.wrap(new byte[31]), Bytes.utf8("x")), true);
        settle();
        assertEquals(Reason.LACKS, reason(badge(), hot));
        delegateAll(vault, hot, NO_RIGHTS, true);
        assertEquals(Reason.TOO_NEW, reason(badge(), hot));
        settle();
        assertEquals(Reason.HOLDS, reason(badge(), hot));
        assertEquals(Reason.HOLDS, reason(badge(), vault));
        assertEquals(Reason.LACKS, reason(badge(), chain.wallet()));
        assertEquals(Reason.LACKS, reason(new GateRule.Erc721(CHAIN, contract("Badge"), Uint256.ONE, List.of()), hot));
        delegateAll(vault, hot, NO_RIGHTS, false);
        assertEquals(Reason.LACKS, reason(badge(), hot));
    }

    @Test
    void singleTokensAndAmountsAreDelegatedToo() {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        mint("Badge", vault, TestChain.word(2_001));
        mint("Badge", vault, TestChain.word(2_002));
        mint("Coin", vault, TestChain.word(50));
        mint("Items", vault, TestChain.word(7), TestChain.word(3));
        send(
                vault,
                "delegateERC721(address,address,uint256,bytes32,bool)",
                Abi.word(hot),
                Abi.word(contract("Badge")),
                TestChain.word(2_001),
                NO_RIGHTS,
                TestChain.word(1));
        send(
                vault,
                "delegateERC20(address,address,bytes32,uint256)",
                Abi.word(hot),
                Abi.word(contract("Coin")),
                NO_RIGHTS,
                TestChain.word(20));
        send(
                vault,
                "delegateERC1155(address,address,uint256,bytes32,uint256)",
                Abi.word(hot),
                Abi.word(contract("Items")),
                TestChain.word(7),
                NO_RIGHTS,
                TestChain.word(3));
        settle();
        assertEquals(Reason.HOLDS, reason(badge(), hot));
        assertEquals(Reason.HOLDS, reason(badge(2_001), hot));
        assertEquals(Reason.LACKS, reason(badge(2_002), hot));
        assertEquals(Reason.HOLDS, reason(new GateRule.Erc20(CHAIN, contract("Coin"), Uint256.of(20), true), hot));
        assertEquals(Reason.LACKS, reason(new GateRule.Erc20(CHAIN, contract("Coin"), Uint256.of(21), true), hot));
        assertEquals(
                Reason.HOLDS,
                reason(new GateRule.Erc1155(CHAIN, contract("Items"), Uint256.of(7), Uint256.of(3), true), hot));
    }

    @Test
    void aRegistryThatIsNoneLetsNobodyInAndHarmsNobodyWhoHoldsHimself() {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        mint("Badge", vault, TestChain.word(3_001));
        delegateAll(vault, hot, NO_RIGHTS, true);
        settle();
        for (String name : List.of("Refusing", "Talkative", "Endless")) {
            try (Doorman doorman = doorman(contract(name))) {
                assertEquals(
                        Reason.NO_ANSWER, doorman.judge(badge(), hot).verdict().reason(), name);
                assertTrue(doorman.judge(badge(), vault).verdict().passes(), name);
            }
        }
        try (Doorman nowhere = doorman(chain.wallet())) {
            assertEquals(Reason.LACKS, nowhere.judge(badge(), hot).verdict().reason());
        }
    }

    /** Anybody can delegate to anybody, as often as he likes. */
    @Test
    void delegationsThatCameLaterKeepNobodyOut() {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        mint("Badge", vault, TestChain.word(4_001));
        delegateAll(vault, hot, NO_RIGHTS, true);
        for (int i = 0; i < 60; i++) {
            delegateAll(chain.wallet(), hot, NO_RIGHTS, true);
        }
        settle();
        assertEquals(Reason.HOLDS, reason(badge(), hot));
    }

    @Test
    void itTakesTwoQuestionsAndWithoutTheOptionOne() throws IOException {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        mint("Badge", vault, TestChain.word(5_001));
        mint("Badge", hot, TestChain.word(5_002));
        delegateAll(vault, hot, NO_RIGHTS, true);
        settle();
        GateRule own = new GateRule.Erc721(CHAIN, contract("Badge"), Uint256.ONE, List.of());
        for (GateRule rule : List.of(own, badge())) {
            try (StrangeNode counted = new StrangeNode(StrangeNode.handsOn(chain.rpc()));
                    Doorman doorman = Doorman.delegating(
                            contract("DelegateRegistry"), new ChainSettings(CHAIN, List.of(counted.url())))) {
                Judgement judgement = doorman.judge(rule, hot);
                assertTrue(judgement.verdict().passes());
                assertEquals(rule.equals(own) ? Set.of() : Set.of(vault), judgement.vaults());
                // The newest block besides.
                assertEquals(rule.equals(own) ? 2 : 3, counted.requests.get());
            }
        }
    }

    @Test
    void seatsAreOnTheTokensOfAllWhoLetIn() {
        EthereumAddress vault = chain.wallet();
        EthereumAddress hot = chain.wallet();
        GateRule.Erc721 club = new GateRule.Erc721(CHAIN, contract("Club"), Uint256.ONE, List.of(), true, true);
        mint("Club", vault, TestChain.word(61));
        mint("Club", vault, TestChain.word(62));
        mint("Club", hot, TestChain.word(63));
        delegateContract(vault, hot, "Club");
        settle();
        List<Uint256> all = List.of(Uint256.of(63), Uint256.of(61), Uint256.of(62));
        try (Doorman doorman = doorman()) {
            assertEquals(
                    List.of(new SeatClaim(club, all)), doorman.judge(club, hot).seats());
            assertEquals(
                    List.of(new SeatClaim(club, all.subList(1, 3))),
                    doorman.judge(club, vault).seats());
            assertEquals(List.of(), doorman.judge(club, chain.wallet()).seats());
        }
        // The one that it has now it has only since this block, though it had another before.
        Bytes[] given = {Abi.word(hot), Abi.word(chain.wallet()), TestChain.word(63)};
        chain.sendFrom(hot, contract("Club"), "transferFrom(address,address,uint256)", given);
        delegateAll(vault, chain.wallet(), NO_RIGHTS, true);
        try (Doorman doorman = doorman()) {
            assertEquals(
                    all.subList(1, 3),
                    doorman.judge(club, hot).seats().getFirst().tokens());
        }
    }

    @Test
    void nobodySitsOnWhatCannotBeListedUnlessItIsNamed() {
        EthereumAddress holder = chain.wallet();
        mint("Badge", holder, TestChain.word(7_001));
        settle();
        GateRule any = new GateRule.Erc721(CHAIN, contract("Badge"), Uint256.ONE, List.of(), false, true);
        assertEquals(Reason.NO_ANSWER, reason(any, holder));
        assertEquals(Reason.LACKS, reason(any, chain.wallet()));
        List<Uint256> ids = List.of(Uint256.of(7_000), Uint256.of(7_001));
        GateRule.Erc721 named = new GateRule.Erc721(CHAIN, contract("Badge"), Uint256.ONE, ids, false, true);
        try (Doorman doorman = doorman()) {
            assertEquals(
                    List.of(new SeatClaim(named, List.of(Uint256.of(7_001)))),
                    doorman.judge(named, holder).seats());
        }
    }

    @Test
    void aTokenThatCameInExchangeForAnotherIsNotSatOnAtOnce() {
        EthereumAddress holder = chain.wallet();
        GateRule.Erc721 club = new GateRule.Erc721(CHAIN, contract("Club"), Uint256.ONE, List.of(), false, true);
        mint("Club", holder, TestChain.word(81));
        settle();
        Bytes[] given = {Abi.word(holder), Abi.word(chain.wallet()), TestChain.word(81)};
        chain.sendFrom(holder, contract("Club"), "transferFrom(address,address,uint256)", given);
        mint("Club", holder, TestChain.word(82));
        assertEquals(Reason.TOO_NEW, reason(club, holder));
        settle();
        assertEquals(Reason.HOLDS, reason(club, holder));
    }
}
