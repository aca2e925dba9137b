package tropichat.core;

import tropichat.core.link.Frame;

/** Whether an open link lives: where nothing is heard it is asked, then its paths are looked for anew, then it ends. */
final class Pulse {
    /** After so long a silence the other end is asked for a sign of life, at the next beat: within 2 s. */
    static final long SILENCE_MILLIS = 1_000;

    /** How long the answer may take: a round trip to the far side of the world and two retransmissions. */
    static final long PROBE_MILLIS_MAX = 2_500;

    /**
     * How long new paths may take to bring a sign of life: an ICE restart takes some round trips by way of whoever carries
     * its signals, 0.2 s in the NAT laboratory; and what was lost before is sent again after 3 s at the latest
     * ({@code kMaxTimerBackoffDuration} of Chromium's SCTP).
     */
    static final long REPAIR_MILLIS_MAX = 3_500;

    /** The same for a link that the server carries, which tells when it cannot any more: 380 such links may end in it. */
    static final long RELAYED_SILENCE_MILLIS = 10_000;

    private final Room room;
    private final Host host;
    private final Link link;
    private final Contact contact;
    private long heardAtMillis;
    private boolean repairing;

    /** By when the other end must give a sign of life; {@link Long#MAX_VALUE} where it was not asked. */
    private long answerByMillis = Long.MAX_VALUE;

    Pulse(Room room, Link link) {
        this.room = room;
        this.host = room.host;
        this.link = link;
        this.contact = link.contact;
        this.heardAtMillis = room.host.nowMillis();
    }

    long deadlineMillis() {
        return answerByMillis;
    }

    void tick() {
        long lateMillis = host.nowMillis() - answerByMillis;
        if (lateMillis < 0) {
            return;
        }
        if (lateMillis > PROBE_MILLIS_MAX) {
            // The host slept, and so did what asked: an answer may have been lost, or still wait to be heard.
            ask(PROBE_MILLIS_MAX);
        } else if (isRepairable()) {
            repair();
        } else {
            link.end(LinkEnd.SILENT);
        }
    }

    /**
     * Whether new paths may help: the other end is in the room as far as is known, and no other page by now. In a large
     * room another link takes its place sooner.
     */
    private boolean isRepairable() {
        boolean there = !room.membership.isLarge() && (contact.id != null || !room.courier.isSignaling());
        return !repairing && !link.isRelayed() && there && room.courier.reaches(contact) && contact.held == null;
    }

    /** Has paths looked for anew; without a sign of life by then, the link ends. */
    void repair() {
        if (repairing) {
            return;
        }
        if (link.isRelayed()) {
            probe();
            return;
        }
        repairing = true;
        room.roster.show(contact, LinkState.CONNECTING, null);
        host.put(new Output.RepairLink(link.id));
        ask(REPAIR_MILLIS_MAX);
    }

    boolean isRepairing() {
        return repairing;
    }

    /** Asks for a sign of life; without one the link is repaired, or ends. */
    void probe() {
        if (answerByMillis == Long.MAX_VALUE) {
            ask(PROBE_MILLIS_MAX);
        }
    }

    private void ask(long millis) {
        answerByMillis = host.nowMillis() + millis;
        link.send(new Frame.Ping(0));
    }

    /** Asks where nothing has been heard for too long. */
    void beat() {
        long most = link.isRelayed() ? RELAYED_SILENCE_MILLIS : SILENCE_MILLIS;
        if (host.nowMillis() - heardAtMillis >= most) {
            probe();
        }
    }

    /** Something was heard. */
    void onHeard() {
        answerByMillis = Long.MAX_VALUE;
        heardAtMillis = host.nowMillis();
        if (contact.held != null && contact.held.unproven) {
            contact.held = null;
        }
        if (repairing) {
            repairing = false;
            room.roster.show(contact, LinkState.OPEN, null);
        }
    }

    /** The link is over. */
    void stop() {
        answerByMillis = Long.MAX_VALUE;
    }
}
