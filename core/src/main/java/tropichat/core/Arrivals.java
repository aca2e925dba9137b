package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.State;

/**
 * Members at the ends of our links whose devices the law does not name yet: they have just come. In a forward-secret room
 * they read what is said in epochs that were begun for their devices, and nothing before; so what we say waits a little.
 */
final class Arrivals {
    /** How long a device has to be told of: a round or two, a key made and kept, and two signatures. A guess. */
    static final long DEVICE_MILLIS = 2_000;

    /** Sessions of which it is remembered that they were waited for. A guess. */
    static final int SESSIONS_MAX = 256;

    private final Room room;
    private final Law law;

    /** When each was seen first: nobody has us wait twice. */
    private final Map<DidKey, Long> sinceMillis = new LinkedHashMap<>();

    private long untilMillis = Long.MAX_VALUE;

    Arrivals(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    long deadlineMillis() {
        return untilMillis;
    }

    void tick() {
        if (room.host.nowMillis() >= untilMillis) {
            untilMillis = Long.MAX_VALUE;
            room.speech.go();
        }
    }

    /** Whether somebody is to be waited for before anything is said. */
    boolean isWaiting(State state) {
        untilMillis = Long.MAX_VALUE;
        for (Link link : law.gate.proven()) {
            WalletAddress account = link.account();
            if (link.isOpen() && account != null && !isNamed(state, account, link.session)) {
                Long first = sinceMillis.putIfAbsent(link.session, room.host.nowMillis());
                Oldest.forget(sinceMillis.values(), SESSIONS_MAX);
                long until = (first == null ? room.host.nowMillis() : first) + DEVICE_MILLIS;
                if (room.host.nowMillis() < until) {
                    untilMillis = Math.min(untilMillis, until);
                }
            }
        }
        return untilMillis != Long.MAX_VALUE;
    }

    private static boolean isNamed(State state, WalletAddress account, DidKey session) {
        return Granting.find(state.devices(account), session) != null;
    }
}
