package tropichat.chain;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Uint256;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/**
 * Gateways by which contracts have something looked up elsewhere (CCIP-Read, ERC-3668). Whoever has a name in ENS chooses the
 * URL that is asked, as {@link Fetches} does. On its owner's thread.
 */
final class Gateways {
    /** Of an answer, without its head; ERC-3668 names no bound. A guess. */
    static final int ANSWER_BYTES_MAX = 64 * 1024;

    /** Requests under way; others fail at once. A guess. */
    static final int AT_ONCE_MAX = 32;

    /** Requests of a batch that somebody wants answered at once. */
    static final int BATCH_MAX = 4;

    /** Stands for whoever asks: the batch is taken apart here (ENSIP-21). */
    private static final String BATCH_URL = "x-batch-gateway:true";

    /** {@code query((address,string[],bytes)[])}, ENSIP-21. */
    private static final Bytes QUERY = Selectors.of("a780bab6");

    /** {@code HttpError(uint16,string)}, ENSIP-21. */
    private static final Bytes HTTP_ERROR = Selectors.of("01800152");

    private static final int OK = 200;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    /** How many requests may still be made for one question. */
    static final class Budget {
        private int left;

        Budget(int requests) {
            left = requests;
        }

        boolean take() {
            return left-- > 0;
        }
    }

    private final Fetches fetches;

    Gateways(HomeThread home, SSLSocketFactory tls, boolean asksInside) {
        fetches = new Fetches(home, tls, asksInside, AT_ONCE_MAX);
    }

    /** Asks one gateway after the other until one answers. */
    void ask(GatewayRequest request, Budget budget, Consumer<GatewayAnswer> onAnswer) {
        if (request.urls().contains(BATCH_URL)) {
            askEach(request.data(), budget, onAnswer);
        } else {
            attempt(request, 0, new GatewayAnswer.Failed(0), budget, onAnswer);
        }
    }

    private void attempt(
            GatewayRequest request, int index, GatewayAnswer last, Budget budget, Consumer<GatewayAnswer> onAnswer) {
        if (index == request.urls().size() || !budget.take()) {
            onAnswer.accept(last);
            return;
        }
        fetch(request.urls().get(index), request, answer -> {
            if (isFinal(answer)) {
                onAnswer.accept(answer);
            } else {
                attempt(request, index + 1, answer, budget, onAnswer);
            }
        });
    }

    /** What the client did wrong, the next gateway need not be asked (ERC-3668, "Client Lookup Protocol"). */
    private static boolean isFinal(GatewayAnswer answer) {
        return switch (answer) {
            case GatewayAnswer.Said ignored -> true;
            case GatewayAnswer.Refused ignored -> false;
            case GatewayAnswer.Failed failed -> failed.status() >= CLIENT_ERRORS && failed.status() < SERVER_ERRORS;
        };
    }

    // ---- A batch

    private void askEach(Bytes query, Budget budget, Consumer<GatewayAnswer> onAnswer) {
        try {
            askNext(readBatch(query), new ArrayList<>(), budget, onAnswer);
        } catch (Malformed malformed) {
            onAnswer.accept(new GatewayAnswer.Refused("a batch of lookups that is none: " + malformed.getMessage()));
        }
    }

    private static List<GatewayRequest> readBatch(Bytes query) throws Malformed {
        if (!query.startsWith(QUERY)) {
            throw new Malformed(Malformed.Reason.SYNTAX, "another function");
        }
        AbiReader arguments = AbiReader.of(query.slice(QUERY.length(), query.length()));
        int count = arguments.count(0, BATCH_MAX);
        AbiReader items = arguments.items(0);
        List<GatewayRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(GatewayRequest.read(items.struct(i)));
        }
        return requests;
    }

    private void askNext(
            List<GatewayRequest> requests,
            List<GatewayAnswer> answers,
            Budget budget,
            Consumer<GatewayAnswer> onAnswer) {
        if (answers.size() == requests.size()) {
            onAnswer.accept(together(answers));
            return;
        }
        // Not by ask: a batch within a batch is none.
        attempt(requests.get(answers.size()), 0, new GatewayAnswer.Failed(0), budget, answer -> {
            answers.add(answer);
            askNext(requests, answers, budget, onAnswer);
        });
    }

    /** {@code (bool[] failures, bytes[] responses)}. */
    private static GatewayAnswer together(List<GatewayAnswer> answers) {
        List<AbiValue> failures = new ArrayList<>();
        List<AbiValue> responses = new ArrayList<>();
        for (GatewayAnswer answer : answers) {
            switch (answer) {
                case GatewayAnswer.Said said -> responses.add(new AbiValue.Blob(said.data()));
                case GatewayAnswer.Failed failed -> responses.add(new AbiValue.Blob(httpError(failed.status())));
                case GatewayAnswer.Refused refused -> {
                    return refused;
                }
            }
            boolean isFailure = answer instanceof GatewayAnswer.Failed;
            failures.add(new AbiValue.Word((isFailure ? Uint256.ONE : Uint256.ZERO).word()));
        }
        return new GatewayAnswer.Said(
                AbiValue.encode(new AbiValue.Sequence(failures), new AbiValue.Sequence(responses)));
    }

    private static Bytes httpError(int status) {
        return Bytes.concat(
                HTTP_ERROR,
                AbiValue.encode(new AbiValue.Word(Uint256.of(status).word()), new AbiValue.Blob(Bytes.EMPTY)));
    }

    // ---- One request

    private void fetch(String template, GatewayRequest request, Consumer<GatewayAnswer> onAnswer) {
        URI url = fetches.place(
                template.replace("{sender}", Hex.of(request.sender().bytes()))
                        .replace("{data}", Hex.of(request.data())));
        if (url == null) {
            onAnswer.accept(new GatewayAnswer.Refused("a gateway that has no https address"));
            return;
        }
        Bytes json = template.contains("{data}") ? null : body(request);
        fetches.fetch(
                new Fetches.Wanted(url, json, "application/json", ANSWER_BYTES_MAX, false),
                fetched -> onAnswer.accept(read(fetched)));
    }

    private static Bytes body(GatewayRequest request) {
        return new JsonWriter()
                .beginObject()
                .name("data")
                .text(Hex.of(request.data()))
                .name("sender")
                .text(Hex.of(request.sender().bytes()))
                .endObject()
                .toBytes();
    }

    private static GatewayAnswer read(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Reply reply when reply.status() == OK -> read(reply.body());
            case Fetched.Reply reply -> new GatewayAnswer.Failed(reply.status());
            case Fetched.Inside ignored ->
                new GatewayAnswer.Refused("a gateway at an address that is not of the internet");
            case Fetched.TooLarge ignored -> new GatewayAnswer.Failed(0);
            case Fetched.Failed ignored -> new GatewayAnswer.Failed(0);
        };
    }

    private static GatewayAnswer read(Bytes body) {
        try {
            Bytes data = Hex.bytes(Json.parse(body).field("data"));
            return data == null ? new GatewayAnswer.Failed(0) : new GatewayAnswer.Said(data);
        } catch (Malformed noJson) {
            return new GatewayAnswer.Failed(0);
        }
    }
}
