package tropichat.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Hashes;
import tropichat.core.gates.Answer;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Question;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.WalletAddress;

/**
 * A gate's rule in a page that asks a chain itself. What it cannot ask is unknown: names, and proofs of places in lists,
 * which are shown to gatekeepers alone.
 */
public final class PageGate {
    private final GateRule rule;
    private final Hashes hashes;

    PageGate(GateRule rule, Hashes hashes) {
        this.rule = rule;
        this.hashes = hashes;
    }

    /** What a chain answered to a question. */
    public interface PageAnswer extends JSObject {
        /** The contract refused. */
        @JSProperty
        boolean getReverted();

        /** What was returned; null where nothing is known, or the contract refused. */
        @JSProperty
        @Nullable
        Uint8Array getData();
    }

    /** By which tickets name it. */
    @JSExport
    public Uint8Array hash() {
        return Borders.view(rule.hash(hashes));
    }

    /** What is to be asked of one chain. The address is one that core handed out, here and below. */
    @JSExport
    public JSArray<JSObject> questions(String wallet, double chain) {
        JSArray<JSObject> page = new JSArray<>();
        for (Question.OfChain question : asked(address(wallet), (long) chain)) {
            switch (question) {
                case Question.Call call ->
                    page.push(question(Borders.view(call.contract().bytes()), Borders.view(call.data())));
                case Question.Balance balance ->
                    page.push(question(Borders.view(balance.of().bytes()), null));
            }
        }
        return page;
    }

    /**
     * Whether the wallet does not hold what the rule asks for.
     *
     * @param latest answers to {@link #questions} of the same chain, in their order, at the newest block
     * @param earlier the same at a block a few before
     */
    @JSExport
    public boolean lacks(
            String wallet, double chain, JSArrayReader<PageAnswer> latest, JSArrayReader<PageAnswer> earlier) {
        WalletAddress of = address(wallet);
        List<Question.OfChain> questions = asked(of, (long) chain);
        return Verdict.lacks(judge(of, questions, latest), judge(of, questions, earlier));
    }

    private Verdict judge(WalletAddress wallet, List<Question.OfChain> questions, JSArrayReader<PageAnswer> answers) {
        Map<Question, Answer> known = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(questions.size(), answers.getLength()); i++) {
            known.put(questions.get(i), answer(answers.get(i)));
        }
        return rule.judge(wallet, hashes, null, known::get);
    }

    private static Answer answer(PageAnswer answer) {
        Uint8Array data = answer.getData();
        if (answer.getReverted()) {
            return new Answer.Reverted();
        }
        return data == null ? new Answer.Unknown() : new Answer.Returned(Borders.bytes(data));
    }

    private List<Question.OfChain> asked(WalletAddress wallet, long chain) {
        List<Question.OfChain> asked = new ArrayList<>();
        for (Question question : rule.questions(wallet, hashes)) {
            if (question instanceof Question.OfChain ofChain && ofChain.chain() == chain) {
                asked.add(ofChain);
            }
        }
        return asked;
    }

    private WalletAddress address(String wallet) {
        return Borders.address(wallet, hashes);
    }

    @JSBody(
            params = {"to", "data"},
            script = "return {to: to, data: data};")
    private static native JSObject question(Uint8Array to, @Nullable Uint8Array data);
}
