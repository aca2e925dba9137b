package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.base.TokenBucket;
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

    /** Entries that are looked at for the next questions: all that may be asked for, and as many that others are asked for. */
    static final int LOOKED_MAX = 2 * QUESTIONS_MAX * WANTED_MAX;

    /** Messages of ours in one comparison: five times what two logs of 200,000 take of which nothing is the same. */
    static final int MESSAGES_MAX = 512;

    /** Questions of the other end's that wait: a host may be slow to load, but nobody asks more than four at a time. */
    static final int WAITING_MAX = 64;

    /** Entries of which it is remembered that the other end did not give them. */
    static final int WITHHELD_MAX = 4_096;

    /** How long to wait before the next question where many have been asked. */
    private static final long PAUSE_MILLIS = 1_000 / Limits.WANTS_ASKED_PER_SECOND;

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

    /** What the other end says to have, and did not give. */
    private final LinkedHashSet<Cid> withheld = new LinkedHashSet<>();

    private final ArrayDeque<Question> questions = new ArrayDeque<>();

    /** Messages of ours to whose answers more belongs. */
    private int comparing;

    /** Messages of ours in this comparison. */
    private int messages;

    private boolean same;
    private int unverifiedBytes;

    /** Questions of the other end's that are not answered. */
    private int waiting;

    private final TokenBucket pace;

    /** When it may ask for more; it has asked for much. */
    private long askAtMillis = Long.MAX_VALUE;

    private long comparedByMillis = Long.MAX_VALUE;
    private long answeredByMillis = Long.MAX_VALUE;

    Exchange(Room room, Link link) {
        this.room = room;
        this.link = link;
        this.pace =
                new TokenBucket(Limits.WANTS_ASKED_PER_SECOND, Limits.WANTS_ASKED_PER_SECOND, room.host.nowMillis());
    }

    long deadlineMillis() {
        return Math.min(answerByMillis(), askAtMillis);
    }

    /** When the other end has had time enough to answer. */
    long answerByMillis() {
        return Math.min(comparedByMillis, answeredByMillis);
    }

    boolean isComparing() {
        return comparing > 0 || !next.isEmpty();
    }

    boolean isBusy() {
        return isComparing() || !needed.isEmpty() || !questions.isEmpty() || unverifiedBytes > 0;
    }

    void compare(List<Bytes> first) {
        same = true;
        messages = 0;
        // Whoever could not give may be able to by now.
        withheld.clear();
        next.addAll(first);
        goOn();
    }

    /** A part of the other end's answer was read. */
    void onCompared(List<Bytes> more, boolean last, boolean nothingFound) {
        same &= nothingFound;
        next.addAll(more);
        if (last) {
            comparing--;
            comparedByMillis = comparing > 0 ? answerMillis() : Long.MAX_VALUE;
        }
        if (same && !isComparing()) {
            room.receipts.onSame(link);
        }
    }

    private void goOn() {
        while (!next.isEmpty() && needed.size() < NEED_LOW) {
            messages++;
            if (messages > MESSAGES_MAX) {
                // Whatever is asked is answered so that more must be asked.
                link.end(LinkEnd.FLOOD);
                return;
            }
            comparing++;
            comparedByMillis = answerMillis();
            link.sendBulk(new Frame.Compare(next.remove()));
        }
    }

    private long answerMillis() {
        return room.host.nowMillis() + Sync.ANSWER_MILLIS_MAX;
    }

    /** The other end does not answer: what it owes is not waited for, nor asked for there again. */
    void giveUp() {
        comparing = 0;
        comparedByMillis = Long.MAX_VALUE;
        next.clear();
        needed.clear();
        while (!questions.isEmpty()) {
            withhold(questions.remove());
        }
        answeredByMillis = Long.MAX_VALUE;
        askAtMillis = Long.MAX_VALUE;
    }

    private void withhold(Question question) {
        withheld.addAll(question.open);
        Oldest.forget(withheld, WITHHELD_MAX);
    }

    /** The other end says to have an entry that we have not; false where that was known, or did not help before. */
    boolean need(Cid id) {
        return needed.size() < NEED_MAX && !withheld.contains(id) && needed.add(id);
    }

    /** Whether it could ask for something now. */
    boolean isIdle() {
        return !needed.isEmpty() && mayAsk();
    }

    /** Whether another answer, were it as long as it may be, could wait here to be verified with what waits already. */
    private boolean mayAsk() {
        int answers = questions.size() + 1;
        return answers <= QUESTIONS_MAX
                && unverifiedBytes + answers * Giving.ANSWER_BYTES_MAX <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX;
    }

    /**
     * Asks for what is wanting, in the order in which it was named; what others are asked for just now comes last.
     *
     * @param asked what has been asked for, and of whom
     */
    void pump(Predicate<Cid> isWanting, Map<Cid, Link> asked) {
        askAtMillis = Long.MAX_VALUE;
        Question question = nextQuestion(isWanting, asked);
        while (!question.open.isEmpty()) {
            if (questions.isEmpty()) {
                answeredByMillis = answerMillis();
            }
            pace.take(1, room.host.nowMillis());
            questions.add(question);
            link.sendBulk(new Frame.Want(new ArrayList<>(question.open)));
            question = nextQuestion(isWanting, asked);
        }
        goOn();
    }

    /** Empty where nothing may be asked for just now. */
    private Question nextQuestion(Predicate<Cid> isWanting, Map<Cid, Link> asked) {
        Question question = new Question();
        if (!isIdle()) {
            return question;
        }
        if (!pace.holds(1, room.host.nowMillis())) {
            askAtMillis = room.host.nowMillis() + PAUSE_MILLIS;
            return question;
        }
        List<Cid> elsewhere = new ArrayList<>();
        Iterator<Cid> first = needed.iterator();
        for (int i = 0; i < LOOKED_MAX && first.hasNext() && question.open.size() < WANTED_MAX; i++) {
            Cid id = first.next();
            first.remove();
            if (asked.containsKey(id)) {
                elsewhere.add(id);
            } else if (isWanting.test(id)) {
                question.open.add(id);
                asked.put(id, link);
            }
        }
        needed.addAll(elsewhere);
        return question;
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
        answeredByMillis = questions.isEmpty() ? Long.MAX_VALUE : answerMillis();
        if (question.helped) {
            needed.addAll(question.open);
        } else {
            withhold(question);
        }
        return new ArrayList<>(question.open);
    }

    /** The other end asks; false where it does not wait for answers. */
    boolean onQuestion() {
        waiting++;
        return waiting <= WAITING_MAX;
    }

    /** One of its questions has been answered. */
    void onAnswer() {
        waiting--;
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
