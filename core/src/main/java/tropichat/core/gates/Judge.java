package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
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
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.GateRule.Listed;
import tropichat.core.gates.GateRule.Native;
import tropichat.core.gates.GateRule.Not;
import tropichat.core.gates.GateRule.OnChain;
import tropichat.core.gates.GateRule.Tokens;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;

/** Judges one wallet by what chains have answered so far. */
public final class Judge {
    private final WalletAddress wallet;

    /** The same where it is one of the chains that can be asked; no other holds anything on them. */
    private final @Nullable EthereumAddress holder;

    private final EthereumAddress registry;
    private final Hashes hashes;
    private final @Nullable List<MerkleProof> proofs;
    private final Answers answers;

    /** What it has no seat for, though it holds it. */
    private final Set<Erc721> unseated;

    Judge(WalletAddress wallet, Hashes hashes, @Nullable List<MerkleProof> proofs, Answers answers) {
        this(wallet, Delegations.REGISTRY, hashes, proofs, answers);
    }

    /**
     * @param registry where delegations are looked up ({@link Delegations})
     * @param proofs that it shows of its place in lists
     */
    public Judge(
            WalletAddress wallet,
            EthereumAddress registry,
            Hashes hashes,
            @Nullable List<MerkleProof> proofs,
            Answers answers) {
        this(wallet, registry, hashes, proofs, answers, new LinkedHashSet<>());
    }

    private Judge(
            WalletAddress wallet,
            EthereumAddress registry,
            Hashes hashes,
            @Nullable List<MerkleProof> proofs,
            Answers answers,
            Set<Erc721> unseated) {
        this.wallet = wallet;
        this.holder = wallet instanceof EthereumAddress address ? address : null;
        this.registry = registry;
        this.hashes = hashes;
        this.proofs = proofs;
        this.answers = answers;
        this.unseated = unseated;
    }

    // ---- Asking

    /** All that chains are asked, each once: what is known already, and what follows from it. */
    public Set<Question> questions(GateRule rule) {
        Set<Question> questions = new LinkedHashSet<>();
        if (holder != null) {
            for (GateRule leaf : rule.leaves()) {
                collect(leaf, holder, questions);
            }
        }
        return questions;
    }

    private void collect(GateRule leaf, EthereumAddress of, Set<Question> into) {
        switch (leaf) {
            case Tokens tokens -> tokens(of).collect(tokens, into);
            case Native coin -> into.add(new Question.Balance(coin.chain(), of));
            case Call call -> into.add(question(call, of));
            case Ens ignored -> into.add(new Question.PrimaryName(of));
            case Listed ignored -> {}
            case All ignored -> throw noLeaf();
            case Any ignored -> throw noLeaf();
            case AtLeast ignored -> throw noLeaf();
            case Not ignored -> throw noLeaf();
        }
    }

    private static IllegalStateException noLeaf() {
        return new IllegalStateException("a rule of rules is no leaf");
    }

    private TokenJudge tokens(EthereumAddress of) {
        return new TokenJudge(of, registry, hashes, answers);
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

    /** Whether it fulfils the rule, by the answers that are there. */
    public Verdict judge(GateRule rule) {
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
            case Erc721 token when unseated.contains(token) -> Verdict.of(false);
            case Tokens tokens -> tokens(of).judge(tokens);
            case Native coin -> judge(coin, of);
            case Call call -> judge(call, of);
        };
    }

    private Verdict judge(Native coin, EthereumAddress of) {
        return switch (answer(new Question.Balance(coin.chain(), of))) {
            case Answer.Returned returned
            when returned.data().length() == Uint256.LENGTH ->
                Verdict.of(new Uint256(returned.data()).compareTo(coin.min()) >= 0);
            case Answer other -> Verdict.noAnswer(other);
        };
    }

    private Verdict judge(Call call, EthereumAddress of) {
        WordType type = call.function().returns();
        return switch (answer(question(call, of))) {
            case Answer.Returned returned
            when isValue(type, returned.data()) ->
                Verdict.of(call.compare()
                        .holds(returned.data(), word(type, call.compare().value(), of)));
            case Answer other -> Verdict.noAnswer(other);
        };
    }

    private Verdict isNamed(Ens ens, EthereumAddress of) {
        return switch (answer(new Question.PrimaryName(of))) {
            case Answer.Returned name -> Verdict.of(ens.suffix().covers(name.data()));
            case Answer other -> Verdict.noAnswer(other);
        };
    }

    private static boolean isValue(WordType type, Bytes returned) {
        return returned.length() == Uint256.LENGTH && type.fits(returned);
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

    // ---- Seats

    /** The seats without which the wallet would not pass, as few as will do; none where it does not pass either way. */
    public List<SeatClaim> seats(GateRule rule) {
        List<SeatClaim> claims = new ArrayList<>();
        if (judge(rule).passes()) {
            Set<Erc721> given = new LinkedHashSet<>();
            for (Erc721 leaf : seatLeaves(rule)) {
                given.add(leaf);
                if (!without(given).judge(rule).passes()) {
                    given.remove(leaf);
                    claims.add(new SeatClaim(leaf, tokens(leaf)));
                }
            }
        }
        return claims;
    }

    /** The last first: of several that will do, the first of the rule is kept. */
    private static List<Erc721> seatLeaves(GateRule rule) {
        Set<Erc721> leaves = new LinkedHashSet<>();
        for (GateRule leaf : rule.leaves()) {
            if (leaf instanceof Erc721 token && token.seat()) {
                leaves.add(token);
            }
        }
        List<Erc721> reversed = new ArrayList<>(leaves);
        Collections.reverse(reversed);
        return reversed;
    }

    private Judge without(Set<Erc721> seats) {
        return new Judge(wallet, registry, hashes, proofs, answers, seats);
    }

    /** The tokens by which the wallet passes this part of a rule, where they can be told apart; none where it does not. */
    public List<Uint256> tokens(Erc721 leaf) {
        return holder == null ? List.of() : tokens(holder).tokens(leaf);
    }

    /** Vaults whose tokens count for the wallet. */
    public Set<EthereumAddress> vaults(GateRule rule) {
        Set<EthereumAddress> vaults = new LinkedHashSet<>();
        for (GateRule leaf : rule.leaves()) {
            if (leaf instanceof Tokens tokens && holder != null) {
                vaults.addAll(tokens(holder).vaults(tokens));
            }
        }
        return vaults;
    }
}
