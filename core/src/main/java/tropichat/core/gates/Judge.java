package tropichat.core.gates;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import tropichat.core.gates.GateRule.Ens;
import tropichat.core.gates.GateRule.Erc1155;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.GateRule.Holding;
import tropichat.core.gates.GateRule.Listed;
import tropichat.core.gates.GateRule.Native;
import tropichat.core.gates.GateRule.Not;
import tropichat.core.gates.GateRule.OnChain;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;

/** Judges one wallet. */
final class Judge {
    private final WalletAddress wallet;

    /** The same where it is one of the chains that can be asked; no other holds anything on them. */
    private final @Nullable EthereumAddress holder;

    private final Hashes hashes;
    private final @Nullable List<MerkleProof> proofs;
    private final Answers answers;

    Judge(WalletAddress wallet, Hashes hashes, @Nullable List<MerkleProof> proofs, Answers answers) {
        this.wallet = wallet;
        this.holder = wallet instanceof EthereumAddress address ? address : null;
        this.hashes = hashes;
        this.proofs = proofs;
        this.answers = answers;
    }

    // ---- Asking

    Set<Question> questions(GateRule rule) {
        Set<Question> questions = new LinkedHashSet<>();
        if (holder != null) {
            collect(rule, holder, questions);
        }
        return questions;
    }

    private void collect(GateRule rule, EthereumAddress of, Set<Question> into) {
        switch (rule) {
            case All all -> collect(all.rules(), of, into);
            case Any any -> collect(any.rules(), of, into);
            case AtLeast some -> collect(some.rules(), of, into);
            case Not not -> collect(not.rule(), of, into);
            case Erc721 token when !token.ids().isEmpty() -> token.ids().forEach(id -> into.add(owner(token, id)));
            case OnChain leaf -> into.add(question(leaf, of));
            case Ens ignored -> into.add(new Question.PrimaryName(of));
            case Listed ignored -> {}
        }
    }

    private void collect(List<GateRule> rules, EthereumAddress of, Set<Question> into) {
        for (GateRule rule : rules) {
            collect(rule, of, into);
        }
    }

    /** The one question of a rule that has one. */
    private Question question(OnChain rule, EthereumAddress of) {
        return switch (rule) {
            case Erc721 token -> balance(token.chain(), token.contract(), of);
            case Erc20 token -> balance(token.chain(), token.contract(), of);
            case Erc1155 token -> {
                Bytes data = Abi.call(
                        hashes,
                        "balanceOf(address,uint256)",
                        Abi.word(of),
                        token.id().word());
                yield new Question.Call(token.chain(), token.contract(), data);
            }
            case Native coin -> new Question.Balance(coin.chain(), of);
            case Call call -> question(call, of);
        };
    }

    private Question balance(long chain, EthereumAddress contract, EthereumAddress of) {
        return new Question.Call(chain, contract, Abi.call(hashes, "balanceOf(address)", Abi.word(of)));
    }

    private Question owner(Erc721 token, Uint256 id) {
        return new Question.Call(token.chain(), token.contract(), Abi.call(hashes, "ownerOf(uint256)", id.word()));
    }

    private Question question(Call call, EthereumAddress of) {
        List<WordType> types = call.function().parameters();
        Bytes[] words = new Bytes[types.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(types.get(i), call.arguments().get(i), of);
        }
        return new Question.Call(
                call.chain(), call.contract(), Abi.call(hashes, call.function().signature(), words));
    }

    private static Bytes word(WordType type, String text, EthereumAddress of) {
        try {
            return type.word(text, of);
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
            case OnChain leaf -> holder == null ? Verdict.of(false) : judge(leaf, holder);
            case Ens ens -> holder == null ? Verdict.of(false) : isNamed(ens, holder);
            case Allow allow -> Verdict.of(allow.addresses().contains(wallet));
            case AllowRoot list -> isListed(list.root());
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

    private Verdict judge(OnChain rule, EthereumAddress of) {
        return switch (rule) {
            case Erc721 token when !token.ids().isEmpty() -> owns(token, of);
            case Holding holding -> holds(question(holding, of), holding.min());
            case Call call -> judge(call, of);
        };
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
    private Verdict owns(Erc721 token, EthereumAddress of) {
        Bytes self = Abi.word(of);
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

    private Verdict judge(Call call, EthereumAddress of) {
        WordType type = call.function().returns();
        return switch (answer(question(call, of))) {
            case Answer.Returned returned
            when isValue(type, returned.data()) ->
                Verdict.of(call.compare()
                        .holds(returned.data(), word(type, call.compare().value(), of)));
            case Answer other -> noAnswer(other);
        };
    }

    private Verdict isNamed(Ens ens, EthereumAddress of) {
        return switch (answer(new Question.PrimaryName(of))) {
            case Answer.Returned name -> Verdict.of(ens.suffix().covers(name.data()));
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

    private Verdict isListed(Bytes root) {
        if (holder == null) {
            return Verdict.of(false);
        }
        return proofs == null
                ? Verdict.leaf(Outcome.UNKNOWN, Reason.UNKNOWN)
                : Verdict.of(isBelow(root, holder, proofs));
    }

    private boolean isBelow(Bytes root, EthereumAddress of, List<MerkleProof> shown) {
        for (MerkleProof proof : shown) {
            if (proof.root(of, hashes).equals(root)) {
                return true;
            }
        }
        return false;
    }
}
