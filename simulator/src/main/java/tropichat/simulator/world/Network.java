package tropichat.simulator.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.Signal;
import tropichat.core.base.Bytes;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.NetworkPreset;

/**
 * Everything between peers: how long things take, what gets through, and the connections' drivers. A connection is a
 * reliable ordered channel, as WebRTC gives it: what is lost on the way comes later, and holds up what is behind it; a
 * peer that cannot be reached at all ends the connection after a while.
 */
final class Network {
    /** How long a page takes to make an offer or an answer; a guess from pairs that open in 35-180 ms in all. */
    private static final long DESCRIBE_MICROS = 10_000;

    /** Round trips of ICE, DTLS 1.2 (RFC 6347) and SCTP until a channel is open, half of a check overlapping. */
    private static final int ROUND_TRIPS_TO_OPEN = 4;

    /** Shortest time to a retransmission (dcSCTP's default, the SCTP of Chromium); doubles with each loss. */
    private static final long RETRANSMIT_MICROS = 400_000;

    private static final int RETRANSMISSIONS_MAX = 10;

    /** Consent to send is lost after 30 s without an answer, asked for every 4 to 6 s (RFC 7675, section 5.1). */
    private static final long CONSENT_MICROS_MIN = 24_000_000;

    private static final long CONSENT_MICROS_MAX = 30_000_000;

    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

    private final EventQueue events;
    private final NetworkPreset preset;
    private final Chance chance;
    private final Meter meter;
    private final Map<Integer, End> ends = new LinkedHashMap<>();
    private int lastEnd;
    private boolean cut;
    private boolean cutOneWay;

    /** Somebody terminates both halves of every new connection, and shows each end a certificate of their own. */
    boolean intercepted;

    Network(EventQueue events, NetworkPreset preset, Chance chance, Meter meter) {
        this.events = events;
        this.preset = preset;
        this.chance = chance;
        this.meter = meter;
    }

    // ---- How long, and whether at all

    /** A place on the map, for a new peer. */
    Node.Place place(Chance draw) {
        double access = preset.accessMillisMin() + draw.share() * (preset.accessMillisMax() - preset.accessMillisMin());
        return new Node.Place(draw.share() * preset.mapMillis(), draw.share() * preset.mapMillis(), access);
    }

    /** One way from one peer to another, with what chance adds this time. */
    long delayMicros(Node from, Node to) {
        double x = from.place.x() - to.place.x();
        double y = from.place.y() - to.place.y();
        return micros(StrictMath.sqrt(x * x + y * y) + from.place.accessMillis() + to.place.accessMillis());
    }

    private long delayMicros(End from, End to) {
        return from.relayed
                ? serverDelayMicros(from.node) + serverDelayMicros(to.node)
                : delayMicros(from.node, to.node);
    }

    /** One way between a peer and the signaling server, which stands in the middle of the map. */
    long serverDelayMicros(Node node) {
        double x = node.place.x() - preset.mapMillis() / 2;
        double y = node.place.y() - preset.mapMillis() / 2;
        return micros(StrictMath.sqrt(x * x + y * y) + node.place.accessMillis());
    }

    private long micros(double millis) {
        long micros = (long) ((millis + chance.exponential(preset.jitterMillis())) * MICROS_PER_MILLI);
        for (int lost = 0; lost < RETRANSMISSIONS_MAX && chance.happens(preset.loss()); lost++) {
            micros += RETRANSMIT_MICROS << lost;
        }
        return micros;
    }

    boolean isBlocked(Node from, Node to) {
        return cut && from.cutOff != to.cutOff && (to.cutOff || !cutOneWay);
    }

    /** The indexes of all to whom a peer's links lead, over others' links too. */
    BitSet linkedWith(Node node) {
        BitSet reached = new BitSet();
        ArrayDeque<Node> next = new ArrayDeque<>();
        next.add(node);
        reached.set(node.index);
        while (!next.isEmpty()) {
            for (End end : next.remove().ends.values()) {
                End remote = end.remote;
                if (end.isOpen() && remote != null && !isSevered(end.node, remote.node)) {
                    if (!reached.get(remote.node.index)) {
                        reached.set(remote.node.index);
                        next.add(remote.node);
                    }
                }
            }
        }
        return reached;
    }

    private boolean isSevered(Node a, Node b) {
        return isBlocked(a, b) || isBlocked(b, a);
    }

    private static boolean canConnect(Node a, Node b) {
        return switch (a.nat) {
            case NONE -> b.nat != Node.Nat.CLOSED;
            case CONE -> b.nat == Node.Nat.NONE || b.nat == Node.Nat.CONE;
            case SYMMETRIC -> b.nat == Node.Nat.NONE;
            case CLOSED -> false;
        };
    }

    // ---- A peer's driver

    void open(Node node, int link, boolean initiator, boolean polite) {
        begin(new End(++lastEnd, node, link, polite, false), initiator);
    }

    /** Makes a link that the server carries. */
    void openRelayed(Node node, int link, boolean initiator, boolean polite) {
        begin(new End(++lastEnd, node, link, polite, true), initiator);
    }

    private void begin(End end, boolean initiator) {
        ends.put(end.number, end);
        end.node.ends.put(end.link, end);
        if (initiator) {
            end.offering = true;
            describe(end, Signal.Kind.OFFER, String.valueOf(end.number));
        }
    }

    private void describe(End end, Signal.Kind kind, String body) {
        Input made = new Input.SignalMade(end.link, kind, body);
        events.after(DESCRIBE_MICROS, end.node.index, new Happening.Tell(made));
    }

    /** Applies the other end's description: an offer's body is its end, an answer's is its end and the one answered. */
    void apply(Node node, int link, Signal.Kind kind, String body) {
        End end = node.ends.get(link);
        if (end == null || end.state != End.State.NEGOTIATING) {
            return;
        }
        int colon = body.indexOf(':');
        End remote = ends.get(Integer.parseInt(colon < 0 ? body : body.substring(0, colon)));
        switch (kind) {
            case OFFER -> {
                if (remote != null && (!end.offering || end.polite)) {
                    end.offering = false;
                    end.remote = remote;
                    describe(end, Signal.Kind.ANSWER, end.number + ":" + remote.number);
                }
            }
            case ANSWER -> {
                boolean own = body.substring(colon + 1).equals(String.valueOf(end.number));
                if (remote != null && own && end.offering) {
                    end.offering = false;
                    end.remote = remote;
                    connect(end, remote);
                }
            }
            case CANDIDATE, DECLINE -> {}
        }
    }

    private void connect(End offerer, End answerer) {
        if (offerer.relayed) {
            establish(offerer, answerer);
            return;
        }
        if (!canConnect(offerer.node, answerer.node)) {
            return;
        }
        long micros = 0;
        for (int i = 0; i < ROUND_TRIPS_TO_OPEN; i++) {
            micros += delayMicros(offerer.node, answerer.node) + delayMicros(answerer.node, offerer.node);
        }
        events.act(micros, "channel", () -> establish(offerer, answerer));
    }

    private void establish(End offerer, End answerer) {
        boolean wanted = offerer.state == End.State.NEGOTIATING
                && answerer.state == End.State.NEGOTIATING
                && answerer.remote == offerer;
        if (!wanted || (!offerer.relayed && isSevered(offerer.node, answerer.node))) {
            return;
        }
        opened(offerer, answerer, 0);
        opened(answerer, offerer, delayMicros(offerer, answerer));
        if (preset.resetMinutes() > 0 && !offerer.relayed) {
            long lifeMicros = (long) chance.exponential(preset.resetMinutes() * MICROS_PER_MINUTE);
            events.act(lifeMicros, "reset", () -> breakBoth(offerer));
        }
    }

    private void opened(End end, End remote, long afterMicros) {
        end.state = End.State.OPEN;
        end.openedAtMicros = events.nowMicros();
        end.lastArrivalMicros = events.nowMicros() + afterMicros;
        end.node.openLinks++;
        meter.onLinks(end.node);
        String shown = intercepted ? "sha-256 of the one in the middle" : remote.fingerprint();
        Input input = new Input.LinkOpened(end.link, end.fingerprint(), shown);
        events.after(afterMicros, end.node.index, new Happening.Tell(input));
    }

    void send(Node node, int link, boolean bulk, Bytes fragment) {
        End end = node.ends.get(link);
        if (end != null && end.isOpen() && end.remote != null) {
            meter.onSent(fragment.length());
            if (end.relayed) {
                meter.onRelayed();
                carry(end, end.remote, bulk, fragment);
            } else if (isBlocked(node, end.remote.node)) {
                end.held.add(new End.Held(bulk, fragment));
            } else {
                carry(end, end.remote, bulk, fragment);
            }
        }
    }

    private void carry(End from, End to, boolean bulk, Bytes fragment) {
        long sendMicros = (long) (fragment.length() * MICROS_PER_SECOND / preset.uplinkBytesPerSecond());
        from.node.uplinkFreeAtMicros = Math.max(from.node.uplinkFreeAtMicros, events.nowMicros()) + sendMicros;
        long arrival = from.node.uplinkFreeAtMicros + delayMicros(from, to);
        to.lastArrivalMicros = Math.max(to.lastArrivalMicros, arrival);
        Input input = new Input.FragmentReceived(to.link, bulk, fragment);
        events.at(to.lastArrivalMicros, to.node.index, new Happening.Tell(input));
    }

    /** Who sends on a node's link; null where the link is not open any more. */
    @Nullable
    Node sender(Node node, int link) {
        End end = node.ends.get(link);
        return end == null || !end.isOpen() || end.remote == null ? null : end.remote.node;
    }

    /** The peer wants its end closed: the other end hears of it behind everything that was sent. */
    void close(Node node, int link) {
        End end = node.ends.get(link);
        if (end != null) {
            boolean open = end.isOpen();
            forget(end);
            if (open && end.remote != null && end.remote.remote == end) {
                closeFarEnd(end, end.remote);
            }
        }
    }

    private void closeFarEnd(End end, End far) {
        if (!end.relayed && isBlocked(end.node, far.node)) {
            loseConsent(far);
        } else {
            long arrival = Math.max(far.lastArrivalMicros, events.nowMicros() + delayMicros(end, far));
            events.at(arrival, -1, new Happening.Act("closed", () -> lose(far)));
        }
    }

    /** The driver finds its connection dead. */
    private void lose(End end) {
        if (end.state != End.State.CLOSED) {
            forget(end);
            end.node.tell(new Input.LinkClosed(end.link));
        }
    }

    private void loseConsent(End end) {
        long micros = chance.between(CONSENT_MICROS_MIN, CONSENT_MICROS_MAX);
        events.act(micros, "consent lost", () -> lose(end));
    }

    private void breakBoth(End end) {
        if (end.isOpen() && end.remote != null) {
            End remote = end.remote;
            lose(end);
            lose(remote);
        }
    }

    private void forget(End end) {
        if (end.isOpen()) {
            end.node.openLinks--;
        }
        end.state = End.State.CLOSED;
        end.held.clear();
        ends.remove(end.number);
        end.node.ends.remove(end.link);
    }

    // ---- What goes wrong

    /** A peer ends: with its page closed the channels close, without power they only fall silent. */
    void end(Node node, boolean silently) {
        for (End end : new ArrayList<>(node.ends.values())) {
            End remote = end.remote;
            boolean open = end.isOpen();
            forget(end);
            if (open && remote != null && silently) {
                loseConsent(remote);
            } else if (open && remote != null) {
                closeFarEnd(end, remote);
            }
        }
    }

    /** A peer falls asleep: who does not hear from it for long enough gives the connection up. */
    void sleep(Node node) {
        for (End end : node.ends.values()) {
            long micros = chance.between(CONSENT_MICROS_MIN, CONSENT_MICROS_MAX);
            int since = node.naps;
            events.act(micros, "consent asleep", () -> {
                if (node.asleep && node.naps == since && end.isOpen()) {
                    breakBoth(end);
                }
            });
        }
    }

    void cut(boolean oneWay) {
        cut = true;
        cutOneWay = oneWay;
        for (End end : ends.values()) {
            if (end.isOpen() && end.remote != null && isSevered(end.node, end.remote.node)) {
                long micros = chance.between(CONSENT_MICROS_MIN, CONSENT_MICROS_MAX);
                events.act(micros, "consent cut", () -> loseWhereCut(end));
            }
        }
    }

    private void loseWhereCut(End end) {
        if (cut && end.isOpen() && end.remote != null && isSevered(end.node, end.remote.node)) {
            lose(end);
        }
    }

    /** What could not get through and still has a channel goes on its way. */
    void heal() {
        cut = false;
        List<End> open = new ArrayList<>(ends.values());
        for (End end : open) {
            while (end.remote != null && !end.held.isEmpty()) {
                End.Held next = end.held.remove();
                carry(end, end.remote, next.bulk(), next.fragment());
            }
        }
    }
}
