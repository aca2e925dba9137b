package tropichat.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;

/** Calls of contracts as of the newest block; those of one turn share a batch. On its owner's thread. */
final class EthCalls {
    /** Calls of one batch: many nodes take 100. */
    static final int BATCH_MAX = 50;

    /** What a call may use: a name that others vouch for costs some millions to check. A guess. */
    private static final long GAS = 20_000_000;

    private record Waiting(RpcCall call, Consumer<RpcAnswer> onAnswer) {}

    private final Rpc rpc;
    private final HomeThread home;
    private List<Waiting> pending = new ArrayList<>();

    EthCalls(Rpc rpc, HomeThread home) {
        this.rpc = rpc;
        this.home = home;
    }

    void call(EthereumAddress contract, Bytes data, Consumer<RpcAnswer> onAnswer) {
        pending.add(new Waiting(RpcCall.ofContract(contract, data, GAS, RpcCall.LATEST), onAnswer));
        if (pending.size() == 1) {
            home.execute(this::flush);
        }
    }

    private void flush() {
        List<Waiting> all = pending;
        pending = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH_MAX) {
            List<Waiting> batch = all.subList(from, Math.min(all.size(), from + BATCH_MAX));
            rpc.send(batch.stream().map(Waiting::call).toList(), answers -> {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).onAnswer().accept(answers.get(i));
                }
            });
        }
    }
}
