package tropichat.chain;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.gates.Answer;
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
    private final long nameChain;
    private final @Nullable Names names;
    private final Avatars avatars;

    /**
     * Asks nobody yet.
     *
     * @param named where names of ENS are looked up: on one of these chains, else nothing is known of any
     * @param ipfsGateway by which pictures are fetched that are on IPFS, without a path; null where none are
     * @param onTrouble is told, in words for the operator, which node fails and when a chain answers again; on the home thread
     */
    public Chains(
            List<ChainSettings> settings,
            NameSettings named,
            @Nullable URI ipfsGateway,
            HomeThread home,
            Hashes hashes,
            long pollMillis,
            Consumer<String> onTrouble) {
        this.hashes = hashes;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(RpcNode.ANSWER_MILLIS_MAX))
                .followRedirects(HttpClient.Redirect.NEVER) // the key in a URL goes to nobody else
                .build();
        Map<Long, Rpc> nodes = new TreeMap<>();
        for (ChainSettings each : settings) {
            Rpc rpc = new Rpc(each, client, home::execute, onTrouble);
            nodes.put(each.chain(), rpc);
            chains.put(each.chain(), new Chain(rpc, home, pollMillis, each.feed(), client));
        }
        nameChain = named.chain();
        Rpc ofNames = nodes.get(nameChain);
        SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        Gateways gateways = new Gateways(home, tls, named.asksInside());
        names = ofNames == null
                ? null
                : new Names(new CcipRead(new EthCalls(ofNames, home), gateways), named.resolver(), hashes);
        Map<Long, EthCalls> calls = new TreeMap<>();
        nodes.forEach((id, rpc) -> calls.put(id, new EthCalls(rpc, home)));
        // Apart from the gateways': whoever has pictures fetched keeps nobody from his name.
        Fetches fetches = new Fetches(home, tls, named.asksInside(), Avatars.AT_ONCE_MAX);
        avatars = new Avatars(
                new AvatarClaims(calls, names, hashes, System::nanoTime),
                new Pictures(calls, fetches, ipfsGateway, hashes),
                System::nanoTime);
    }

    /** Whether names of ENS can be looked up. */
    public boolean knowsNames() {
        return names != null;
    }

    /** Whether anything can be asked of this chain. */
    public boolean knows(long chain) {
        return chains.containsKey(chain);
    }

    /** The chains of which anything can be asked, lowest first. */
    public List<Long> ids() {
        return List.copyOf(chains.keySet());
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
        Map<Long, Set<Question.OfChain>> byChain = new TreeMap<>();
        List<Question.PrimaryName> named = new ArrayList<>();
        for (Question question : questions) {
            switch (question) {
                case Question.OfChain asked ->
                    byChain.computeIfAbsent(asked.chain(), first -> new LinkedHashSet<>())
                            .add(asked);
                case Question.PrimaryName asked -> named.add(asked);
            }
        }
        Gathering gathering = new Gathering(byChain.size() + named.size(), onObservation);
        byChain.forEach((id, asked) -> observe(id, asked, mayBeKnown, gathering::add));
        named.forEach(asked -> observe(asked, mayBeKnown, gathering::add));
    }

    private void observe(
            long id, Set<Question.OfChain> questions, boolean mayBeKnown, Consumer<Observation> onObservation) {
        withView(id, mayBeKnown, onObservation, view -> {
            Finding.Block block = new Finding.Block(id, view.number());
            view.ask(questions, seen -> onObservation.accept(new Observation(seen, List.of(block))));
        });
    }

    /** Only as of the newest block: names are not lent for one transaction, as tokens are. */
    private void observe(Question.PrimaryName question, boolean mayBeKnown, Consumer<Observation> onObservation) {
        withView(nameChain, mayBeKnown, onObservation, view -> {
            Finding.Block block = new Finding.Block(nameChain, view.number());
            name(question.of(), mayBeKnown, found -> {
                Answer answer = answer(found);
                Map<Question, Observation.Seen> seen = Map.of(question, new Observation.Seen(answer, answer));
                onObservation.accept(new Observation(seen, List.of(block)));
            });
        });
    }

    private static Answer answer(Found<EnsName> found) {
        return switch (found) {
            case Found.Is<EnsName> is ->
                new Answer.Returned(Bytes.utf8(is.value().text()));
            case Found.Nothing<EnsName> ignored -> new Answer.Returned(Bytes.EMPTY);
            case Found.Refused<EnsName> ignored -> new Answer.Returned(Bytes.EMPTY);
            case Found.Unknown<EnsName> ignored -> new Answer.Unknown();
        };
    }

    /** Where there is no view, nothing was observed. */
    private void withView(long id, boolean mayBeKnown, Consumer<Observation> onObservation, Consumer<View> onView) {
        Chain chain = chains.get(id);
        if (chain == null) {
            onObservation.accept(new Observation(Map.of(), List.of()));
            return;
        }
        chain.withView(mayBeKnown, view -> {
            if (view == null) {
                onObservation.accept(new Observation(Map.of(), List.of()));
            } else {
                onView.accept(view);
            }
        });
    }

    // ---- Names

    /**
     * By which name of ENS a wallet goes: one that points back to it, in its normal form.
     *
     * @param mayBeKnown whether it may be some minutes old
     */
    public void name(EthereumAddress wallet, boolean mayBeKnown, Consumer<Found<EnsName>> onFound) {
        if (names == null) {
            onFound.accept(new Found.Unknown<>());
        } else {
            names.name(wallet, mayBeKnown, onFound);
        }
    }

    /** Which wallet a name of ENS stands for. */
    public void address(EnsName name, Consumer<Found<EthereumAddress>> onFound) {
        if (names == null) {
            onFound.accept(new Found.Unknown<>());
        } else {
            names.address(name, onFound);
        }
    }

    // ---- Pictures

    /** Whether pictures of anybody can be found. */
    public boolean knowsAvatars() {
        return !chains.isEmpty();
    }

    /**
     * The picture by which a wallet wants to be shown, where it may be: it is its name's, or that of a token which it holds or
     * held some minutes ago.
     *
     * @param avatar as {@link tropichat.core.identity.Card} has it
     */
    public void avatar(EthereumAddress wallet, String avatar, Consumer<Avatar> onAvatar) {
        avatars.find(wallet, avatar, onAvatar);
    }

    // ---- Signatures

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
