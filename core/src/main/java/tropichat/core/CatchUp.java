package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import tropichat.core.base.Oldest;
import tropichat.core.wire.Cid;

/** How far missed entries have come, as the person is told, and which of them others may have missed as well. */
final class CatchUp {
    /** So many late entries are announced one by one; of more, neighbours learn by comparing. */
    static final int ANNOUNCED_MAX = 64;

    /** From so many entries on, people are told how far catching up has come. */
    static final int TOLD_FROM = 50;

    /** How many entries come between two words about it. */
    static final int TOLD_EVERY = 100;

    private final Room room;

    /** What has come since nothing was missing. */
    private final LinkedHashSet<Cid> learnt = new LinkedHashSet<>();

    /** When what has come is handed on at the latest, even if more is missing. */
    private long handOnByMillis = Long.MAX_VALUE;

    private int come;
    private int of;

    CatchUp(Room room) {
        this.room = room;
    }

    long handOnByMillis() {
        return handOnByMillis;
    }

    /** So many more are missing. People are told at once that much is, however long the first of it takes. */
    void onMissing(int more) {
        boolean wasFew = of < TOLD_FROM;
        of += more;
        if (wasFew && of >= TOLD_FROM) {
            tell();
        }
    }

    void onCome(Cid id) {
        come++;
        if (learnt.isEmpty()) {
            handOnByMillis = room.host.nowMillis() + Sync.ANSWER_MILLIS_MAX;
        }
        learnt.add(id);
        Oldest.forget(learnt, ANNOUNCED_MAX + 1);
        if (of >= TOLD_FROM && come % TOLD_EVERY == 0) {
            tell();
        }
    }

    private void tell() {
        room.host.emit(new Event.CatchingUp(Math.min(come, of), of));
    }

    /** Nothing is missing any more. */
    void onAllThere() {
        if (of >= TOLD_FROM) {
            room.host.emit(new Event.CatchingUp(of, of));
        }
        of = 0;
        come = 0;
    }

    /**
     * Tells neighbours what was learnt. A few entries are announced like what has just been said, and most of the time
     * they are; were logs compared because of them, a talk in a large room would have everybody compare all the time.
     *
     * @return false where there is more than can be told, so that logs are to be compared
     */
    boolean handOn() {
        handOnByMillis = Long.MAX_VALUE;
        boolean isFew = learnt.size() <= ANNOUNCED_MAX;
        if (isFew && !learnt.isEmpty()) {
            room.broadcast.announceLate(new ArrayList<>(learnt));
        }
        learnt.clear();
        return isFew;
    }
}
