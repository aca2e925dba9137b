package tropichat.chain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.gates.Answer;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Question;

/**
 * What chains answered.
 *
 * @param seen of each question
 * @param blocks the newest of each chain, in the order of their ids
 */
record Observation(Map<Question, Seen> seen, List<Finding.Block> blocks) {
    /** Before anybody was asked. */
    static final Observation NOTHING = new Observation(Map.of(), List.of());

    /** At the newest block, and at one a few before it. */
    record Seen(Answer latest, Answer earlier) {
        static final Seen NOTHING = new Seen(new Answer.Unknown(), new Answer.Unknown());

        boolean isKnown() {
            return !(latest instanceof Answer.Unknown || earlier instanceof Answer.Unknown);
        }
    }

    Observation {
        seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
        blocks = List.copyOf(blocks);
    }
}
