package tropichat.core.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule.Answers;
import tropichat.core.gates.GateRule.Erc1155;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.GateRule.Tokens;
import tropichat.core.identity.EthereumAddress;

/**
 * Judges one wallet by tokens: its own, and those of vaults that have delegated to it. Which vaults these are, and which
 * tokens somebody has, is known only from answers: there is more to be asked then.
 */
final class TokenJudge {
    /** Vaults that are looked at for one part of a rule, those that delegated first. A guess. */
    static final int VAULTS_MAX = 8;

    /** Tokens of one holder that are told apart for seats. A guess: each is a question of its own. */
    static final int LISTED_MAX = 16;

    private final EthereumAddress self;
    private final EthereumAddress registry;
    private final Hashes hashes;
    private final Answers answers;

    TokenJudge(EthereumAddress self, EthereumAddress registry, Hashes hashes, Answers answers) {
        this.self = self;
        this.registry = registry;
        this.hashes = hashes;
        this.answers = answers;
    }

    /** What somebody has of tokens that are each one of a kind; {@code open} is why that cannot be told. */
    private record Held(List<Uint256> ids, @Nullable Verdict open) {}

    // ---- Asking

    void collect(Tokens rule, Set<Question> into) {
        if (rule.delegates()) {
            into.add(delegations(rule));
        }
        for (Holder holder : holders(rule)) {
            if (rule instanceof Erc721 token && isByIds(token, holder)) {
                holder.counting(token).forEach(id -> into.add(owner(token, id)));
                continue;
            }
            into.add(balance(rule, holder));
            if (rule instanceof Erc721 token && token.seat()) {
                for (int i = 0; i < listed(token, holder); i++) {
                    into.add(ownedAt(token, holder, i));
                }
            }
        }
    }

    /** Whether each token is asked about for itself. */
    private static boolean isByIds(Erc721 token, Holder holder) {
        return !holder.isWhole() || !token.ids().isEmpty();
    }

    private Question delegations(Tokens rule) {
        return Delegations.question(rule.chain(), registry, self, hashes);
    }

    private Question balance(Tokens rule, Holder holder) {
        Bytes of = Abi.word(holder.address());
        return switch (rule) {
            case Erc721 token -> call(token, "balanceOf(address)", of);
            case Erc20 token -> call(token, "balanceOf(address)", of);
            case Erc1155 token ->
                call(token, "balanceOf(address,uint256)", of, token.id().word());
        };
    }

    private Question owner(Erc721 token, Uint256 id) {
        return call(token, "ownerOf(uint256)", id.word());
    }

    /** By ERC-721's extension for lists ({@code ERC721Enumerable}). */
    private Question ownedAt(Erc721 token, Holder holder, int index) {
        return call(
                token,
                "tokenOfOwnerByIndex(address,uint256)",
                Abi.word(holder.address()),
                Uint256.of(index).word());
    }

    private Question call(Tokens rule, String signature, Bytes... words) {
        return new Question.Call(rule.chain(), rule.contract(), Abi.call(hashes, signature, words));
    }

    // ---- Who holds for the wallet

    /** As far as it is known; the wallet itself first. */
    private List<Holder> holders(Tokens rule) {
        Map<EthereumAddress, Holder> holders = new LinkedHashMap<>();
        holders.put(self, Holder.whole(self));
        List<Delegation> delegated = rule.delegates() ? delegated(rule) : null;
        for (Delegation each : delegated == null ? List.<Delegation>of() : delegated) {
            boolean hasRoom = holders.size() <= VAULTS_MAX || holders.containsKey(each.vault());
            if (hasRoom && each.isAbout(rule)) {
                holders.merge(each.vault(), Holder.by(each), Holder::and);
            }
        }
        return new ArrayList<>(holders.values());
    }

    Set<EthereumAddress> vaults(Tokens rule) {
        Set<EthereumAddress> vaults = new LinkedHashSet<>();
        holders(rule).forEach(holder -> vaults.add(holder.address()));
        vaults.remove(self);
        return vaults;
    }

    /** Null where the registry has not answered, or not with a list. */
    private @Nullable List<Delegation> delegated(Tokens rule) {
        try {
            return answer(delegations(rule)) instanceof Answer.Returned returned
                    ? Delegations.read(returned.data(), self)
                    : null;
        } catch (Malformed garbage) {
            return null;
        }
    }

    // ---- Judging

    /** One holder is enough; what several have together counts for nobody. */
    Verdict judge(Tokens rule) {
        boolean isOpen = rule.delegates() && delegated(rule) == null;
        Verdict verdict = isOpen ? Verdict.noAnswer(answer(delegations(rule))) : Verdict.of(false);
        for (Holder holder : holders(rule)) {
            Verdict one = judge(rule, holder);
            if (one.passes()) {
                return one;
            }
            verdict = one.outcome() == Verdict.Outcome.UNKNOWN ? one : verdict;
        }
        return verdict;
    }

    private Verdict judge(Tokens rule, Holder holder) {
        return switch (rule) {
            case Erc721 token
            when isByIds(token, holder) -> {
                Held owned = owned(token, holder);
                yield owned.open() != null
                        ? owned.open()
                        : Verdict.of(Uint256.of(owned.ids().size()).compareTo(token.min()) >= 0);
            }
            case Erc721 token
            when token.seat() -> {
                Verdict holds = holds(token, holder);
                Verdict open = holds.passes() ? enumerated(token, holder).open() : null;
                yield open == null ? holds : open;
            }
            case Tokens any -> holds(any, holder);
        };
    }

    private Verdict holds(Tokens rule, Holder holder) {
        return switch (answer(balance(rule, holder))) {
            case Answer.Returned returned
            when returned.data().length() == Uint256.LENGTH ->
                Verdict.of(new Uint256(returned.data()).compareTo(rule.min()) >= 0
                        && (rule instanceof Erc721 || holder.mayUse(rule.min())));
            case Answer other -> Verdict.noAnswer(other);
        };
    }

    /** Tokens that nobody owns are none of the holder's: most contracts revert when asked for their owner. */
    private Held owned(Erc721 token, Holder holder) {
        Bytes owner = Abi.word(holder.address());
        List<Uint256> owned = new ArrayList<>();
        for (Uint256 id : holder.counting(token)) {
            switch (answer(owner(token, id))) {
                case Answer.Reverted ignored -> {}
                case Answer.Returned returned
                when returned.data().length() == Uint256.LENGTH -> {
                    if (returned.data().equals(owner)) {
                        owned.add(id);
                    }
                }
                case Answer other -> {
                    return new Held(List.of(), Verdict.noAnswer(other));
                }
            }
        }
        return new Held(owned, null);
    }

    // ---- Seats

    /** The tokens on which the wallet may sit; none where it does not pass. */
    List<Uint256> tokens(Erc721 token) {
        Set<Uint256> tokens = new LinkedHashSet<>();
        for (Holder holder : holders(token)) {
            if (judge(token, holder).passes()) {
                Held held = isByIds(token, holder) ? owned(token, holder) : enumerated(token, holder);
                tokens.addAll(held.ids());
            }
        }
        return new ArrayList<>(tokens);
    }

    private Held enumerated(Erc721 token, Holder holder) {
        List<Uint256> ids = new ArrayList<>();
        for (int i = 0; i < listed(token, holder); i++) {
            switch (answer(ownedAt(token, holder, i))) {
                case Answer.Returned returned
                when returned.data().length() == Uint256.LENGTH -> ids.add(new Uint256(returned.data()));
                case Answer other -> {
                    return new Held(List.of(), Verdict.noAnswer(other));
                }
            }
        }
        return new Held(ids, null);
    }

    /** How many of a holder's tokens are told apart: none as long as it is not known how many there are. */
    private int listed(Erc721 token, Holder holder) {
        Bytes balance =
                answer(balance(token, holder)) instanceof Answer.Returned returned ? returned.data() : Bytes.EMPTY;
        if (balance.length() != Uint256.LENGTH) {
            return 0;
        }
        boolean isMore = new Uint256(balance).compareTo(Uint256.of(LISTED_MAX)) > 0;
        return isMore ? LISTED_MAX : balance.at(Uint256.LENGTH - 1);
    }

    private Answer answer(Question question) {
        Answer answer = answers.to(question);
        return answer == null ? new Answer.Unknown() : answer;
    }
}
