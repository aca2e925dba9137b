package tropichat.server.signaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.chain.Signed;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.Oldest;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.signaling.ContractWord;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.gate.Gatekeeper;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Loop;

/**
 * Asks chains whether wallets that are contracts have signed, for logins and for people who cannot ask themselves. What a chain
 * has said is remembered for a moment, so that a whole room's question costs one; and there is a bound on what strangers can
 * have this server ask.
 */
final class ContractDesk {
    /** Questions to chains a second, sustained, by everybody together; a guess. Gates' are counted apart. */
    static final double ASKED_PER_SECOND = 20;

    /** A guess: a full server's contracts that come back at once after it was started anew. */
    static final int ASKED_BURST = 200;

    /** Answers that are remembered, those asked first forgotten first: some 4 MB of signatures at their longest. */
    static final int REMEMBERED_MAX = 1_000;

    /** How long: some blocks. An owner that was replaced is believed for no longer than this. A guess. */
    static final long REMEMBERED_MILLIS = 30_000;

    /** Signatures in one question: what one person's page has to ask when it comes into a room. */
    static final int SIGNATURES_MAX = 8;

    private static final Bytes NULL = Bytes.utf8("null");

    /** What a chain has said, or those who wait for it. */
    private static final class Asked {
        final List<Consumer<ContractWord>> waiting = new ArrayList<>();

        /** Null while the chain is being asked. */
        @Nullable
        ContractWord word;

        long untilMillis = Long.MAX_VALUE;
    }

    private final Gatekeeper gatekeeper;
    private final Hashes hashes;
    private final Counters counters;
    private final Map<SignatureCheck.ByContract, Asked> asked = new LinkedHashMap<>();
    private final TokenBucket bucket;

    ContractDesk(Gatekeeper gatekeeper, Hashes hashes, Counters counters) {
        this.gatekeeper = gatekeeper;
        this.hashes = hashes;
        this.counters = counters;
        this.bucket = new TokenBucket(ASKED_PER_SECOND, ASKED_BURST, Loop.nowMillis());
    }

    /** Answers at once what is remembered, or cannot be asked; else once the chain has answered, or not in time. */
    void ask(SignatureCheck.ByContract check, Consumer<ContractWord> onWord) {
        if (!gatekeeper.asks(check.signer().chainId())) {
            onWord.accept(ContractWord.UNASKED);
            return;
        }
        long now = Loop.nowMillis();
        Asked before = asked.get(check);
        if (before != null && before.word == null) {
            before.waiting.add(onWord);
        } else if (before != null && before.word != null && now < before.untilMillis) {
            onWord.accept(before.word);
        } else if (bucket.take(1, now)) {
            send(check, onWord);
        } else {
            counters.refused(Refusal.CONTRACTS_BUSY);
            onWord.accept(ContractWord.BUSY);
        }
    }

    private void send(SignatureCheck.ByContract check, Consumer<ContractWord> onWord) {
        Asked question = new Asked();
        question.waiting.add(onWord);
        // Asked last stands last.
        asked.remove(check);
        asked.put(check, question);
        Oldest.forget(asked.values(), REMEMBERED_MAX);
        gatekeeper.hasSigned(check, signed -> onAnswer(check, question, word(signed)));
    }

    private void onAnswer(SignatureCheck.ByContract check, Asked question, ContractWord word) {
        question.word = word;
        question.untilMillis = Loop.nowMillis() + REMEMBERED_MILLIS;
        if (word == ContractWord.SILENT) {
            // It may answer whoever asks next.
            asked.remove(check, question);
        }
        List<Consumer<ContractWord>> waiting = List.copyOf(question.waiting);
        question.waiting.clear();
        waiting.forEach(each -> each.accept(word));
    }

    private static ContractWord word(Signed signed) {
        return switch (signed) {
            case YES -> ContractWord.SIGNED;
            case NO -> ContractWord.NOT_SIGNED;
            case UNKNOWN -> ContractWord.SILENT;
        };
    }

    /**
     * Answers {@code {signed: [true, false, null, …]}}, one for each statement with its signature that is asked about; null where the
     * chain could not be asked. Only of statements by which a wallet lets a session speak for it.
     *
     * @throws Malformed where {@code question} is none
     */
    void signed(Json question, Consumer<Bytes> onAnswer) throws Malformed {
        List<SignatureCheck.ByContract> checks = checks(question);
        Map<Integer, ContractWord> words = new TreeMap<>();
        if (checks.isEmpty()) {
            onAnswer.accept(write(words));
        }
        for (int i = 0; i < checks.size(); i++) {
            int at = i;
            ask(checks.get(i), word -> {
                words.put(at, word);
                if (words.size() == checks.size()) {
                    onAnswer.accept(write(words));
                }
            });
        }
    }

    private List<SignatureCheck.ByContract> checks(Json question) throws Malformed {
        Json list = question.field("statements");
        if (list == null || list.kind() != Json.Kind.ARRAY || list.size() > SIGNATURES_MAX) {
            throw new Malformed(Reason.FIELD, "statements is a list of at most " + SIGNATURES_MAX);
        }
        List<SignatureCheck.ByContract> checks = new ArrayList<>();
        for (Json each : list.elements()) {
            SiweMessage message = SiweMessage.parse(text(each, "message", SiweMessage.TEXT_CHARS_MAX), hashes);
            String signature = text(each, "signature", ContractSignature.TEXT_CHARS_MAX);
            Delegation delegation = Delegation.of(Cacao.of(message, ContractSignature.parse(signature)));
            if (delegation.signatureCheck(hashes) instanceof SignatureCheck.ByContract check) {
                checks.add(check);
            }
        }
        return checks;
    }

    private static String text(Json of, String name, int charsMax) throws Malformed {
        Json field = of.field(name);
        if (field == null) {
            throw new Malformed(Reason.FIELD, name + " is missing");
        }
        return field.text(charsMax);
    }

    private static Bytes write(Map<Integer, ContractWord> words) {
        JsonWriter answer = new JsonWriter().beginObject().name("signed").beginArray();
        for (ContractWord word : words.values()) {
            switch (word) {
                case SIGNED -> answer.bool(true);
                case NOT_SIGNED -> answer.bool(false);
                case SILENT, UNASKED, BUSY -> answer.raw(NULL);
            }
        }
        return answer.endArray().endObject().toBytes();
    }
}
