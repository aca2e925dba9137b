package tropichat.core.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.GateRule.Erc1155;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.TestWallet;

/** Whose tokens count for whom, and on which of them somebody sits. */
class DelegationsTest {
    private static final Hashes HASHES = new TestHashes();
    private static final EthereumAddress HOT = address("hot");
    private static final EthereumAddress VAULT = address("vault");
    private static final EthereumAddress TOKEN = address("token");
    private static final EthereumAddress OTHER_TOKEN = address("other token");
    private static final int ALL = 1;
    private static final int CONTRACT = 2;
    private static final int ERC721 = 3;
    private static final int ERC20 = 4;
    private static final int ERC1155 = 5;

    private final Map<Question, Answer> answers = new LinkedHashMap<>();

    private static EthereumAddress address(String name) {
        return (EthereumAddress) new TestWallet(name).address();
    }

    private static Bytes delegation(int kind, EthereumAddress from, EthereumAddress contract, long id, long amount) {
        return words(kind, HOT, from, 0, contract, id, amount);
    }

    private static Bytes words(
            int kind,
            EthereumAddress to,
            EthereumAddress from,
            long rights,
            EthereumAddress contract,
            long id,
            long amount) {
        return Bytes.concat(
                word(kind), Abi.word(to), Abi.word(from), word(rights), Abi.word(contract), word(id), word(amount));
    }

    private static Bytes word(long number) {
        return Uint256.of(number).word();
    }

    private static Bytes list(List<Bytes> delegations) {
        Bytes all = Bytes.concat(delegations.toArray(Bytes[]::new));
        return Bytes.concat(word(32), word(delegations.size()), all);
    }

    private void delegate(Bytes... delegations) {
        registrySays(new Answer.Returned(list(List.of(delegations))));
    }

    private void registrySays(Answer answer) {
        answers.put(Delegations.question(1, Delegations.REGISTRY, HOT, HASHES), answer);
    }

    private void say(String signature, Answer answer, Bytes... arguments) {
        answers.put(new Question.Call(1, TOKEN, Abi.call(HASHES, signature, arguments)), answer);
    }

    private void balance(EthereumAddress of, long count) {
        say("balanceOf(address)", new Answer.Returned(word(count)), Abi.word(of));
    }

    private void owner(long id, EthereumAddress owner) {
        say("ownerOf(uint256)", new Answer.Returned(Abi.word(owner)), word(id));
    }

    private void listed(EthereumAddress owner, long... ids) {
        balance(owner, ids.length);
        for (int i = 0; i < ids.length; i++) {
            Answer answer = new Answer.Returned(word(ids[i]));
            say("tokenOfOwnerByIndex(address,uint256)", answer, Abi.word(owner), word(i));
        }
    }

    private Judge judge() {
        return new Judge(HOT, HASHES, List.of(), answers::get);
    }

    private Verdict judge(GateRule rule) {
        return judge().judge(rule);
    }

    private static Erc721 badge(long... ids) {
        return new Erc721(1, TOKEN, Uint256.ONE, numbers(ids), true, false);
    }

    private static Erc721 seat(EthereumAddress contract, long... ids) {
        return new Erc721(1, contract, Uint256.ONE, numbers(ids), true, true);
    }

    private static List<Uint256> numbers(long... ids) {
        List<Uint256> numbers = new ArrayList<>();
        for (long id : ids) {
            numbers.add(Uint256.of(id));
        }
        return numbers;
    }

    /** All is asked for what nobody has answered: what follows from answers shows then. */
    private int openQuestions(GateRule rule) {
        Set<Question> open = new LinkedHashSet<>(judge().questions(rule));
        open.removeAll(answers.keySet());
        return open.size();
    }

    @Test
    void whatIsAskedFollowsFromWhatWasAnswered() {
        GateRule rule = seat(TOKEN);
        assertEquals(2, openQuestions(rule));
        delegate(delegation(ALL, VAULT, TOKEN, 0, 0));
        balance(HOT, 0);
        assertEquals(1, openQuestions(rule));
        balance(VAULT, 2);
        assertEquals(2, openQuestions(rule));
        listed(VAULT, 7, 8);
        assertEquals(0, openQuestions(rule));
        assertEquals(Set.of(VAULT), judge().vaults(rule));
        assertEquals(Outcome.PASS, judge(rule).outcome());
    }

    @Test
    void whereNobodyAnswersNothingIsKnown() {
        assertEquals(Reason.UNKNOWN, judge(badge()).reason());
        balance(HOT, 0);
        assertEquals(Reason.UNKNOWN, judge(badge()).reason());
        assertEquals(Outcome.UNKNOWN, judge(new GateRule.Not(badge())).outcome());
        balance(HOT, 1);
        assertEquals(Outcome.PASS, judge(badge()).outcome());
        assertEquals(Reason.UNKNOWN, judge(seat(TOKEN)).reason());
    }

    @Test
    void eachKindOfDelegationCountsForWhatItIsAbout() {
        balance(HOT, 0);
        balance(VAULT, 5);
        owner(7, VAULT);
        owner(8, HOT);
        Map<Bytes, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put(delegation(ALL, VAULT, OTHER_TOKEN, 0, 0), Outcome.PASS);
        outcomes.put(delegation(CONTRACT, VAULT, TOKEN, 0, 0), Outcome.PASS);
        outcomes.put(delegation(CONTRACT, VAULT, OTHER_TOKEN, 0, 0), Outcome.FAIL);
        outcomes.put(delegation(ERC721, VAULT, TOKEN, 7, 0), Outcome.PASS);
        outcomes.put(delegation(ERC721, VAULT, TOKEN, 8, 0), Outcome.FAIL);
        outcomes.put(delegation(ERC721, VAULT, OTHER_TOKEN, 7, 0), Outcome.FAIL);
        outcomes.put(delegation(ERC20, VAULT, TOKEN, 0, 5), Outcome.FAIL);
        outcomes.put(words(ALL, HOT, VAULT, 1, TOKEN, 0, 0), Outcome.FAIL);
        outcomes.put(delegation(0, VAULT, TOKEN, 0, 0), Outcome.FAIL);
        outcomes.put(delegation(6, VAULT, TOKEN, 0, 0), Outcome.FAIL);
        outcomes.forEach((given, outcome) -> {
            delegate(given);
            assertEquals(outcome, judge(badge()).outcome(), given.hex());
        });
        delegate(delegation(ERC721, VAULT, TOKEN, 7, 0));
        assertEquals(Outcome.PASS, judge(badge(7)).outcome());
        owner(9, VAULT);
        assertEquals(Outcome.FAIL, judge(badge(9)).outcome());
    }

    @Test
    void amountsCountAsFarAsTheyAreDelegated() {
        balance(HOT, 0);
        balance(VAULT, 9);
        GateRule coins = new Erc20(1, TOKEN, Uint256.of(5), true);
        delegate(delegation(ERC20, VAULT, TOKEN, 0, 4));
        assertEquals(Reason.LACKS, judge(coins).reason());
        delegate(delegation(ERC20, VAULT, TOKEN, 0, 5));
        assertEquals(Reason.HOLDS, judge(coins).reason());
        GateRule items = new Erc1155(1, TOKEN, Uint256.of(3), Uint256.of(5), true);
        say("balanceOf(address,uint256)", new Answer.Returned(word(0)), Abi.word(HOT), word(3));
        say("balanceOf(address,uint256)", new Answer.Returned(word(9)), Abi.word(VAULT), word(3));
        delegate(delegation(ERC1155, VAULT, TOKEN, 3, 5));
        assertEquals(Reason.HOLDS, judge(items).reason());
        delegate(delegation(ERC1155, VAULT, TOKEN, 4, 5));
        assertEquals(Reason.LACKS, judge(items).reason());
    }

    /** One token that is named twice is one token, and what two have together counts for nobody. */
    @Test
    void whatSeveralHaveIsNotAddedUp() {
        GateRule two = new Erc721(1, TOKEN, Uint256.of(2), List.of(), true, false);
        balance(HOT, 1);
        balance(VAULT, 1);
        owner(7, VAULT);
        delegate(delegation(ALL, VAULT, TOKEN, 0, 0));
        assertEquals(Reason.LACKS, judge(two).reason());
        delegate(delegation(ERC721, VAULT, TOKEN, 7, 0), delegation(ERC721, VAULT, TOKEN, 7, 0));
        assertEquals(Reason.LACKS, judge(two).reason());
    }

    @Test
    void aRegistryThatAnswersGarbageLeavesItOpen() {
        balance(HOT, 0);
        Bytes good = list(List.of(delegation(ALL, VAULT, TOKEN, 0, 0)));
        balance(VAULT, 1);
        Bytes another = list(List.of(words(ALL, VAULT, VAULT, 0, TOKEN, 0, 0)));
        Bytes wide = Bytes.concat(word(32), word(1), Bytes.wrap(new byte[32]), Bytes.utf8("x".repeat(32 * 6)));
        for (Bytes garbage : List.of(
                Bytes.utf8("garbage"), Bytes.wrap(new byte[100]), good.slice(0, good.length() - 1), another, wide)) {
            registrySays(new Answer.Returned(garbage));
            assertEquals(Reason.NO_ANSWER, judge(badge()).reason(), garbage.hex());
        }
        registrySays(new Answer.Reverted());
        assertEquals(Reason.NO_ANSWER, judge(badge()).reason());
        registrySays(new Answer.Returned(Bytes.EMPTY));
        assertEquals(Reason.LACKS, judge(badge()).reason());
        registrySays(new Answer.Returned(good));
        assertEquals(Reason.HOLDS, judge(badge()).reason());
    }

    /** Anybody can delegate to anybody: whoever does so later pushes nobody out. */
    @Test
    void theFirstVaultsCountAndNoMoreThanSoMany() {
        List<Bytes> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(delegation(ALL, address("vault " + i), TOKEN, 0, 0));
        }
        registrySays(new Answer.Returned(list(many)));
        balance(HOT, 0);
        assertEquals(TokenJudge.VAULTS_MAX, judge().vaults(badge()).size());
        assertTrue(judge().vaults(badge()).contains(address("vault 0")));
        assertEquals(TokenJudge.VAULTS_MAX, openQuestions(badge()));
    }

    @Test
    void anyAnswerOfARegistryIsAListOrRefused() {
        long seed = 7_003;
        Random random = new Random(seed);
        Bytes good = list(List.of(delegation(ALL, VAULT, TOKEN, 0, 0), delegation(ERC721, VAULT, TOKEN, 7, 0)));
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.slice(0, random.nextInt(good.length())).toArray();
            for (int changes = bad.length == 0 ? -1 : random.nextInt(3); changes >= 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(Delegations.read(Bytes.wrap(bad), HOT).size() <= Delegations.READ_MAX);
            } catch (Malformed refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("a"), "seed " + seed);
            }
        }
    }

    @Test
    void aSeatIsOnAnyOfTheTokensThatLetIn() {
        delegate(delegation(CONTRACT, VAULT, TOKEN, 0, 0));
        listed(HOT, 3);
        listed(VAULT, 7, 8);
        assertEquals(List.of(new SeatClaim(seat(TOKEN), numbers(3, 7, 8))), judge().seats(seat(TOKEN)));
        delegate(delegation(ERC721, VAULT, TOKEN, 8, 0));
        owner(8, VAULT);
        assertEquals(numbers(3, 8), judge().tokens(seat(TOKEN)));
        owner(3, HOT);
        owner(4, VAULT);
        assertEquals(numbers(3, 8), judge().tokens(seat(TOKEN, 3, 4, 8)));
    }

    @Test
    void tokensThatCannotBeToldApartLetNobodySit() {
        delegate();
        balance(HOT, 1);
        say("tokenOfOwnerByIndex(address,uint256)", new Answer.Reverted(), Abi.word(HOT), word(0));
        assertEquals(Reason.NO_ANSWER, judge(seat(TOKEN)).reason());
        assertEquals(List.of(), judge().seats(seat(TOKEN)));
        balance(HOT, 0);
        assertEquals(Reason.LACKS, judge(seat(TOKEN)).reason());
    }

    /** Whoever passes without a seat takes none from anybody. */
    @Test
    void asFewSeatsAreTakenAsWillDo() {
        delegate();
        listed(HOT, 3);
        owner(3, HOT);
        GateRule listedOne = new GateRule.Allow(List.of(HOT));
        GateRule listedOther = new GateRule.Allow(List.of(VAULT));
        Erc721 any = seat(TOKEN);
        Erc721 third = seat(TOKEN, 3);
        assertEquals(List.of(), judge().seats(new GateRule.Any(List.of(any, listedOne))));
        assertEquals(
                1, judge().seats(new GateRule.Any(List.of(any, listedOther))).size());
        assertEquals(List.of(new SeatClaim(any, numbers(3))), judge().seats(new GateRule.Any(List.of(any, third))));
        assertEquals(2, judge().seats(new GateRule.All(List.of(any, third))).size());
        assertEquals(List.of(), judge().seats(new GateRule.All(List.of(any, listedOther))));
    }
}
