package tropichat.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.gossip.PassiveView;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/** What walks through a large room from link to link: newcomers, and samples of who is there (HyParView). */
final class Walks {
    /** Steps of a newcomer's and a sample's walk (section 5.1). */
    static final int ACTIVE_WALK = 6;

    /** Steps before the end at which a newcomer is taken note of (section 5.1). */
    static final int PASSIVE_WALK = 3;

    /** Linked and other members in a sample (section 5.1: ka and kp). */
    static final int SAMPLE_ACTIVE = 3;

    static final int SAMPLE_PASSIVE = 4;

    /** How often a sample goes on its walk; the paper has no time, and a guess. */
    static final long SHUFFLE_MILLIS = 30_000;

    private final Room room;
    private final PartialView view;
    private final PassiveView passive;

    Walks(Room room, PartialView view, PassiveView passive) {
        this.room = room;
        this.view = view;
        this.passive = passive;
    }

    /** A newcomer comes by: it is offered a link, taken note of, sent on. */
    void onForward(Link from, Frame.Forward forward) {
        PeerRecord newcomer = forward.newcomer();
        Contact known = room.roster.bySession(newcomer.session());
        boolean linked = known != null && known.link != null;
        boolean ends = forward.walk() == 0 || room.connections.openCount() == 1 || view.hasRoom();
        if (!linked && ends && view.welcomes(false)) {
            view.connect(newcomer, from);
            return;
        }
        if (!linked && forward.walk() <= PASSIVE_WALK) {
            learn(newcomer, from);
        }
        Link next = forward.walk() == 0 ? null : anyBut(from, newcomer.session());
        if (next != null) {
            next.send(new Frame.Forward(newcomer, forward.walk() - 1));
        }
    }

    private @Nullable Link anyBut(Link from, DidKey session) {
        List<Link> others = room.connections.open();
        others.removeIf(link -> link == from || link.session.equals(session));
        return others.isEmpty() ? null : room.chance.pick(others);
    }

    /** Sends a sample of whom we know on its way. */
    void shuffle() {
        List<Link> open = room.connections.open();
        PeerRecord own = room.membership.record();
        if (!open.isEmpty() && own != null) {
            Link link = room.chance.pick(open);
            link.send(new Frame.Shuffle(own, ACTIVE_WALK, sample(link)));
        }
    }

    private List<PeerRecord> sample(@Nullable Link except) {
        List<PeerRecord> records = room.membership.linkedRecords(except);
        while (records.size() > SAMPLE_ACTIVE) {
            records.remove(room.chance.below(records.size()));
        }
        records.addAll(passive.sample(SAMPLE_PASSIVE));
        return records;
    }

    /** A sample comes by: it is sent on, or taken over and answered. */
    void onShuffle(Link from, Frame.Shuffle shuffle) {
        Link next = shuffle.walk() == 0 ? null : anyBut(from, shuffle.origin().session());
        if (next != null) {
            next.send(new Frame.Shuffle(shuffle.origin(), shuffle.walk() - 1, shuffle.sample()));
            return;
        }
        room.courier.forward(
                shuffle.origin().session(), new Frame.Sample(shuffle.origin().session(), 0, sample(null)), null);
        learn(shuffle.origin(), from);
        for (PeerRecord record : shuffle.sample()) {
            learn(record, from);
        }
    }

    /** Takes note of a member of whom a link told. */
    void learn(PeerRecord record, Link from) {
        Contact known = room.roster.bySession(record.session());
        boolean usable = known == null || known.isToBeLinked();
        if (usable && !record.session().equals(room.self.session())) {
            room.courier.learn(record.session(), from);
            passive.add(record.session(), record.id(), record, from.session);
        }
    }
}
