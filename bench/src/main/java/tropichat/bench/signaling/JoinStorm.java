package tropichat.bench.signaling;

import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.bench.load.Client;
import tropichat.bench.load.Login;
import tropichat.bench.load.Loop;
import tropichat.bench.load.Tally;

/** Clients that log in as fast as a server lets them. */
public final class JoinStorm {
    private final Loop loop;
    private final Tally tally;
    private final Deque<Login> waiting;
    private final Map<String, Integer> membersByRoom = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();

    public JoinStorm(Loop loop, Deque<Login> waiting) {
        this.loop = loop;
        this.tally = loop.tally();
        this.waiting = waiting;
    }

    /** Runs until all are in. */
    public List<Client> enterAll() {
        loop.runUntil("logins", tally::joined, () -> {
            open();
            return tally.joined() == clients.size();
        });
        return clients;
    }

    /** Runs until the time or the logins run out. */
    public double joinsPerSecond(long nanos) {
        long started = System.nanoTime();
        loop.runUntil("logins", tally::joined, () -> {
            open();
            return System.nanoTime() - started >= nanos || tally.joined() == clients.size();
        });
        return tally.joined() * 1e9 / (System.nanoTime() - started);
    }

    /**
     * Waits until everybody who was let in has been told of everybody who came after: n members of a room make
     * n(n-1)/2 introductions. A server that saves itself that work fails here.
     */
    void awaitIntroductions() {
        int expected = 0;
        for (int members : membersByRoom.values()) {
            expected += members * (members - 1) / 2;
        }
        int introductions = expected;
        loop.runUntil(
                "introductions",
                tally::introductions,
                () -> tally.joined() == clients.size() && tally.introductions() == introductions);
    }

    private void open() {
        while (!waiting.isEmpty() && clients.size() - tally.joined() < Lab.IN_FLIGHT) {
            Login login = waiting.remove();
            membersByRoom.merge(login.room(), 1, Integer::sum);
            clients.add(loop.open(login));
        }
    }
}
