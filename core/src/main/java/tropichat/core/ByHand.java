package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;

/**
 * Joining by hand: a link to somebody whom no server introduced. The one who is in makes an invitation, the newcomer's
 * page replies to it, and people carry both; from there on the overlay introduces the newcomer.
 */
final class ByHand {
    /** How long an invitation and its reply are good for: two people with a telephone, and NATs that forget in between. */
    static final long CODE_MILLIS = 10 * 60 * 1000L;

    /** Invitations that wait for a reply; each holds a connection ready. */
    static final int INVITATIONS_MAX = 4;

    /** Invitations of others that are remembered as used. */
    static final int USED_MAX = 64;

    /** An own invitation, whose connection waits. */
    private record Invitation(int link, Bytes nonce, long untilMillis) {}

    private final Room room;
    private final Host host;
    private final Map<Integer, Invitation> invitations = new LinkedHashMap<>();

    /** Replies to be made, by their links. */
    private final Map<Integer, HandCode> replies = new LinkedHashMap<>();

    private final Set<Bytes> used = new LinkedHashSet<>();

    ByHand(Room room) {
        this.room = room;
        this.host = room.host;
    }

    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        for (Invitation invitation : invitations.values()) {
            deadline = Math.min(deadline, invitation.untilMillis());
        }
        return deadline;
    }

    void tick() {
        for (Invitation invitation : new ArrayList<>(invitations.values())) {
            if (host.nowMillis() >= invitation.untilMillis()) {
                withdraw(invitation);
            }
        }
    }

    private void withdraw(Invitation invitation) {
        invitations.remove(invitation.link());
        host.put(new Output.CloseLink(invitation.link()));
    }

    /** The person wants to bring somebody in. */
    void invite() {
        room.membership.begin();
        if (invitations.size() >= INVITATIONS_MAX) {
            withdraw(invitations.values().iterator().next());
        }
        int link = room.connections.reserve();
        Bytes nonce = room.chance.bytes(HandCode.NONCE_BYTES);
        invitations.put(link, new Invitation(link, nonce, host.nowMillis() + CODE_MILLIS));
        host.put(new Output.OpenLink(link, true, false, false));
    }

    /** Whether what a link's driver made is for people to carry. */
    boolean takes(int link, Signal.Kind kind, String body) {
        Invitation invitation = invitations.get(link);
        HandCode invited = replies.get(link);
        if (invitation != null && kind == Signal.Kind.OFFER) {
            make(false, invitation.nonce(), invitation.untilMillis(), body);
        } else if (invited != null && kind == Signal.Kind.ANSWER) {
            replies.remove(link);
            make(true, invited.nonce(), invited.untilMillis(), body);
        }
        return invitation != null || invited != null;
    }

    private void make(boolean reply, Bytes nonce, long untilMillis, String body) {
        HandCode code = new HandCode(
                room.config.room(),
                room.self.session(),
                reply,
                nonce,
                untilMillis,
                room.speech.profile().name(),
                body);
        host.sign(code.signable(), signature -> {
            if (signature != null) {
                host.emit(new Event.CodeMade(code.encode(signature), reply, untilMillis));
            }
        });
    }

    /** The person was given a code. */
    void take(Bytes bytes) {
        room.membership.begin();
        HandCode.Received received;
        try {
            received = HandCode.decode(bytes);
        } catch (Malformed malformed) {
            refuse(Event.CodeRefusal.MALFORMED);
            return;
        }
        Event.CodeRefusal refusal = objection(received.code());
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        host.verify(received.check(), valid -> {
            Event.CodeRefusal late = valid ? objection(received.code()) : Event.CodeRefusal.FORGED;
            if (late != null) {
                refuse(late);
            } else if (received.code().reply()) {
                accept(received.code());
            } else {
                follow(received.code());
            }
        });
    }

    private Event.@Nullable CodeRefusal objection(HandCode code) {
        if (!code.room().equals(room.config.room())) {
            return Event.CodeRefusal.WRONG_ROOM;
        }
        if (code.from().equals(room.self.session())) {
            return Event.CodeRefusal.OWN;
        }
        long left = code.untilMillis() - host.nowMillis();
        if (left < 0 || left > CODE_MILLIS + Limits.CLOCK_SKEW_MILLIS_MAX) {
            return Event.CodeRefusal.EXPIRED;
        }
        boolean unknown = code.reply() ? invited(code) == null : used.contains(code.nonce());
        return unknown ? Event.CodeRefusal.USED : null;
    }

    private @Nullable Invitation invited(HandCode reply) {
        for (Invitation invitation : invitations.values()) {
            if (invitation.nonce().equals(reply.nonce())) {
                return invitation;
            }
        }
        return null;
    }

    /** Somebody replied to an invitation of ours. */
    private void accept(HandCode reply) {
        Invitation invitation = invited(reply);
        Contact contact = room.roster.meet(reply.from());
        if (invitation == null || contact == null) {
            refuse(Event.CodeRefusal.USED);
            return;
        }
        invitations.remove(invitation.link());
        room.connections.adopt(invitation.link(), contact, reply.from());
        host.put(new Output.ApplySignal(invitation.link(), Signal.Kind.ANSWER, reply.body()));
    }

    /** Somebody invited us. */
    private void follow(HandCode invitation) {
        Contact contact = room.roster.meet(invitation.from());
        if (contact == null) {
            refuse(Event.CodeRefusal.USED);
            return;
        }
        used.add(invitation.nonce());
        Oldest.forget(used, USED_MAX);
        Link link =
                room.connections.openByHand(contact, invitation.from(), invitation.untilMillis() - host.nowMillis());
        replies.put(link.id, invitation);
        host.put(new Output.ApplySignal(link.id, Signal.Kind.OFFER, invitation.body()));
    }

    /** A link's driver gave up. */
    void onLinkClosed(int link) {
        invitations.remove(link);
    }

    private void refuse(Event.CodeRefusal refusal) {
        host.emit(new Event.CodeRefused(refusal));
    }

    void leave() {
        new ArrayList<>(invitations.values()).forEach(this::withdraw);
        replies.clear();
    }
}
