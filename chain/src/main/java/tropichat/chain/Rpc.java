package tropichat.chain;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chain's nodes: the one that answered last is asked first, the others where it fails. On its owner's thread. */
final class Rpc {
    private final long chain;
    private final List<RpcNode> nodes = new ArrayList<>();
    private final Executor home;
    private final Consumer<String> onTrouble;
    private int preferred;
    private boolean isFailing;

    /** What is told in {@code onTrouble} is for the operator, and names nodes by their hosts alone. */
    Rpc(ChainSettings settings, HttpClient client, Executor home, Consumer<String> onTrouble) {
        this.chain = settings.chain();
        this.home = home;
        this.onTrouble = onTrouble;
        for (URI url : settings.urls()) {
            nodes.add(new RpcNode(client, url, settings.chain()));
        }
    }

    /** Answers on the owner's thread, in the order of {@code calls}; all have failed where no node answers. */
    void send(List<RpcCall> calls, Consumer<List<RpcAnswer>> onAnswers) {
        attempt(calls, preferred, 0, onAnswers);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // every end is told of
    private void attempt(List<RpcCall> calls, int first, int tried, Consumer<List<RpcAnswer>> onAnswers) {
        if (tried == nodes.size()) {
            isFailing = true;
            onAnswers.accept(allFailed(calls.size()));
            return;
        }
        int index = (first + tried) % nodes.size();
        RpcNode node = nodes.get(index);
        CompletableFuture<List<RpcAnswer>> answers = node.send(calls);
        answers.whenCompleteAsync(
                (done, fault) -> {
                    if (done != null) {
                        onDone(index);
                        onAnswers.accept(done);
                    } else {
                        if (!isFailing) {
                            onTrouble.accept("Chain " + chain + ": " + node.name() + " " + words(fault) + ".");
                        }
                        // Whoever asks next begins with another.
                        preferred = index == preferred ? (index + 1) % nodes.size() : preferred;
                        attempt(calls, first, tried + 1, onAnswers);
                    }
                },
                home);
    }

    private void onDone(int index) {
        preferred = index;
        if (isFailing) {
            isFailing = false;
            onTrouble.accept("Chain " + chain + " answers again.");
        }
    }

    private static List<RpcAnswer> allFailed(int count) {
        List<RpcAnswer> failed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            failed.add(new RpcAnswer.Failed());
        }
        return failed;
    }

    // No message of an exception is told: it may hold the URL.
    private static String words(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        return switch (cause) {
            case RpcNode.WrongChain wrong -> "serves another chain than this: check its URL in rpc";
            case TimeoutException late -> "did not answer in time";
            case HttpTimeoutException late -> "did not answer in time";
            case ConnectException unreachable -> "cannot be reached";
            case IllegalStateException answer -> "gave an answer that is none: check its URL in rpc";
            case null, default -> "did not answer whole, or with too much";
        };
    }
}
