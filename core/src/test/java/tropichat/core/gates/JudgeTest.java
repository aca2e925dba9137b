package tropichat.core.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.SolanaAddress;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;

/** What follows from what chains answer. */
class JudgeTest {
    private static final Hashes HASHES = new TestHashes();
    private static final EthereumAddress WALLET = address("ana");
    private static final EthereumAddress OTHER = address("ben");
    private static final EthereumAddress TOKEN = address("token");
    private static final GateRule PASSES = new GateRule.Allow(List.of(WALLET));
    private static final GateRule FAILS = new GateRule.Allow(List.of(OTHER));
    private static final GateRule UNKNOWN = new Erc20(1, TOKEN, Uint256.ONE);

    private static EthereumAddress address(String name) {
        return (EthereumAddress) new TestWallet(name).address();
    }

    /** It holds nothing on chains of Ethereum, which are not even asked; lists may name it. */
    @Test
    void aWalletOfAnotherChainHoldsNothingAndMayBeListed() {
        WalletAddress solana = new TestWallet("sol of Solana").address();
        assertInstanceOf(SolanaAddress.class, solana);
        GateRule listed = new GateRule.Allow(List.of(solana));
        GateRule rule = new GateRule.Any(List.of(UNKNOWN, new GateRule.AllowRoot(HASHES.sha256(Bytes.EMPTY))));
        assertEquals(Set.of(), rule.questions(solana, HASHES));
        assertEquals(
                Reason.LACKS,
                UNKNOWN.judge(solana, HASHES, List.of(), question -> null).reason());
        assertEquals(
                Outcome.FAIL,
                rule.judge(solana, HASHES, List.of(), question -> null).outcome());
        assertEquals(
                Outcome.PASS,
                listed.judge(solana, HASHES, List.of(), question -> null).outcome());
    }

    private static Verdict judge(GateRule rule, Answer answer) {
        return rule.judge(WALLET, HASHES, List.of(), question -> answer);
    }

    private static Outcome outcome(GateRule rule) {
        return judge(rule, new Answer.Unknown()).outcome();
    }

    private static Answer returned(long number) {
        return new Answer.Returned(Uint256.of(number).word());
    }

    @Test
    void whatIsNotKnownCountsNeitherWay() {
        assertEquals(Outcome.UNKNOWN, outcome(UNKNOWN));
        assertEquals(Outcome.UNKNOWN, outcome(new GateRule.Not(UNKNOWN)));
        assertEquals(Outcome.PASS, outcome(new GateRule.Any(List.of(UNKNOWN, PASSES))));
        assertEquals(Outcome.UNKNOWN, outcome(new GateRule.Any(List.of(UNKNOWN, FAILS))));
        assertEquals(Outcome.FAIL, outcome(new GateRule.All(List.of(UNKNOWN, FAILS))));
        assertEquals(Outcome.UNKNOWN, outcome(new GateRule.All(List.of(UNKNOWN, PASSES))));
        assertEquals(Outcome.PASS, outcome(new GateRule.AtLeast(2, List.of(PASSES, UNKNOWN, PASSES))));
        assertEquals(Outcome.UNKNOWN, outcome(new GateRule.AtLeast(2, List.of(PASSES, UNKNOWN, FAILS))));
        assertEquals(Outcome.FAIL, outcome(new GateRule.AtLeast(3, List.of(PASSES, UNKNOWN, FAILS))));
        assertEquals(Outcome.FAIL, outcome(new GateRule.Not(PASSES)));
    }

    @Test
    void balancesAreComparedAsNumbersOf256Bits() throws Malformed {
        Uint256 min = Uint256.parse("1000000000000000000000");
        GateRule rule = new Erc20(1, TOKEN, min);
        assertEquals(Outcome.PASS, judge(rule, new Answer.Returned(min.word())).outcome());
        Uint256 less = Uint256.parse("999999999999999999999");
        Verdict lacking = judge(rule, new Answer.Returned(less.word()));
        assertEquals(Outcome.FAIL, lacking.outcome());
        assertEquals(Reason.LACKS, lacking.reason());
    }

    @Test
    void contractsThatRevertOrAnswerGarbageProveNothing() {
        GateRule rule = new Erc20(1, TOKEN, Uint256.ONE);
        for (Answer answer : List.of(
                new Answer.Reverted(),
                new Answer.Returned(Bytes.EMPTY),
                new Answer.Returned(Bytes.utf8("garbage")),
                new Answer.Returned(Bytes.wrap(new byte[64])))) {
            assertEquals(Outcome.UNKNOWN, judge(rule, answer).outcome());
            assertEquals(Reason.NO_ANSWER, judge(rule, answer).reason());
            assertEquals(Outcome.UNKNOWN, judge(new GateRule.Not(rule), answer).outcome());
        }
    }

    @Test
    void ofCertainTokensEachIsAskedFor() {
        Erc721 rule = new Erc721(1, TOKEN, Uint256.of(2), List.of(Uint256.of(7), Uint256.of(8), Uint256.of(9)));
        Map<Question, Answer> answers = new LinkedHashMap<>();
        Answer mine = new Answer.Returned(Abi.word(WALLET));
        Answer another = new Answer.Returned(Abi.word(OTHER));
        List<Answer> owners = List.of(mine, new Answer.Reverted(), mine);
        List<Question> questions = List.copyOf(rule.questions(WALLET, HASHES));
        for (int i = 0; i < owners.size(); i++) {
            answers.put(questions.get(i), owners.get(i));
        }
        assertEquals(
                Outcome.PASS,
                rule.judge(WALLET, HASHES, List.of(), answers::get).outcome());
        answers.put(questions.get(2), another);
        assertEquals(
                Outcome.FAIL,
                rule.judge(WALLET, HASHES, List.of(), answers::get).outcome());
        answers.remove(questions.get(0));
        assertEquals(
                Outcome.UNKNOWN,
                rule.judge(WALLET, HASHES, List.of(), answers::get).outcome());
    }

    @Test
    void sameQuestionsAreAskedOnce() {
        GateRule rule = new GateRule.All(List.of(UNKNOWN, new Erc20(1, TOKEN, Uint256.of(9)), UNKNOWN));
        assertEquals(1, rule.questions(WALLET, HASHES).size());
    }

    /** {@code balanceOf(address)} is 0x70a08231, as ERC-20's interface has it. */
    @Test
    void callsAreEncodedAsContractsReadThem() {
        Question question = UNKNOWN.questions(WALLET, HASHES).iterator().next();
        Bytes data = ((Question.Call) question).data();
        assertEquals("70a08231" + "00".repeat(12) + WALLET.bytes().hex(), data.hex());
    }

    @Test
    void whatAContractReturnsIsCompared() throws Malformed {
        ContractFunction function = ContractFunction.parse("level(address) returns (uint8)");
        GateRule rule = new GateRule.Call(
                1, TOKEN, function, List.of("$wallet"), new Comparison(Comparison.Operator.AT_LEAST, "3"));
        assertEquals(Outcome.FAIL, judge(rule, returned(2)).outcome());
        assertEquals(Outcome.PASS, judge(rule, returned(3)).outcome());
        assertEquals(Reason.NO_ANSWER, judge(rule, returned(256)).reason());
    }

    @Test
    void aNameCountsBelowItsSuffixAndNowhereElse() {
        GateRule rule = new GateRule.Ens(new EnsSuffix("tropi.eth"));
        assertEquals(Set.of(new Question.PrimaryName(WALLET)), rule.questions(WALLET, HASHES));
        for (String name : List.of("tropi.eth", "ana.tropi.eth", "a.b.tropi.eth", "\uD83C\uDF34.tropi.eth")) {
            assertEquals(Outcome.PASS, judge(rule, named(name)).outcome(), name);
        }
        for (String name : List.of("", "eth", "atropi.eth", "tropi.eth.evil.eth", "ana.tropi.et", "ropi.eth")) {
            assertEquals(Reason.LACKS, judge(rule, named(name)).reason(), name);
        }
        assertEquals(Reason.UNKNOWN, judge(rule, new Answer.Unknown()).reason());
        assertEquals(
                Outcome.UNKNOWN,
                judge(new GateRule.Not(rule), new Answer.Unknown()).outcome());
        WalletAddress solana = new TestWallet("sol of Solana").address();
        assertEquals(Set.of(), rule.questions(solana, HASHES));
        assertEquals(
                Outcome.FAIL,
                rule.judge(solana, HASHES, List.of(), question -> null).outcome());
    }

    private static Answer named(String name) {
        return new Answer.Returned(Bytes.utf8(name));
    }

    @Test
    void aPlaceInAListIsShownByItsProof() {
        Bytes leaf = HASHES.keccak256(HASHES.keccak256(Abi.word(WALLET)));
        Bytes beside = HASHES.keccak256(Bytes.utf8("another leaf"));
        Bytes root =
                HASHES.keccak256(leaf.compareTo(beside) < 0 ? Bytes.concat(leaf, beside) : Bytes.concat(beside, leaf));
        GateRule rule = new GateRule.AllowRoot(root);
        MerkleProof proof = new MerkleProof(List.of(beside));
        assertEquals(
                Outcome.PASS,
                rule.judge(WALLET, HASHES, List.of(proof), question -> null).outcome());
        assertEquals(
                Outcome.FAIL,
                rule.judge(OTHER, HASHES, List.of(proof), question -> null).outcome());
        assertEquals(
                Outcome.FAIL,
                rule.judge(WALLET, HASHES, List.of(), question -> null).outcome());
    }

    @Test
    void whatIsHeldForAMomentLetsNobodyIn() {
        Verdict passes = Verdict.of(true);
        Verdict fails = Verdict.of(false);
        assertEquals(Reason.TOO_NEW, Verdict.both(passes, fails).reason());
        assertEquals(Outcome.FAIL, Verdict.both(passes, fails).outcome());
        assertEquals(Reason.LACKS, Verdict.both(fails, passes).reason());
        assertEquals(Outcome.PASS, Verdict.both(passes, passes).outcome());
        Verdict unknown = judge(UNKNOWN, new Answer.Unknown());
        assertEquals(Outcome.UNKNOWN, Verdict.both(passes, unknown).outcome());
    }
}
