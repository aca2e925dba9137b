package tropichat.chain;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.MerkleProof;
import tropichat.core.gates.Question;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;

/**
 * All chains that are configured: whether wallets fulfil rules, and who gives tokens to whom. To be called on its home thread,
 * where everything is answered too, at once or later.
 */
public final class Chains implements AutoCloseable {
    /** How often new blocks are looked for while somebody follows; less than the time of a block on most chains. */
    public static final long POLL_MILLIS = 1_000;

    /** Whoever wants to know who may hold something else now. */
    public interface Follower {
        /** Contracts whose transfers matter now, by chain. */
        Map<Long, Set<EthereumAddress>> contracts();

        /** These have given or been given something on a chain. */
        void onTransfers(long chain, Set<EthereumAddress> parties);

        /** Some of a chain's transfers may have been missed: anybody may be concerned. */
        void onGap(long chain);
    }

    private final Map<Long, Chain> chains = new TreeMap<>();
    private final HttpClient client;
    private final Hashes hashes;

    /**
     * Asks nobody yet.
     *
     * @param onTrouble is told, in words for the operator, which node fails and when a chain answers again; on the home thread
     */
    public Chains(
            List<ChainSettings> settings, HomeThread home, Hashes hashes, long pollMillis, Consumer<String> onTrouble) {
        this.hashes = hashes;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(RpcNode.ANSWER_MILLIS_MAX))
                .followRedirects(HttpClient.Redirect.NEVER) // the key in a URL goes to nobody else
                .build();
        for (ChainSettings each : settings) {
            Rpc rpc = new Rpc(each, client, home::execute, onTrouble);
            chains.put(each.chain(), new Chain(rpc, home, pollMillis, each.feed(), client));
        }
    }

    /** Whether anything can be asked of this chain. */
    public boolean knows(long chain) {
        return chains.containsKey(chain);
    }

    /** Judges a wallet; what cannot be asked is unknown. Nobody fails by what a block said that is not the newest. */
    public void judge(GateRule rule, WalletAddress wallet, List<MerkleProof> proofs, Consumer<Judgement> onJudgement) {
        judge(rule, wallet, proofs, true, known -> {
            if (known.verdict().passes()) {
                onJudgement.accept(known);
            } else {
                judge(rule, wallet, proofs, false, onJudgement);
            }
        });
    }

    private void judge(
            GateRule rule,
            WalletAddress wallet,
            List<MerkleProof> proofs,
            boolean mayBeKnown,
            Consumer<Judgement> onJudgement) {
        observe(rule.questions(wallet, hashes), mayBeKnown, observation -> {
            Verdict latest = rule.judge(
                    wallet,
                    hashes,
                    proofs,
                    question -> seen(observation, question).latest());
            Verdict earlier = rule.judge(
                    wallet,
                    hashes,
                    proofs,
                    question -> seen(observation, question).earlier());
            onJudgement.accept(new Judgement(Verdict.both(latest, earlier), observation.blocks()));
        });
    }

    private static Observation.Seen seen(Observation observation, Question question) {
        return observation.seen().getOrDefault(question, Observation.Seen.NOTHING);
    }

    /** Tells of transfers from now on. */
    public void follow(Follower follower) {
        chains.forEach((id, chain) -> chain.follow(new Chain.Follower() {
            @Override
            public Set<EthereumAddress> contracts() {
                return follower.contracts().getOrDefault(id, Set.of());
            }

            @Override
            public void onTransfers(Set<EthereumAddress> parties) {
                follower.onTransfers(id, parties);
            }

            @Override
            public void onGap() {
                follower.onGap(id);
            }
        }));
    }

    private void observe(Set<Question> questions, boolean mayBeKnown, Consumer<Observation> onObservation) {
        Map<Long, Set<Question>> byChain = new TreeMap<>();
        for (Question question : questions) {
            byChain.computeIfAbsent(question.chain(), first -> new LinkedHashSet<>())
                    .add(question);
        }
        Map<Question, Observation.Seen> seen = new LinkedHashMap<>();
        List<Finding.Block> blocks = new ArrayList<>();
        Set<Long> open = new TreeSet<>(byChain.keySet());
        if (open.isEmpty()) {
            onObservation.accept(new Observation(seen, blocks));
        }
        byChain.forEach((id, asked) -> observe(id, asked, mayBeKnown, view -> {
            seen.putAll(view.seen());
            blocks.addAll(view.blocks());
            open.remove(id);
            if (open.isEmpty()) {
                blocks.sort((one, other) -> Long.compare(one.chain(), other.chain()));
                onObservation.accept(new Observation(seen, blocks));
            }
        }));
    }

    private void observe(long id, Set<Question> questions, boolean mayBeKnown, Consumer<Observation> onObservation) {
        Chain chain = chains.get(id);
        if (chain == null) {
            onObservation.accept(new Observation(Map.of(), List.of()));
            return;
        }
        chain.withView(mayBeKnown, view -> {
            if (view == null) {
                onObservation.accept(new Observation(Map.of(), List.of()));
            } else {
                Finding.Block block = new Finding.Block(id, view.number());
                view.ask(questions, seen -> onObservation.accept(new Observation(seen, List.of(block))));
            }
        });
    }

    /** Whether a wallet that is a contract on {@code chain} has signed a digest of 32 bytes (ERC-1271, ERC-6492). */
    public void hasSigned(
            long chain, EthereumAddress wallet, Bytes digest, Bytes signature, Consumer<Signed> onAnswer) {
        Chain asked = chains.get(chain);
        if (asked == null) {
            onAnswer.accept(Signed.UNKNOWN);
        } else {
            asked.signatures().check(wallet, digest, signature, onAnswer);
        }
    }

    @Override
    public void close() {
        chains.values().forEach(Chain::close);
        client.shutdownNow();
    }
}
