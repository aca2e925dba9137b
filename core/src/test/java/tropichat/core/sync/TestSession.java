package tropichat.core.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;
import tropichat.core.sync.MessageWriter.Budget;

/** Two sets that are compared to the end, and what that took. */
final class TestSession {
    static final Hashes HASHES = new TestHashes();
    static final Budget LARGE = new Budget(Reconciliation.MESSAGE_BYTES_MAX, Reconciliation.TURN_BYTES_MAX);

    final List<Bytes> have = new ArrayList<>();
    final List<Bytes> need = new ArrayList<>();
    final List<Bytes> transcript = new ArrayList<>();
    int roundTrips;
    long bytes;

    private final Budget budget;

    private TestSession(Budget budget) {
        this.budget = budget;
    }

    static TestSession run(IdSet initiator, long floor, IdSet responder, long otherFloor, Budget budget)
            throws Malformed {
        TestSession session = new TestSession(budget);
        // A turn settles at least one digest, or splits the newest range that is open into sixteen.
        int roundTripsMax = 20 + 8 * (initiator.size() + responder.size());
        List<Bytes> turn = Reconciliation.begin(initiator, floor, HASHES, budget);
        while (!turn.isEmpty()) {
            session.count(turn);
            session.roundTrips++;
            assertTrue(session.roundTrips <= roundTripsMax, "does not end");
            List<Bytes> next = new ArrayList<>();
            for (Bytes message : turn) {
                List<Bytes> answers = Reconciliation.answer(responder, otherFloor, message, HASHES, budget);
                session.count(answers);
                for (Bytes answer : answers) {
                    Reconciliation.Step step = Reconciliation.step(initiator, floor, answer, HASHES, budget);
                    assertTrue(step.have().size() <= budget.turnBytes() / IdSet.DIGEST_BYTES);
                    assertNewestFirst(step.have(), initiator);
                    assertNewestFirst(step.need(), responder);
                    session.have.addAll(step.have());
                    session.need.addAll(step.need());
                    next.addAll(step.next());
                }
            }
            turn = next;
        }
        return session;
    }

    private static void assertNewestFirst(List<Bytes> digests, IdSet holder) {
        int before = holder.size();
        for (Bytes digest : digests) {
            int index = holder.indexOf(holder.lamportOf(digest), digest);
            assertTrue(index < before, "out of order");
            before = index;
        }
    }

    private void count(List<Bytes> messages) {
        assertFalse(messages.isEmpty(), "an answer is never nothing at all");
        long turn = 0;
        for (Bytes message : messages) {
            assertTrue(message.length() <= budget.messageBytes(), "a message of " + message.length());
            turn += message.length();
            transcript.add(message);
        }
        bytes += turn;
    }
}
