package tropichat.chain;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** A node at the other end of a URL, which is never told to anybody: it may hold a key. For any thread. */
final class RpcNode {
    /** From a batch to its whole answer; what most people call slow, and short enough to ask another node. */
    static final long ANSWER_MILLIS_MAX = 3_000;

    /** Far more than what {@link Chain} asks for at once is answered with. */
    static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

    private static final int OK = 200;

    /** The chain that a node serves is another than the one that it is configured for. */
    static final class WrongChain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongChain() {
            super("it serves another chain", null, false, false);
        }
    }

    private final HttpClient client;
    private final URI url;
    private final long chain;
    private volatile boolean isOfChain;

    RpcNode(HttpClient client, URI url, long chain) {
        this.client = client;
        this.url = url;
        this.chain = chain;
    }

    /** What it may be called in a log. */
    String name() {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /**
     * The answers to {@code calls} in their order, by one request. Fails where the node does not answer whole and in time,
     * or serves another chain, which is asked along with the first calls.
     */
    CompletableFuture<List<RpcAnswer>> send(List<RpcCall> calls) {
        boolean asksChain = !isOfChain;
        List<RpcCall> all = new ArrayList<>(calls);
        if (asksChain) {
            all.add(RpcCall.of("eth_chainId"));
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMillis(ANSWER_MILLIS_MAX))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(all).unsafeArray()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        return response.thenApply(answer -> {
                    List<RpcAnswer> answers = read(answer, all.size());
                    if (asksChain) {
                        checkChain(answers.removeLast());
                    }
                    return answers;
                })
                .orTimeout(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .whenComplete((ignored, fault) -> {
                    if (fault != null) {
                        response.cancel(true); // ends the connection
                    }
                });
    }

    private static Bytes body(List<RpcCall> calls) {
        JsonWriter batch = new JsonWriter().beginArray();
        for (int id = 0; id < calls.size(); id++) {
            calls.get(id).write(batch, id);
        }
        return batch.endArray().toBytes();
    }

    private static List<RpcAnswer> read(HttpResponse<byte[]> response, int count) {
        if (response.statusCode() != OK) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        try {
            return read(Json.parse(Bytes.wrap(response.body())), count);
        } catch (Malformed malformed) {
            throw new IllegalStateException("an answer that is no batch of JSON-RPC", malformed);
        }
    }

    private static List<RpcAnswer> read(Json batch, int count) throws Malformed {
        RpcAnswer[] answers = new RpcAnswer[count];
        Arrays.fill(answers, new RpcAnswer.Failed());
        if (batch.kind() != Json.Kind.ARRAY || batch.size() > count) {
            throw new Malformed(Reason.FIELD, "not as many answers as calls");
        }
        for (int i = 0; i < batch.size(); i++) {
            Json response = batch.element(i);
            Json id = response == null ? null : response.field("id");
            long place = id == null || id.kind() != Json.Kind.NUMBER ? -1 : id.integer();
            if (response != null && place >= 0 && place < count) {
                answers[(int) place] = RpcAnswer.read(response);
            }
        }
        return new ArrayList<>(Arrays.asList(answers));
    }

    private void checkChain(RpcAnswer answer) {
        if (!(answer instanceof RpcAnswer.Result result) || Hex.number(result.value()) != chain) {
            throw new WrongChain();
        }
        isOfChain = true;
    }
}
