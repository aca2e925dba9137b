package tropichat.core;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.wire.Cid;

/**
 * The entries that spread over one link on their way to being believed: held to their authors' rates, verified together
 * with who the author says to be, and handed on in the order in which they came.
 */
final class Intake {
    /** How long to wait for the next token. */
    private static final long PAUSE_MILLIS = 1000 / Limits.AUTHOR_ENTRIES_PER_SECOND;

    private final Room room;
    private final Link link;
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private final ArrayDeque<Arrival> checking = new ArrayDeque<>();
    private int bytes;
    private long deadlineMillis = Long.MAX_VALUE;

    Intake(Room room, Link link) {
        this.room = room;
        this.link = link;
    }

    /** An entry as it came over the link. */
    private static final class Arrival {
        final Frame.Said said;
        final Claimed claimed;

        /** Null while it is being verified. */
        Claimed.@Nullable Verdict verdict;

        Arrival(Frame.Said said, Claimed claimed) {
            this.said = said;
            this.claimed = claimed;
        }

        int length() {
            Bytes profileBlock = said.profile();
            return said.block().length() + (profileBlock == null ? 0 : profileBlock.length());
        }
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    void add(Frame.Said said, Cid id) {
        Claimed claimed;
        try {
            claimed = Claimed.read(room, said.block(), id);
        } catch (Malformed malformed) {
            room.broadcast.onRejected(id);
            refuse(LinkEnd.MALFORMED);
            return;
        }
        Arrival arrival = new Arrival(said, claimed);
        bytes += arrival.length();
        waiting.add(arrival);
        if (bytes > Limits.UNVERIFIED_BYTES_PER_LINK_MAX) {
            refuse(LinkEnd.FLOOD);
        } else {
            pump();
        }
    }

    /** Starts verifying what the authors' rates allow by now. */
    void pump() {
        deadlineMillis = Long.MAX_VALUE;
        while (!waiting.isEmpty()) {
            Arrival first = waiting.element();
            if (isDirect(first) && !room.authors.mayTake(first.claimed.author())) {
                deadlineMillis = room.host.nowMillis() + PAUSE_MILLIS;
                return;
            }
            waiting.remove();
            checking.add(first);
            first.claimed.verify(first.said.profile(), verdict -> onVerdict(first, verdict));
        }
    }

    private boolean isDirect(Arrival arrival) {
        return arrival.claimed.author().equals(link.session);
    }

    private void onVerdict(Arrival arrival, Claimed.Verdict verdict) {
        arrival.verdict = verdict;
        if (verdict == Claimed.Verdict.FORGED) {
            refuse(LinkEnd.ENTRY_FORGED);
            return;
        }
        for (Arrival next = checking.peek(); next != null; next = checking.peek()) {
            Claimed.Verdict concluded = next.verdict;
            if (concluded == null) {
                return;
            }
            checking.remove();
            bytes -= next.length();
            conclude(next, concluded);
        }
    }

    private void conclude(Arrival arrival, Claimed.Verdict verdict) {
        Cid id = arrival.claimed.id;
        switch (verdict) {
            case NAMELESS -> room.broadcast.onNameless(link, id, arrival.said.profile() == null);
            case EARLY -> room.broadcast.onEarly(link, arrival.claimed);
            case UNCOVERED, FORGED -> room.broadcast.onRejected(id);
            case LOCKED, UNLAWFUL -> {
                room.broadcast.onRejected(id);
                // It may come to count by what is under way just now.
                room.sync.refuse(id);
            }
            case TRUE -> {
                // Who is linked with the author holds it to its rate; what still comes too fast is nobody's to keep.
                // Only what is really the author's counts, so that nobody spends another's rate.
                if (isDirect(arrival) || room.authors.mayTake(arrival.claimed.author())) {
                    room.onSaid(link, arrival.said, arrival.claimed);
                } else {
                    room.broadcast.onRejected(id);
                }
            }
        }
    }

    private void refuse(LinkEnd end) {
        link.end(end);
        abandon();
        checking.forEach(arrival -> room.broadcast.onRejected(arrival.claimed.id));
        checking.clear();
    }

    /** The link is over: what has not begun to be verified never will be; what has may still come out right. */
    void abandon() {
        deadlineMillis = Long.MAX_VALUE;
        waiting.forEach(arrival -> room.broadcast.onRejected(arrival.claimed.id));
        waiting.clear();
    }
}
