package tropichat.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Answer;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Question;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.WalletAddress;

/**
 * What cases ask of gates: a rule in hexadecimal, a wallet, a chain. Answers are words in hexadecimal with spaces between,
 * {@code reverted} or {@code unknown}.
 */
final class GateOperations {
    private final Hashes hashes;

    GateOperations(Hashes hashes) {
        this.hashes = hashes;
    }

    String answer(String operation, String[] in) throws Malformed {
        GateRule rule = GateRule.decode(Operations.bytes(in[0]), hashes);
        return switch (operation) {
            case "gate.hash" -> rule.hash(hashes).hex();
            case "gate.questions" -> questions(rule, in);
            case "gate.lacks" -> Boolean.toString(Verdict.lacks(judge(rule, in, in[3]), judge(rule, in, in[4])));
            default -> throw Operations.unknown(operation);
        };
    }

    private String questions(GateRule rule, String[] in) throws Malformed {
        List<String> texts = new ArrayList<>();
        for (Question.OfChain question : asked(rule, in)) {
            texts.add(
                    switch (question) {
                        case Question.Call call ->
                            call.contract().bytes().hex() + ":" + call.data().hex();
                        case Question.Balance balance -> balance.of().bytes().hex() + ":";
                    });
        }
        return String.join(" ", texts);
    }

    private Verdict judge(GateRule rule, String[] in, String answers) throws Malformed {
        Map<Question, Answer> known = new LinkedHashMap<>();
        String[] texts = answers.split(" ", -1);
        List<Question.OfChain> asked = asked(rule, in);
        for (int i = 0; i < asked.size(); i++) {
            known.put(asked.get(i), answer(texts[i]));
        }
        return rule.judge(WalletAddress.parse(in[1], hashes), hashes, null, known::get);
    }

    private static Answer answer(String text) throws Malformed {
        return switch (text) {
            case "reverted" -> new Answer.Reverted();
            case "unknown" -> new Answer.Unknown();
            default -> new Answer.Returned(Operations.bytes(text));
        };
    }

    private List<Question.OfChain> asked(GateRule rule, String[] in) throws Malformed {
        List<Question.OfChain> asked = new ArrayList<>();
        for (Question question : rule.questions(WalletAddress.parse(in[1], hashes), hashes)) {
            if (question instanceof Question.OfChain ofChain && ofChain.chain() == Long.parseLong(in[2])) {
                asked.add(ofChain);
            }
        }
        return asked;
    }
}
