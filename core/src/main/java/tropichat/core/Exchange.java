package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.link.Frame;
import tropichat.core.wire.Cid;

/** One link's part in {@link Sync}: what is being compared over it, what its other end has for us, what was asked for. */
final class Exchange {
    /** Entries asked for at once. */
    static final int WANTED_MAX = 128;

    /** Questions under way at a time, so that the next entries are on their way while some are being verified. */
    static final int QUESTIONS_MAX = 4;

    /** Entries that are known to be missing; the comparison goes on when most of them have come. */
    static final int NEED_MAX = 65_536;

    /** Below so many missing entries the comparison goes on. */
    static final int NEED_LOW = 1_024;

    /** Entries asked for in one frame. */
    private static final class Question {
        final LinkedHashSet<Cid> open = new LinkedHashSet<>();
        boolean helped;
    }

    final Link link;
    private final Room room;

    /** What to compare next, once there is room for what comes of it. */
    private final ArrayDeque<Bytes> next = new ArrayDeque<>();

    private final LinkedHashSet<Cid> needed = new LinkedHashSet<>();
    private final ArrayDeque<Question> questions = new ArrayDeque<>();

    /** Messages of ours to whose answers more belongs. */
    private int comparing;

    private boolean same;
    private int unverifiedBytes;
    private long deadlineMillis = Long.MAX_VALUE;

    Exchange(Room room, Link link) {
        this.room = room;
        this.link = link;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    boolean isComparing() {
        return comparing > 0 || !next.isEmpty();
    }

    boolean isBusy() {
        return isComparing() || !needed.isEmpty() || !questions.isEmpty() || unverifiedBytes > 0;
    }

    void compare(List<Bytes> messages) {
        same = true;
        next.addAll(messages);
        goOn();
    }

    /** A part of the other end's answer was read. */
    void onCompared(List<Bytes> more, boolean last, boolean nothingFound) {
        same &= nothingFound;
        next.addAll(more);
        if (last) {
            comparing--;
        }
        if (same && !isComparing()) {
            room.receipts.onSame(link);
        }
    }

    private void goOn() {
        while (!next.isEmpty() && needed.size() < NEED_LOW) {
            comparing++;
            link.sendBulk(new Frame.Compare(next.remove()));
        }
        wait(isComparing() || !questions.isEmpty());
    }

    private void wait(boolean waiting) {
        deadlineMillis = waiting ? room.host.nowMillis() + Sync.ANSWER_MILLIS_MAX : Long.MAX_VALUE;
    }

    /** The other end does not answer: what it owes is not waited for. */
    void giveUp() {
        comparing = 0;
        next.clear();
        needed.clear();
        questions.clear();
        wait(false);
    }

    /** The other end has an entry that we have not; false where that was known. */
    boolean need(Cid id) {
        return needed.size() < NEED_MAX && needed.add(id);
    }

    /** Asks for what is still wanting, in the order in which it was named. */
    void pump(Predicate<Cid> isWanting, Consumer<Cid> onAsked) {
        while (!needed.isEmpty() && mayAsk()) {
            Question question = new Question();
            Iterator<Cid> first = needed.iterator();
            while (first.hasNext() && question.open.size() < WANTED_MAX) {
                Cid id = first.next();
                first.remove();
                if (isWanting.test(id)) {
                    question.open.add(id);
                    onAsked.accept(id);
                }
            }
            if (!question.open.isEmpty()) {
                questions.add(question);
                link.sendBulk(new Frame.Want(new ArrayList<>(question.open)));
            }
        }
        goOn();
    }

    /** Whether another answer, were it as long as it may be, could wait here to be verified with what waits already. */
    private boolean mayAsk() {
        int answers = questions.size() + 1;
        return answers <= QUESTIONS_MAX
                && unverifiedBytes + answers * Giving.ANSWER_BYTES_MAX <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX;
    }

    void onCame(Cid id) {
        for (Question question : questions) {
            if (question.open.remove(id)) {
                question.helped = true;
                return;
            }
        }
    }

    /**
     * The oldest question has been answered. What did not come of it is needed again where something did: an answer has
     * its bounds.
     *
     * @return what did not come
     */
    List<Cid> onAnswered() {
        Question question = questions.poll();
        if (question == null) {
            return new ArrayList<>();
        }
        if (question.helped) {
            needed.addAll(question.open);
        }
        return new ArrayList<>(question.open);
    }

    /** Whether so much more may wait to be verified. */
    boolean hold(int bytes) {
        unverifiedBytes += bytes;
        return unverifiedBytes <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX + Limits.FRAME_BYTES_MAX;
    }

    void release(int bytes) {
        unverifiedBytes -= bytes;
    }
}
