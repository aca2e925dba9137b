package tropichat.core;

import java.util.ArrayList;
import java.util.List;

/**
 * A description that came through the server for a member with an open link, and what belongs to it. It counts once it is
 * proven; one that would take the link's place also counts once the link has given no sign of life.
 */
final class HeldSignals {
    /** What a connection has at most: its offer and some dozen candidates. */
    static final int SIGNALS_MAX = 64;

    private final List<Signal> signals = new ArrayList<>();

    /** Nothing proves it: only the link's end could let it count. */
    final boolean unproven;

    HeldSignals(Signal description, boolean unproven) {
        this.unproven = unproven;
        signals.add(description);
    }

    /** Takes a signal that belongs to the description; false where it is another connection's. */
    boolean takes(Signal signal) {
        boolean own = signal.isOfSameConnection(signals.get(0));
        if (own && signals.size() < SIGNALS_MAX) {
            signals.add(signal);
        }
        return own;
    }

    /** The description, then what belongs to it. */
    List<Signal> signals() {
        return signals;
    }
}
