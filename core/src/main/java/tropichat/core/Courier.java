package tropichat.core;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.link.Way;

/**
 * Signals on their way: through the server while it is there, or sealed and signed through peers. Ways through peers are
 * learnt as a switch learns its ports: where somebody's name or signal came from is the way to them.
 */
final class Courier {
    /** Members to whom a way is remembered; the way that was used longest ago is forgotten. */
    static final int ROUTES_MAX = 512;

    /** Links that a signal takes at most: an active walk there, and as much again where the room has changed since. */
    static final int HOPS_MAX = 12;

    /** Signals that wait to be signed and sealed: each connection of a full mesh has an offer and some dozen candidates. */
    static final int QUEUE_MAX = 1_024;

    /** Signals of others that wait to be opened and verified. */
    static final int OPENING_MAX = 64;

    private record Letter(Contact to, Signal signal) {}

    private final Room room;
    private final Host host;
    private final Map<DidKey, Integer> routes = new LinkedHashMap<>();
    private final ArrayDeque<Letter> queue = new ArrayDeque<>();
    private boolean sending;
    private int opening;
    private boolean signaling;

    Courier(Room room) {
        this.room = room;
        this.host = room.host;
    }

    void setSignaling(boolean there) {
        signaling = there;
    }

    boolean isSignaling() {
        return signaling;
    }

    // ---- Which way

    /** Whether a signal can be sent to the member at all. */
    boolean reaches(Contact contact) {
        return (signaling && contact.id != null) || reachesByPeers(contact);
    }

    private boolean reachesByPeers(Contact contact) {
        return contact.record != null && room.connections.openCount() > 0;
    }

    /** Whether the next connection is signalled through peers: where the server cannot, and every other time it failed. */
    boolean prefersPeers(Contact contact) {
        boolean server = signaling && contact.id != null;
        return !server || (contact.failures % 2 == 1 && reachesByPeers(contact));
    }

    /** Somebody's name came over this link: so may what is sent to them. */
    void learn(DidKey who, Link via) {
        if (who.equals(via.session) || who.equals(room.self.session())) {
            return;
        }
        routes.remove(who);
        routes.put(who, via.id);
        Oldest.forget(routes.values(), ROUTES_MAX);
    }

    private @Nullable Link next(DidKey to, @Nullable Link from) {
        Contact contact = room.roster.bySession(to);
        Link open = contact == null ? null : contact.openLink();
        if (open != null) {
            return open;
        }
        Integer id = routes.get(to);
        Link link = id == null ? null : room.connections.find(id);
        return link != null && link.isOpen() && link != from ? link : null;
    }

    /** Sends a frame on towards a member; false where no way is known. */
    boolean forward(DidKey to, Frame frame, @Nullable Link from) {
        Link link = next(to, from);
        if (link == null) {
            return false;
        }
        link.send(frame);
        return true;
    }

    // ---- Out

    void send(Contact to, Signal signal) {
        if (queue.size() < QUEUE_MAX) {
            queue.add(new Letter(to, signal));
            sendNext();
        }
    }

    // One after the other, so that candidates do not overtake their offer.
    void sendNext() {
        while (!sending && !queue.isEmpty()) {
            Letter letter = queue.element();
            PeerRecord own = room.membership.record();
            if (signaling && letter.to.id != null && !letter.to.byPeers) {
                queue.remove();
                sendByServer(letter, letter.to.id);
            } else if (own != null) {
                queue.remove();
                sending = true;
                sendByPeers(letter, own);
            } else {
                return;
            }
        }
    }

    private void sendByServer(Letter letter, String id) {
        Signal signal = letter.signal;
        DidKey to = letter.to.session;
        // In a large room, which counts its links closely, an offer that waits to be signed is one too many
        // (overlay-100).
        boolean opens = !letter.to.isLinkedDirectly();
        if (to == null || !signal.isDescription() || (opens && room.membership.isLarge())) {
            host.put(new Output.SendSignal(id, signal));
            return;
        }
        sending = true;
        long now = host.nowMillis();
        host.sign(DescriptionProof.signable(room.config.room(), room.self.session(), to, now, signal), signature -> {
            if (signature != null) {
                host.put(new Output.SendSignal(id, signal.proven(new DescriptionProof(now, signature))));
            }
            goOn();
        });
    }

    private void sendByPeers(Letter letter, PeerRecord own) {
        DidKey to = letter.to.session;
        PeerRecord record = letter.to.record;
        if (to == null || record == null) {
            goOn();
        } else if (letter.to.recordTrusted) {
            sign(letter, to, record, own);
        } else {
            host.verify(record.check(room.config.room()), valid -> {
                letter.to.onRecordChecked(record, valid);
                if (valid) {
                    sign(letter, to, record, own);
                } else {
                    // Somebody told an untruth; perhaps another record is known.
                    queue.addFirst(letter);
                    goOn();
                }
            });
        }
    }

    private void goOn() {
        sending = false;
        sendNext();
    }

    private void sign(Letter letter, DidKey to, PeerRecord record, PeerRecord own) {
        SealedSignal content = new SealedSignal(to, own, host.nowMillis(), letter.signal);
        host.sign(content.signable(), signature -> {
            if (signature == null) {
                goOn();
                return;
            }
            host.seal(Output.Purpose.SIGNAL, record.sealing(), content.encode(signature), letterSealed -> {
                if (letterSealed != null && letterSealed.length() <= Limits.SIGNAL_BYTES_MAX) {
                    route(to, new Frame.Routed(new Way(to, room.self.session(), 0), letterSealed));
                }
                goOn();
            });
        });
    }

    // Where no way is known, a small room is asked on all links: somebody is linked with whom it is for.
    private void route(DidKey to, Frame.Routed routed) {
        if (!forward(to, routed, null) && !room.membership.isLarge()) {
            for (Link link : room.connections.open()) {
                link.send(routed);
            }
        }
    }

    // ---- In and through

    /** Whether what came over a link is for us; else it goes on, so far as it may. */
    boolean arrives(Way way, Link from, Function<Way, Frame> frame) {
        learn(way.from(), from);
        boolean ours = way.to().equals(room.self.session());
        if (!ours && way.hops() < HOPS_MAX) {
            forward(way.to(), frame.apply(way.further()), from);
        }
        return ours;
    }

    void onRouted(Link from, Frame.Routed routed) {
        boolean ours = arrives(routed.way(), from, way -> new Frame.Routed(way, routed.sealed()));
        if (ours && opening < OPENING_MAX) {
            opening++;
            host.unseal(
                    Output.Purpose.SIGNAL,
                    routed.sealed(),
                    content -> onOpened(routed.way().from(), content));
        }
    }

    private void onOpened(DidKey from, @Nullable Bytes content) {
        SealedSignal.Opened opened = content == null ? null : read(from, content);
        if (opened == null) {
            opening--;
            return;
        }
        SignatureCheck check = opened.check();
        host.verify(check, valid -> {
            opening--;
            if (valid) {
                deliver(from, opened.content());
            }
        });
    }

    private SealedSignal.@Nullable Opened read(DidKey from, Bytes content) {
        try {
            SealedSignal.Opened opened = SealedSignal.decode(content);
            SealedSignal signal = opened.content();
            long age = Math.abs(host.nowMillis() - signal.timeMillis());
            boolean fits = signal.to().equals(room.self.session())
                    && signal.from().session().equals(from)
                    && age <= Limits.CLOCK_SKEW_MILLIS_MAX;
            return fits ? opened : null;
        } catch (Malformed malformed) {
            return null;
        }
    }

    private void deliver(DidKey from, SealedSignal sealed) {
        boolean offer = sealed.signal().kind() == Signal.Kind.OFFER;
        Contact contact = offer ? room.roster.meet(from) : room.roster.bySession(from);
        if (contact == null) {
            return;
        }
        contact.learn(sealed.from(), true);
        if (offer) {
            if (sealed.timeMillis() <= contact.offeredAtMillis) {
                return;
            }
            contact.offeredAtMillis = sealed.timeMillis();
            contact.byPeers = true;
        }
        room.connections.onSignal(contact, sealed.signal(), true);
    }

    void leave() {
        queue.clear();
        routes.clear();
        signaling = false;
    }
}
