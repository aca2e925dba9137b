package tropichat.core.gates;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule.All;
import tropichat.core.gates.GateRule.Allow;
import tropichat.core.gates.GateRule.AllowRoot;
import tropichat.core.gates.GateRule.Answers;
import tropichat.core.gates.GateRule.Any;
import tropichat.core.gates.GateRule.AtLeast;
import tropichat.core.gates.GateRule.Call;
import tropichat.core.gates.GateRule.Erc1155;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.GateRule.Native;
import tropichat.core.gates.GateRule.Not;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;

/** Judges one wallet. */
final class Judge {
    private final EthereumAddress wallet;
    private final Hashes hashes;
    private final List<MerkleProof> proofs;
    private final Answers answers;

    Judge(EthereumAddress wallet, Hashes hashes, List<MerkleProof> proofs, Answers answers) {
        this.wallet = wallet;
        this.hashes = hashes;
        this.proofs = proofs;
        this.answers = answers;
    }

    // ---- Asking

    Set<Question> questions(GateRule rule) {
        Set<Question> questions = new LinkedHashSet<>();
        collect(rule, questions);
        return questions;
    }

    private void collect(GateRule rule, Set<Question> into) {
        switch (rule) {
            case All all -> collect(all.rules(), into);
            case Any any -> collect(any.rules(), into);
            case AtLeast some -> collect(some.rules(), into);
            case Not not -> collect(not.rule(), into);
            case Erc721 token when token.ids().isEmpty() -> into.add(balance(token.chain(), token.contract()));
            case Erc721 token -> token.ids().forEach(id -> into.add(owner(token, id)));
            case Erc1155 token -> into.add(balance(token));
            case Erc20 token -> into.add(balance(token.chain(), token.contract()));
            case Native coin -> into.add(new Question.Balance(coin.chain(), wallet));
            case Call call -> into.add(question(call));
            case Allow ignored -> {}
            case AllowRoot ignored -> {}
        }
    }

    private void collect(List<GateRule> rules, Set<Question> into) {
        for (GateRule rule : rules) {
            collect(rule, into);
        }
    }

    private Question balance(long chain, EthereumAddress contract) {
        return new Question.Call(chain, contract, Abi.call(hashes, "balanceOf(address)", Abi.word(wallet)));
    }

    private Question balance(Erc1155 token) {
        Bytes data = Abi.call(
                hashes,
                "balanceOf(address,uint256)",
                Abi.word(wallet),
                token.id().word());
        return new Question.Call(token.chain(), token.contract(), data);
    }

    private Question owner(Erc721 token, Uint256 id) {
        return new Question.Call(token.chain(), token.contract(), Abi.call(hashes, "ownerOf(uint256)", id.word()));
    }

    private Question question(Call call) {
        List<WordType> types = call.function().parameters();
        Bytes[] words = new Bytes[types.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(types.get(i), call.arguments().get(i));
        }
        return new Question.Call(
                call.chain(), call.contract(), Abi.call(hashes, call.function().signature(), words));
    }

    private Bytes word(WordType type, String text) {
        try {
            return type.word(text, wallet);
        } catch (Malformed impossible) {
            throw new IllegalStateException("a rule that was not read", impossible);
        }
    }

    // ---- Judging

    Verdict judge(GateRule rule) {
        return switch (rule) {
            case All all -> some(all.rules().size(), all.rules());
            case Any any -> some(1, any.rules());
            case AtLeast some -> some(some.count(), some.rules());
            case Not not -> {
                Verdict inner = judge(not.rule());
                yield new Verdict(inner.outcome().not(), Reason.PARTS, List.of(inner));
            }
            case Erc721 token
            when token.ids().isEmpty() -> holds(balance(token.chain(), token.contract()), token.min());
            case Erc721 token -> owns(token);
            case Erc1155 token -> holds(balance(token), token.min());
            case Erc20 token -> holds(balance(token.chain(), token.contract()), token.min());
            case Native coin -> holds(new Question.Balance(coin.chain(), wallet), coin.min());
            case Call call -> judge(call);
            case Allow allow -> Verdict.of(allow.addresses().contains(wallet));
            case AllowRoot list -> Verdict.of(isBelow(list.root()));
        };
    }

    private Verdict some(int count, List<GateRule> rules) {
        List<Verdict> parts = new ArrayList<>();
        int passing = 0;
        int unknown = 0;
        for (GateRule rule : rules) {
            Verdict part = judge(rule);
            parts.add(part);
            passing += part.outcome() == Outcome.PASS ? 1 : 0;
            unknown += part.outcome() == Outcome.UNKNOWN ? 1 : 0;
        }
        Outcome ifNot = passing + unknown < count ? Outcome.FAIL : Outcome.UNKNOWN;
        return new Verdict(passing >= count ? Outcome.PASS : ifNot, Reason.PARTS, parts);
    }

    private Verdict holds(Question question, Uint256 min) {
        return switch (answer(question)) {
            case Answer.Returned returned
            when returned.data().length() == Uint256.LENGTH ->
                Verdict.of(new Uint256(returned.data()).compareTo(min) >= 0);
            case Answer other -> noAnswer(other);
        };
    }

    /** Tokens that nobody owns are none of the wallet's: most contracts revert when asked for their owner. */
    private Verdict owns(Erc721 token) {
        Bytes self = Abi.word(wallet);
        long owned = 0;
        for (Uint256 id : token.ids()) {
            switch (answer(owner(token, id))) {
                case Answer.Reverted ignored -> {}
                case Answer.Returned returned
                when returned.data().length() == Uint256.LENGTH ->
                    owned += returned.data().equals(self) ? 1 : 0;
                case Answer other -> {
                    return noAnswer(other);
                }
            }
        }
        return Verdict.of(Uint256.of(owned).compareTo(token.min()) >= 0);
    }

    private Verdict judge(Call call) {
        WordType type = call.function().returns();
        return switch (answer(question(call))) {
            case Answer.Returned returned
            when isValue(type, returned.data()) ->
                Verdict.of(call.compare()
                        .holds(returned.data(), word(type, call.compare().value())));
            case Answer other -> noAnswer(other);
        };
    }

    private static boolean isValue(WordType type, Bytes returned) {
        return returned.length() == Uint256.LENGTH && type.fits(returned);
    }

    /**
     * Nothing follows from a contract that is broken, neither that somebody holds something nor, in a rule turned around,
     * that he does not.
     */
    private static Verdict noAnswer(Answer answer) {
        return Verdict.leaf(Outcome.UNKNOWN, answer instanceof Answer.Unknown ? Reason.UNKNOWN : Reason.NO_ANSWER);
    }

    private Answer answer(Question question) {
        Answer answer = answers.to(question);
        return answer == null ? new Answer.Unknown() : answer;
    }

    private boolean isBelow(Bytes root) {
        for (MerkleProof proof : proofs) {
            if (proof.root(wallet, hashes).equals(root)) {
                return true;
            }
        }
        return false;
    }
}
