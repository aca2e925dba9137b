package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whether a wallet fulfils a rule, and why.
 *
 * @param parts of a rule that is made of others, in their order; else empty
 */
public record Verdict(Outcome outcome, Reason reason, List<Verdict> parts) {

    /** In the logic of three values (Kleene): what cannot be known counts neither way. */
    public enum Outcome {
        PASS,
        FAIL,
        UNKNOWN;

        Outcome not() {
            return switch (this) {
                case PASS -> FAIL;
                case FAIL -> PASS;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    /** Why, of a single condition. */
    public enum Reason {
        /** It holds what is asked for. */
        HOLDS,
        /** It does not. */
        LACKS,
        /** It does now, and did not a few blocks before. */
        TOO_NEW,
        /** The contract did not answer, or not in the form that was to be expected. */
        NO_ANSWER,
        /** The chain could not be asked. */
        UNKNOWN,
        /** The parts say. */
        PARTS
    }

    public Verdict {
        parts = Collections.unmodifiableList(new ArrayList<>(parts));
    }

    static Verdict of(boolean holds) {
        return holds ? leaf(Outcome.PASS, Reason.HOLDS) : leaf(Outcome.FAIL, Reason.LACKS);
    }

    static Verdict leaf(Outcome outcome, Reason reason) {
        return new Verdict(outcome, reason, List.of());
    }

    /**
     * Nothing follows from a contract that is broken, neither that somebody holds something nor, in a rule turned around,
     * that he does not.
     */
    static Verdict noAnswer(Answer answer) {
        return leaf(Outcome.UNKNOWN, answer instanceof Answer.Unknown ? Reason.UNKNOWN : Reason.NO_ANSWER);
    }

    /** The same of a wallet that has what lets it in only since the newest blocks. */
    public Verdict tooNew() {
        return new Verdict(Outcome.FAIL, Reason.TOO_NEW, parts);
    }

    public boolean passes() {
        return outcome == Outcome.PASS;
    }

    /**
     * Whether somebody who asks a chain himself need not believe a gatekeeper any more: it fails both at the newest block and
     * at one a few before. Whoever has just got, or just given away, what is asked for is left to gatekeepers.
     */
    public static boolean lacks(Verdict latest, Verdict earlier) {
        return latest.outcome == Outcome.FAIL && earlier.outcome == Outcome.FAIL;
    }

    /**
     * Both at the newest block and at one a few before: what was held for one moment, or stands on a block that is taken
     * back, lets nobody in.
     */
    public static Verdict both(Verdict latest, Verdict earlier) {
        if (!latest.passes() || earlier.passes()) {
            return latest;
        }
        return earlier.outcome == Outcome.UNKNOWN ? earlier : latest.tooNew();
    }
}
