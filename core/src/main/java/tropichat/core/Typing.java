package tropichat.core;

import tropichat.core.link.Frame;

/**
 * What others are told of the person's writing: that it begins, that it goes on, before they would take it to have ended, and
 * that it has ended. Never more often than every two seconds: who says one thing after the other is seen to write anyway.
 */
final class Typing {
    /** From one time that it is told to the next, at least. */
    static final long PAUSE_MILLIS = 2_000;

    /** When it is told again, where it goes on: well before it counts no more. */
    static final long AGAIN_MILLIS = Roster.TYPING_MILLIS - PAUSE_MILLIS;

    private final Room room;

    /** Whether others have been told, and not that it has ended. */
    private boolean told;

    /** When it is told next; never where the person does not write. */
    private long dueAtMillis = Long.MAX_VALUE;

    /** Not before it is told again. */
    private long pauseUntilMillis;

    Typing(Room room) {
        this.room = room;
    }

    long deadlineMillis() {
        return dueAtMillis;
    }

    void tick() {
        long nowMillis = room.host.nowMillis();
        if (nowMillis >= dueAtMillis) {
            told = true;
            pauseUntilMillis = nowMillis + PAUSE_MILLIS;
            dueAtMillis = nowMillis + AGAIN_MILLIS;
            tell(true);
        }
    }

    void set(boolean writes) {
        if (!writes && told) {
            tell(false);
        }
        if (!writes) {
            end();
        } else if (dueAtMillis == Long.MAX_VALUE) {
            dueAtMillis = pauseUntilMillis;
            tick();
        }
    }

    /** What was written is said, which tells the same. */
    void end() {
        told = false;
        dueAtMillis = Long.MAX_VALUE;
    }

    private void tell(boolean writes) {
        for (Link link : room.connections.open()) {
            link.send(new Frame.Typing(writes));
        }
    }
}
