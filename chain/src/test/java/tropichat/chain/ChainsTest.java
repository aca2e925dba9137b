package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Comparison;
import tropichat.core.gates.ContractFunction;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Uint256;
import tropichat.core.gates.Verdict;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.WalletKey;

/** What is found out on real chains, and from nodes that are none. */
@ExtendWith(SharedChains.class)
class ChainsTest {
    private static final long CHAIN = SharedChains.ID;
    private static final long OTHER_CHAIN = SharedChains.OTHER_ID;
    private static final long WAIT_SECONDS = 20;
    private static final Hashes HASHES = new JvmHashes();
    private final TestChain chain;
    private final TestChain other;

    ChainsTest(ChainNode chains) {
        chain = chains.chain(CHAIN);
        other = chains.chain(OTHER_CHAIN);
    }

    private EthereumAddress contract(String name) {
        return chain.contract(name);
    }

    private GateRule coins(long min) {
        return new GateRule.Erc20(CHAIN, contract("Coin"), Uint256.of(min));
    }

    private void giveCoins(EthereumAddress to, long amount) {
        chain.send(contract("Coin"), "mint(address,uint256)", Abi.word(to), TestChain.word(amount));
        chain.mine(View.EARLIER_BLOCKS);
    }

    private Doorman doorman() {
        return Doorman.of(CHAIN, chain.rpc());
    }

    @Test
    void whoeverHoldsPassesAndOthersDoNot() throws Malformed {
        EthereumAddress holder = chain.wallet();
        EthereumAddress badge = chain.fresh("Badge");
        chain.send(badge, "mint(address,uint256)", Abi.word(holder), TestChain.word(100));
        chain.send(
                contract("Items"),
                "mint(address,uint256,uint256)",
                Abi.word(holder),
                TestChain.word(7),
                TestChain.word(3));
        giveCoins(holder, 50);
        List<GateRule> rules = List.of(
                new GateRule.Erc721(CHAIN, badge, Uint256.ONE, List.of()),
                new GateRule.Erc721(CHAIN, badge, Uint256.ONE, List.of(Uint256.of(1), Uint256.of(100))),
                new GateRule.Erc1155(CHAIN, contract("Items"), Uint256.of(7), Uint256.of(3)),
                coins(50),
                new GateRule.Call(
                        CHAIN,
                        contract("Coin"),
                        ContractFunction.parse("balanceOf(address) returns (uint256)"),
                        List.of("$wallet"),
                        new Comparison(Comparison.Operator.EQUAL, "50")));
        try (Doorman doorman = doorman()) {
            for (GateRule rule : rules) {
                assertEquals(Outcome.PASS, doorman.judge(rule, holder).verdict().outcome(), rule.toString());
                assertEquals(
                        Reason.LACKS,
                        doorman.judge(rule, chain.wallet()).verdict().reason(),
                        rule.toString());
            }
            GateRule coin = new GateRule.Native(CHAIN, Uint256.of(1));
            assertTrue(doorman.judge(coin, chain.rich()).verdict().passes());
            assertFalse(doorman.judge(coin, chain.wallet()).verdict().passes());
            assertFalse(doorman.judge(coins(51), holder).verdict().passes());
        }
    }

    @Test
    void theSameContractOnTwoChainsIsTwoContracts() {
        EthereumAddress holder = chain.wallet();
        giveCoins(holder, 5);
        GateRule there = new GateRule.Erc20(OTHER_CHAIN, contract("Coin"), Uint256.of(5));
        try (Doorman doorman = new Doorman(
                new ChainSettings(CHAIN, List.of(chain.rpc())), new ChainSettings(OTHER_CHAIN, List.of(other.rpc())))) {
            Judgement judgement = doorman.judge(new GateRule.Any(List.of(there, coins(5))), holder);
            assertTrue(judgement.verdict().passes());
            assertEquals(
                    List.of(CHAIN, OTHER_CHAIN),
                    judgement.blocks().stream().map(Finding.Block::chain).toList());
            assertEquals(Reason.LACKS, doorman.judge(there, holder).verdict().reason());
        }
    }

    @Test
    void whatIsHeldSinceThisBlockDoesNotCountYet() {
        EthereumAddress holder = chain.wallet();
        chain.send(contract("Coin"), "mint(address,uint256)", Abi.word(holder), TestChain.word(5));
        try (Doorman doorman = doorman()) {
            assertEquals(
                    Reason.TOO_NEW, doorman.judge(coins(5), holder).verdict().reason());
        }
        chain.mine(View.EARLIER_BLOCKS);
        try (Doorman doorman = doorman()) {
            assertTrue(doorman.judge(coins(5), holder).verdict().passes());
        }
    }

    @Test
    void contractsThatRevertBabbleOrNeverEndProveNothingAndHarmNoOthers() {
        EthereumAddress holder = chain.wallet();
        giveCoins(holder, 5);
        try (Doorman doorman = doorman()) {
            for (String name : List.of("Refusing", "Talkative", "Endless")) {
                GateRule bad = new GateRule.Erc20(CHAIN, contract(name), Uint256.ONE);
                Verdict verdict = doorman.judge(bad, holder).verdict();
                assertEquals(Outcome.UNKNOWN, verdict.outcome(), name);
                assertEquals(Reason.NO_ANSWER, verdict.reason(), name);
                assertTrue(doorman.judge(new GateRule.Any(List.of(bad, coins(5))), holder)
                        .verdict()
                        .passes());
            }
            GateRule nobody = new GateRule.Erc20(CHAIN, chain.wallet(), Uint256.ONE);
            assertEquals(
                    Reason.NO_ANSWER, doorman.judge(nobody, holder).verdict().reason());
        }
    }

    @Test
    void theNextNodeIsAskedWhereOneFails() throws IOException {
        EthereumAddress holder = chain.wallet();
        giveCoins(holder, 5);
        List<StrangeNode.Manner> manners = List.of(
                StrangeNode.says(500, "no"),
                StrangeNode.says(200, "<html>"),
                StrangeNode.says(200, "{}"),
                StrangeNode.talks(100_000_000),
                StrangeNode.isSilent(),
                StrangeNode.handsOn(other.rpc()));
        for (StrangeNode.Manner manner : manners) {
            try (StrangeNode strange = new StrangeNode(manner);
                    Doorman doorman = Doorman.of(CHAIN, strange.url(), chain.rpc())) {
                assertTrue(doorman.judge(coins(5), holder).verdict().passes());
                String trouble = doorman.troubles.remove();
                assertTrue(trouble.contains("127.0.0.1"), trouble);
                assertFalse(trouble.contains("secret"), trouble);
            }
        }
    }

    @Test
    void aNodeOfAnotherChainIsNotBelieved() {
        try (Doorman doorman = Doorman.of(CHAIN, other.rpc())) {
            assertEquals(
                    Outcome.UNKNOWN,
                    doorman.judge(coins(5), chain.wallet()).verdict().outcome());
            assertTrue(doorman.troubles.remove().contains("serves another chain"));
        }
    }

    @Test
    void whatCannotBeAskedIsUnknown() throws IOException {
        URI gone;
        try (StrangeNode once = new StrangeNode(StrangeNode.isSilent())) {
            gone = once.url();
        }
        try (Doorman doorman = Doorman.of(CHAIN, gone)) {
            assertEquals(
                    Reason.UNKNOWN,
                    doorman.judge(coins(5), chain.wallet()).verdict().reason());
            GateRule elsewhere = new GateRule.Erc20(1, contract("Coin"), Uint256.ONE);
            assertEquals(
                    Reason.UNKNOWN,
                    doorman.judge(elsewhere, chain.wallet()).verdict().reason());
        }
    }

    @Test
    void thoseWhoComeTogetherShareABatchAndTheNextOnesWhatIsKnown() throws IOException {
        List<EthereumAddress> together = new ArrayList<>();
        for (int i = 0; i < View.BATCH_QUESTIONS_MAX; i++) {
            together.add(chain.wallet());
        }
        try (StrangeNode counted = new StrangeNode(StrangeNode.handsOn(chain.rpc()));
                Doorman doorman = Doorman.of(CHAIN, counted.url())) {
            for (EthereumAddress each : together) {
                giveCoins(each, 1);
            }
            assertTrue(doorman.judge(coins(1), together).stream()
                    .allMatch(each -> each.verdict().passes()));
            // The newest block, then all of them.
            assertEquals(2, counted.requests.get());
        }
    }

    @Test
    void transfersAreTold() throws InterruptedException {
        try (Doorman doorman = doorman()) {
            transfersAreTold(doorman);
        }
    }

    /** Looking for blocks by itself would take it longer than the test waits. */
    @Test
    void aNodeTellsOfNewBlocksByWebSocket() throws InterruptedException {
        URI feed = URI.create(chain.rpc().toString().replace("http", "ws"));
        try (Doorman doorman = Doorman.seldom(new ChainSettings(CHAIN, List.of(chain.rpc()), feed))) {
            transfersAreTold(doorman);
        }
    }

    /** A feed that talks nonsense, or is not there, only means that blocks are looked for as ever. */
    @Test
    void aFeedThatIsNoneDoesNoHarm() throws IOException, InterruptedException {
        try (StrangeNode strange = new StrangeNode(StrangeNode.says(200, "no socket"));
                Doorman doorman = new Doorman(new ChainSettings(
                        CHAIN,
                        List.of(chain.rpc()),
                        URI.create(strange.url().toString().replace("http", "ws"))))) {
            transfersAreTold(doorman);
        }
    }

    /** However often somebody asks: blocks are looked for once a poll. */
    @Test
    void questionsInBetweenDoNotMultiplyPolls() throws IOException, InterruptedException {
        try (StrangeNode counted = new StrangeNode(StrangeNode.handsOn(chain.rpc()));
                Doorman doorman = Doorman.of(CHAIN, counted.url())) {
            follow(doorman, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
            for (int i = 0; i < 20; i++) {
                doorman.judge(coins(1), chain.wallet());
            }
            int before = counted.requests.get();
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            doorman.after(10 * Doorman.POLL_MILLIS, () -> later.complete(true));
            Doorman.await(later);
            int polls = counted.requests.get() - before;
            assertTrue(polls <= 12, polls + " requests in ten polls");
        }
    }

    private void transfersAreTold(Doorman doorman) throws InterruptedException {
        EthereumAddress holder = chain.wallet();
        EthereumAddress buyer = chain.wallet();
        giveCoins(holder, 5);
        BlockingQueue<Set<EthereumAddress>> told = new LinkedBlockingQueue<>();
        BlockingQueue<Long> gaps = new LinkedBlockingQueue<>();
        follow(doorman, told, gaps);
        // Only what happens after the first look is told.
        doorman.judge(coins(1), holder);
        chain.sendFrom(holder, contract("Coin"), "transfer(address,uint256)", Abi.word(buyer), TestChain.word(5));
        Set<EthereumAddress> parties = told.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertNotNull(parties);
        assertTrue(parties.containsAll(List.of(holder, buyer)), parties.toString());
        assertEquals(List.of(), List.copyOf(gaps));
    }

    @Test
    void afterTooManyBlocksAnybodyMayBeConcerned() throws InterruptedException {
        BlockingQueue<Long> gaps = new LinkedBlockingQueue<>();
        try (Doorman doorman = Doorman.seldom(new ChainSettings(CHAIN, List.of(chain.rpc())))) {
            follow(doorman, new LinkedBlockingQueue<>(), gaps);
            doorman.judge(coins(1), chain.wallet());
            chain.mine(Chain.LOOKED_THROUGH_MAX + 1);
            // Whoever fails is looked at as of the newest block.
            doorman.judge(coins(1), chain.wallet());
            assertEquals(CHAIN, gaps.poll(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void follow(Doorman doorman, BlockingQueue<Set<EthereumAddress>> told, BlockingQueue<Long> gaps) {
        doorman.run(() -> doorman.chains.follow(new Chains.Follower() {
            @Override
            public Map<Long, Set<EthereumAddress>> contracts() {
                return Map.of(CHAIN, Set.of(contract("Coin")));
            }

            @Override
            public void onTransfers(long chain, Set<EthereumAddress> parties) {
                told.add(parties);
            }

            @Override
            public void onGap(long chain) {
                gaps.add(chain);
            }
        }));
    }

    @Test
    void aContractSignsByWhatItsCodeSays() {
        WalletKey owner = WalletKey.ofSecret(HASHES.sha256(Bytes.utf8("owner")), HASHES);
        WalletKey stranger = WalletKey.ofSecret(HASHES.sha256(Bytes.utf8("stranger")), HASHES);
        Bytes message = Bytes.utf8("let me in");
        Bytes digest = Eip191.digest(message, HASHES);
        Bytes own = signature(owner, message);
        EthereumAddress factory = contract("WalletFactory");
        EthereumAddress wallet = address(chain.ask(factory, "addressOf(address)", Abi.word(owner.address())));
        Bytes notYet = notYetDeployed(factory, owner.address(), own);
        try (Doorman doorman = doorman()) {
            assertEquals(Signed.NO, signed(doorman, wallet, digest, own));
            assertEquals(Signed.YES, signed(doorman, wallet, digest, notYet));
            assertEquals(
                    Signed.NO,
                    signed(
                            doorman,
                            wallet,
                            digest,
                            notYetDeployed(factory, owner.address(), signature(stranger, message))));
            assertEquals(Signed.NO, signed(doorman, wallet, digest, notYet.slice(32, notYet.length())));
            chain.send(factory, "make(address)", Abi.word(owner.address()));
            assertEquals(Signed.YES, signed(doorman, wallet, digest, own));
            assertEquals(Signed.YES, signed(doorman, wallet, digest, notYet));
            assertEquals(Signed.NO, signed(doorman, wallet, digest, signature(stranger, message)));
            assertEquals(Signed.NO, signed(doorman, wallet, HASHES.sha256(digest), own));
            assertEquals(Signed.NO, signed(doorman, contract("Talkative"), digest, own));
            assertEquals(Signed.NO, signed(doorman, contract("Endless"), digest, own));
        }
    }

    private static Signed signed(Doorman doorman, EthereumAddress wallet, Bytes digest, Bytes signature) {
        CompletableFuture<Signed> answer = new CompletableFuture<>();
        doorman.run(() -> doorman.chains.hasSigned(CHAIN, wallet, digest, signature, answer::complete));
        return Doorman.await(answer);
    }

    /** As wallets write it: v is 27 or 28. */
    private static Bytes signature(WalletKey key, Bytes message) {
        var signed = key.signPersonal(message);
        return Bytes.concat(signed.scalars(), Bytes.wrap(new byte[] {(byte) (27 + signed.recoveryId())}));
    }

    private static EthereumAddress address(Bytes word) {
        return new EthereumAddress(word.slice(word.length() - EthereumAddress.LENGTH, word.length()));
    }

    /** ERC-6492: {@code abi.encode(factory, call, signature)} and a mark. */
    private static Bytes notYetDeployed(EthereumAddress factory, EthereumAddress owner, Bytes signature) {
        Bytes call = Abi.call(HASHES, "make(address)", Abi.word(owner));
        return Bytes.concat(
                Abi.word(factory),
                TestChain.word(3 * 32),
                TestChain.word(3 * 32 + 32 + 64),
                TestChain.word(call.length()),
                padded(call),
                TestChain.word(signature.length()),
                padded(signature),
                Objects.requireNonNull(Bytes.parseHex("6492".repeat(16))));
    }

    private static Bytes padded(Bytes bytes) {
        return Bytes.concat(bytes, Bytes.wrap(new byte[(32 - bytes.length() % 32) % 32]));
    }

    /** Whoever changes the source compiles it: {@code node testbed/validator.mjs}. */
    @Test
    void theCodeThatAsksContractsIsMadeFromItsSource() throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder("node", "validator.mjs")
                .directory(ChainNode.testbed().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String made = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, compiler.waitFor());
        assertEquals(made, Files.readString(Path.of("src/main/resources/tropichat/chain/SignatureValidator.hex")));
    }
}
