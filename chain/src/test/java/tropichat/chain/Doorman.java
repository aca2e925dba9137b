package tropichat.chain;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tropichat.core.gates.Delegations;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.MerkleProof;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;

/** Chains on a thread of their own, and somebody who waits for what they answer. */
final class Doorman implements AutoCloseable {
    private static final long WAIT_SECONDS = 20;
    static final long POLL_MILLIS = 50;

    /** Longer than any test waits. */
    private static final long SELDOM_MILLIS = 600_000;

    private final OwnThread home = new OwnThread();
    final Chains chains;

    /** What operators would be told. */
    final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

    Doorman(ChainSettings... settings) {
        this(NameSettings.of(NameSettings.CHAIN, NameSettings.RESOLVER), settings);
    }

    Doorman(NameSettings named, ChainSettings... settings) {
        this(POLL_MILLIS, named, Delegations.REGISTRY, settings);
    }

    private Doorman(long pollMillis, NameSettings named, EthereumAddress delegations, ChainSettings... settings) {
        chains = new Chains(
                List.of(settings), named, delegations, null, home, new JvmHashes(), pollMillis, troubles::add);
    }

    /** One that looks for blocks so rarely that only somebody who tells of them makes it look. */
    static Doorman seldom(ChainSettings settings) {
        return new Doorman(
                SELDOM_MILLIS,
                NameSettings.of(NameSettings.CHAIN, NameSettings.RESOLVER),
                Delegations.REGISTRY,
                settings);
    }

    /** One that looks delegations up in this registry; what it knows does not grow old while it is counted what it asks. */
    static Doorman delegating(EthereumAddress registry, ChainSettings settings) {
        return new Doorman(
                SELDOM_MILLIS, NameSettings.of(NameSettings.CHAIN, NameSettings.RESOLVER), registry, settings);
    }

    static Doorman of(long chain, URI... urls) {
        return new Doorman(new ChainSettings(chain, List.of(urls)));
    }

    Judgement judge(GateRule rule, EthereumAddress wallet, MerkleProof... proofs) {
        return judge(rule, List.of(wallet), proofs).getFirst();
    }

    /** Several at once, in their order. */
    List<Judgement> judge(GateRule rule, List<EthereumAddress> wallets, MerkleProof... proofs) {
        List<CompletableFuture<Judgement>> open = new ArrayList<>();
        wallets.forEach(wallet -> open.add(new CompletableFuture<>()));
        run(() -> {
            for (int i = 0; i < wallets.size(); i++) {
                chains.judge(rule, wallets.get(i), List.of(proofs), open.get(i)::complete);
            }
        });
        return open.stream().map(Doorman::await).toList();
    }

    void after(long millis, Runnable task) {
        home.schedule(millis, task);
    }

    void run(Runnable task) {
        home.execute(task);
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        chains.close();
        home.close();
    }
}
