package tropichat.bench.gates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tropichat.bench.load.Cargo;
import tropichat.bench.load.Client;
import tropichat.bench.load.SignalFrames;

/** Signals that one client sends another, and how long each was under way. */
final class Pings {
    private static final Cargo CARGO = Cargo.signal("{\"type\":\"candidate\",\"candidate\":\"ping\"}");

    private final SignalFrames frames;

    /** When those under way should have left; they arrive in order. */
    private final Deque<Long> due = new ArrayDeque<>();

    final List<Long> delays = new ArrayList<>();

    Pings(Client sender, Client receiver) {
        frames = new SignalFrames(sender, receiver, CARGO, 1);
        receiver.expect(sender.peerId(), CARGO, this::onArrived);
    }

    void send(long dueNanos) {
        due.add(dueNanos);
        frames.send(1);
    }

    private void onArrived(int count) {
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            delays.add(now - due.remove());
        }
    }

    long arrived() {
        return delays.size();
    }

    boolean isQuiet() {
        return due.isEmpty();
    }
}
