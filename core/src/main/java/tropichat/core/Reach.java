package tropichat.core;

import tropichat.core.base.Limits;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/**
 * Whether members without a link of ours are reached through others, in a small room. Whoever misses a link says so on the
 * links that it has, by a record of now that everybody passes on once: who hears of it knows that there is a way.
 */
final class Reach {
    /** How long a link may be missing until others are asked: most connections are there sooner. */
    static final long SILENCE_MILLIS = 3_000;

    /** How often it is said again while a link is missing. */
    static final long REPEAT_MILLIS = 10_000;

    /** How soon it may be said again, because somebody was heard of who may not have heard of us. */
    static final long ANSWER_MILLIS = 2_000;

    /** How long somebody counts as reached after it was heard of: twice missed, and some delay. */
    static final long GOOD_MILLIS = 2 * REPEAT_MILLIS + 5_000;

    private final Room room;
    private final Host host;
    private long sayAtMillis = Long.MAX_VALUE;
    private long saidAtMillis;

    Reach(Room room) {
        this.room = room;
        this.host = room.host;
    }

    long deadlineMillis() {
        return sayAtMillis;
    }

    /** A link is missing. */
    void want() {
        sayAtMillis = Math.min(sayAtMillis, host.nowMillis() + SILENCE_MILLIS);
    }

    /** Whether a member was heard of through others of late, and some others are still there. */
    boolean has(Contact contact) {
        return room.connections.openCount() > 0 && host.nowMillis() - contact.reachedAtMillis <= GOOD_MILLIS;
    }

    void tick() {
        if (host.nowMillis() < sayAtMillis) {
            return;
        }
        sayAtMillis = Long.MAX_VALUE;
        if (room.membership.isLarge() || !room.courier.isSignaling() || !isLinkMissing()) {
            return;
        }
        saidAtMillis = host.nowMillis();
        sayAtMillis = saidAtMillis + REPEAT_MILLIS;
        if (room.connections.openCount() > 0) {
            room.membership.renew(this::say);
        }
    }

    private boolean isLinkMissing() {
        for (Contact contact : room.roster.all()) {
            boolean wanted = contact.session != null && contact.state != LinkState.REFUSED;
            if (wanted && contact.id != null && !contact.isLinked()) {
                return true;
            }
        }
        return false;
    }

    private void say(PeerRecord record) {
        for (Link link : room.connections.open()) {
            link.send(new Frame.Forward(record, Walks.ACTIVE_WALK));
        }
    }

    // Its own link says nothing of others.
    private void note(Link from, Contact contact) {
        if (from.contact == contact) {
            return;
        }
        boolean lost = !has(contact);
        contact.reachedAtMillis = host.nowMillis();
        if (lost && !contact.isLinked()) {
            long soonest = Math.max(host.nowMillis(), saidAtMillis + ANSWER_MILLIS);
            sayAtMillis = Math.min(sayAtMillis, soonest);
        }
    }

    /** A member that is known already says that it misses links. */
    void onForward(Link from, Contact contact, Frame.Forward forward) {
        PeerRecord said = forward.newcomer();
        PeerRecord known = contact.record;
        boolean news = known == null || said.timeMillis() > known.timeMillis();
        if (!news || Math.abs(host.nowMillis() - said.timeMillis()) > Limits.CLOCK_SKEW_MILLIS_MAX) {
            return;
        }
        contact.learn(said, false);
        host.verify(said.check(room.config.room()), valid -> {
            contact.onRecordChecked(said, valid);
            if (valid) {
                room.membership.pass(from, forward);
                note(from, contact);
            }
        });
    }
}
