package tropichat.server.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Ticket;

/** Wallets that are asked about from time to time, and of which nobody could tell lately whether they pass. */
final class Unanswered {
    /** Those of whom this is remembered, asked about last. As many as are watched. */
    static final int WALLETS_MAX = Gatekeeper.WATCHED_MAX;

    /** Between two questions of one silence: members have each other looked at twice in that time. */
    static final long PAUSE_MILLIS_MAX = 2 * Ticket.LIFETIME_MILLIS_MAX;

    private record Silence(long sinceMillis, long lastMillis) {}

    private final Map<Watched, Silence> silences = new LinkedHashMap<>();

    /** Somebody could tell. */
    void onAnswer(Watched whom) {
        silences.remove(whom);
    }

    /**
     * Nobody could tell.
     *
     * @return for how long that has been so whenever it was asked, milliseconds
     */
    long onSilence(Watched whom, long nowMillis) {
        Silence before = silences.remove(whom);
        boolean isSame = before != null && nowMillis - before.lastMillis() <= PAUSE_MILLIS_MAX;
        long since = before != null && isSame ? before.sinceMillis() : nowMillis;
        silences.put(whom, new Silence(since, nowMillis));
        Oldest.forget(silences.values(), WALLETS_MAX);
        return nowMillis - since;
    }
}
