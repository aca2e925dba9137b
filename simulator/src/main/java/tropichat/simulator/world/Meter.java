package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import tropichat.simulator.scenario.Scenario;

/** What goes over the network, counted, and how it stood at each second. */
final class Meter {
    private final EventQueue events;
    private final int linksCap;
    private final long linksFromMicros;
    private final List<Outcome.Second> samples = new ArrayList<>();
    private int linksMax;
    private long fragments;
    private long bytes;
    private long signals;
    private long relayed;
    private long loginsRefused;

    Meter(EventQueue events, Scenario scenario) {
        this.events = events;
        this.linksCap = scenario.linksCap();
        this.linksFromMicros = scenario.linksFromMicros();
    }

    /** A peer has one link more, or is counted for the first time. */
    void onLinks(Node node) {
        if (events.nowMicros() < linksFromMicros) {
            return;
        }
        linksMax = Math.max(linksMax, node.openLinks);
        if (node.openLinks > linksCap) {
            throw new Violation(node.name() + " has " + node.openLinks + " open links, above the cap of " + linksCap);
        }
    }

    void onSent(int length) {
        fragments++;
        bytes += length;
    }

    /** A fragment that the server carries. */
    void onRelayed() {
        relayed++;
    }

    void onSignal() {
        signals++;
    }

    void onLoginRefused() {
        loginsRefused++;
    }

    void sample(long micros, List<Node> nodes, long shown) {
        int living = 0;
        long links = 0;
        int most = 0;
        for (Node node : nodes) {
            if (node.alive) {
                living++;
                links += node.openLinks;
                most = Math.max(most, node.openLinks);
            }
        }
        samples.add(new Outcome.Second(micros, living, living == 0 ? 0 : (double) links / living, most, bytes, shown));
    }

    List<Outcome.Second> samples() {
        return samples;
    }

    int linksMax() {
        return linksMax;
    }

    long fragments() {
        return fragments;
    }

    long bytes() {
        return bytes;
    }

    long relayed() {
        return relayed;
    }

    long signals() {
        return signals;
    }

    long loginsRefused() {
        return loginsRefused;
    }
}
