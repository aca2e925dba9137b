package tropichat.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Answer;
import tropichat.core.gates.Question;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/**
 * What is known of a chain as of one of its blocks: each question is asked once, those of all who wait in one batch.
 * Where the block changes there is another view.
 */
final class View {
    /**
     * How far back a wallet must have held what is asked for, too: what was borrowed for one transaction does not count, nor
     * what stands only on a block that is replaced.
     */
    static final int EARLIER_BLOCKS = 2;

    /** Answers that are kept; beyond it questions are asked again. A guess: some megabytes. */
    static final int KEPT_MAX = 20_000;

    /** Questions of one batch, each asked at two blocks: many nodes take 100 calls. */
    static final int BATCH_QUESTIONS_MAX = 50;

    /**
     * Of what a contract returns, more is not read: a word mostly, and as many delegations as count. A guess; it bounds what is
     * kept.
     */
    static final int RETURNED_BYTES_MAX = 8 * 1024;

    /** What a call may use: ten times what such questions need, and far from what keeps a node busy. A guess. */
    private static final long GAS = 3_000_000;

    /** Somebody who waits. */
    private record Waiting(Set<Question.OfChain> questions, Consumer<Map<Question, Observation.Seen>> onSeen) {}

    private final Rpc rpc;
    private final HomeThread home;
    private final long number;
    private final Bytes hash;
    private final Map<Question, Observation.Seen> seen = new LinkedHashMap<>();
    private final Set<Question.OfChain> pending = new LinkedHashSet<>();
    private final Set<Question.OfChain> asked = new LinkedHashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean isFlushing;

    View(Rpc rpc, HomeThread home, long number, Bytes hash) {
        this.rpc = rpc;
        this.home = home;
        this.number = number;
        this.hash = hash;
    }

    long number() {
        return number;
    }

    Bytes hash() {
        return hash;
    }

    /** Answers once everything asked for is there, in a later turn. */
    void ask(Set<Question.OfChain> questions, Consumer<Map<Question, Observation.Seen>> onSeen) {
        Waiting asking = new Waiting(new LinkedHashSet<>(questions), onSeen);
        for (Question.OfChain question : questions) {
            if (!seen.containsKey(question) && !asked.contains(question)) {
                pending.add(question);
            }
        }
        waiting.add(asking);
        if (!isFlushing) {
            isFlushing = true;
            // Those who ask in the same turn share a batch.
            home.execute(this::flush);
        }
    }

    private void flush() {
        isFlushing = false;
        while (!pending.isEmpty()) {
            List<Question.OfChain> batch = new ArrayList<>();
            for (Question.OfChain question : pending) {
                if (batch.size() < BATCH_QUESTIONS_MAX) {
                    batch.add(question);
                }
            }
            pending.removeAll(batch);
            asked.addAll(batch);
            rpc.send(calls(batch), answers -> onAnswers(batch, answers));
        }
        serve();
    }

    private List<RpcCall> calls(List<Question.OfChain> batch) {
        List<RpcCall> calls = new ArrayList<>();
        for (Question.OfChain question : batch) {
            calls.add(call(question, number));
            calls.add(call(question, Math.max(0, number - EARLIER_BLOCKS)));
        }
        return calls;
    }

    private static RpcCall call(Question.OfChain question, long block) {
        return switch (question) {
            case Question.Balance balance ->
                RpcCall.of(
                        "eth_getBalance",
                        new JsonWriter()
                                .beginArray()
                                .text(Hex.of(balance.of().bytes()))
                                .text(Hex.of(block))
                                .endArray());
            case Question.Call call -> RpcCall.ofContract(call.contract(), call.data(), GAS, Hex.of(block));
        };
    }

    private void onAnswers(List<Question.OfChain> batch, List<RpcAnswer> answers) {
        for (int i = 0; i < batch.size(); i++) {
            Question.OfChain question = batch.get(i);
            asked.remove(question);
            keep(
                    question,
                    new Observation.Seen(
                            answer(question, answers.get(2 * i)), answer(question, answers.get(2 * i + 1))));
        }
        serve();
        // What is not known now may be in a moment.
        seen.values().removeIf(each -> !each.isKnown());
    }

    private void keep(Question question, Observation.Seen answer) {
        if (seen.size() >= KEPT_MAX) {
            seen.remove(seen.keySet().iterator().next());
        }
        seen.put(question, answer);
    }

    private static Answer answer(Question question, RpcAnswer answer) {
        return switch (answer) {
            case RpcAnswer.Failed ignored -> new Answer.Unknown();
            case RpcAnswer.Reverted ignored -> new Answer.Reverted();
            case RpcAnswer.Result result -> returned(question, result.value());
        };
    }

    private static Answer returned(Question question, Json value) {
        @Nullable
        Bytes data = question instanceof Question.Balance ? Hex.word(value) : Hex.beginning(value, RETURNED_BYTES_MAX);
        return data == null ? new Answer.Unknown() : new Answer.Returned(data);
    }

    /** Tells those for whom everything is there. */
    private void serve() {
        List<Waiting> served = new ArrayList<>();
        for (Waiting each : waiting) {
            if (!isOpen(each)) {
                served.add(each);
            }
        }
        waiting.removeAll(served);
        for (Waiting each : served) {
            Map<Question, Observation.Seen> answers = new LinkedHashMap<>();
            for (Question.OfChain question : each.questions()) {
                answers.put(question, seen.getOrDefault(question, Observation.Seen.NOTHING));
            }
            each.onSeen().accept(answers);
        }
    }

    private boolean isOpen(Waiting each) {
        for (Question.OfChain question : each.questions()) {
            if (pending.contains(question) || asked.contains(question)) {
                return true;
            }
        }
        return false;
    }
}
