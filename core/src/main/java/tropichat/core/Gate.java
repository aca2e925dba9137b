package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Frame;
import tropichat.core.link.Knock;
import tropichat.core.link.LawMessage;
import tropichat.core.link.LawMessage.Why;
import tropichat.core.rules.Invitation;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;

/**
 * Who is let in: links whose other end has proven who it is, and is not yet a member by the rules that are here. Each end
 * judges for itself, once it knows the law; so what one sends early waits at the other.
 */
class Gate {
    /** From proven to let in: some rounds of talk, and a newcomer's admission. A guess. */
    static final long JUDGING_MILLIS_MAX = 10_000;

    /** How much longer a newcomer waits: a member has the word to say why it is not let in. A guess. */
    static final long WORD_MILLIS = 5_000;

    /** Members whose word on us is remembered until we know them. A guess. */
    static final int DENIALS_MAX = 64;

    /** How long one member has to let us in before the next is asked. A guess: some rounds, and a signature. */
    static final long KNOCK_MILLIS = 3_000;

    private final Room room;
    private final Law law;
    private final Set<Link> proven = new LinkedHashSet<>();

    /** Whom we have shown our invitation. */
    private final Set<Link> shown = new LinkedHashSet<>();

    /** Who has said that we are not let in, and why: heeded once we know them to be members. */
    private final Map<WalletAddress, Why> denials = new LinkedHashMap<>();

    private long knockAtMillis = Long.MAX_VALUE;

    Gate(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    /** Links whose ends have proven who they are, let in or not: rules go to all of them. */
    List<Link> proven() {
        return new ArrayList<>(proven);
    }

    long deadlineMillis() {
        return knockAtMillis;
    }

    void tick() {
        if (room.host.nowMillis() >= knockAtMillis) {
            knockAtMillis = Long.MAX_VALUE;
            knock();
        }
    }

    void onProven(Link link) {
        proven.add(link);
        law.touch();
        law.exchange.greet(link, knockFor(link));
        judge(link);
    }

    void onEnded(Link link) {
        if (proven.remove(link) && shown.remove(link)) {
            knock();
        }
    }

    // ---- Knocking

    /** What to show over a link that has just opened: one member at a time is asked, so that one rule lets us in. */
    private @Nullable Knock knockFor(Link link) {
        boolean isAsking = knockAtMillis != Long.MAX_VALUE;
        return law.isMember() || isAsking ? null : show(link);
    }

    private @Nullable Knock show(Link link) {
        Knock knock = law.charter.knock();
        if (knock != null) {
            shown.add(link);
            knockAtMillis = room.host.nowMillis() + KNOCK_MILLIS;
        }
        return knock;
    }

    private void knock() {
        if (law.isMember()) {
            return;
        }
        for (Link link : proven) {
            if (!shown.contains(link) && mayLetUsIn(link)) {
                law.exchange.greet(link, show(link));
                return;
            }
        }
    }

    /** Whether a member is at the other end, as far as we know. */
    private boolean mayLetUsIn(Link link) {
        State state = law.state();
        WalletAddress account = link.account();
        return account != null && (state == null || state.isMember(account));
    }

    // ---- Judging

    /** Something has become known: everybody is judged again. */
    void settle(State state) {
        if (law.isMember()) {
            knockAtMillis = Long.MAX_VALUE;
        }
        heedDenials(state);
        for (Link link : proven()) {
            judge(link);
        }
    }

    private void judge(Link link) {
        RoomRecord record = law.record();
        State state = law.state();
        if (record == null || state == null) {
            return;
        }
        WalletAddress account = link.account();
        Standing standing = account == null ? null : state.standing(account);
        boolean belongs = switch (record.policy()) {
            case OPEN -> standing == null || standing.role() != Standing.Role.BANNED;
            case INVITE, GATE -> standing != null && standing.isMember();
        };
        if (belongs && (account == null || law.passage.mayPass(link, account))) {
            link.admit();
        } else if (!belongs && link.isOpen()) {
            law.exchange.giveFresh(link);
            link.end(LinkEnd.REMOVED);
        }
        // Whoever is not let in, banned or not, is given the rules meanwhile: it may not have heard of those about
        // itself.
    }

    /** How long a link may stay undecided. */
    long judgingMillisMax() {
        return law.isMember() ? JUDGING_MILLIS_MAX : JUDGING_MILLIS_MAX + WORD_MILLIS;
    }

    /** The time for it is over. */
    void onUndecided(Link link) {
        if (law.isMember()) {
            deny(link, isBanned(link) ? Why.BANNED : unwelcome());
        } else {
            // Whoever is none itself cannot say so.
            link.end(LinkEnd.HANDSHAKE_TIMEOUT);
        }
    }

    private Why unwelcome() {
        State state = law.state();
        if (!law.isGated() || state == null) {
            return Why.NOT_INVITED;
        }
        return isFull(state) ? Why.FULL : Why.NO_TICKET;
    }

    private static boolean isFull(State state) {
        return state.members().size() >= state.settings().capacity();
    }

    private boolean isBanned(Link link) {
        State state = law.state();
        WalletAddress account = link.account();
        return state != null && account != null && state.standing(account).role() == Standing.Role.BANNED;
    }

    private void deny(Link link, Why why) {
        if (link.isProven() && law.isMember()) {
            link.send(new Frame.OfLaw(new LawMessage.Denied(why)));
        }
        link.end(LinkEnd.NOT_ADMITTED);
    }

    void onDenied(Link from, Why why) {
        WalletAddress account = from.account();
        if (account != null && denials.size() < DENIALS_MAX) {
            denials.put(account, why);
            law.touch();
        }
        from.end(LinkEnd.NOT_ADMITTED);
    }

    private void heedDenials(State state) {
        for (Map.Entry<WalletAddress, Why> each : new ArrayList<>(denials.entrySet())) {
            if (state.isMember(each.getKey())) {
                denials.remove(each.getKey());
                if (!law.isMember()) {
                    room.host.emit(new Event.Denied(denial(each.getValue())));
                }
            }
        }
    }

    private static Event.Denial denial(Why why) {
        return switch (why) {
            case NOT_INVITED -> Event.Denial.NOT_INVITED;
            case INVITATION_OVER -> Event.Denial.INVITATION_OVER;
            case INVITATION_VOID -> Event.Denial.INVITATION_USED;
            case BANNED -> Event.Denial.BANNED;
            case FULL -> Event.Denial.FULL;
            case NO_TICKET -> Event.Denial.NO_TICKET;
        };
    }

    // ---- Letting in

    void onKnock(Link from, Knock knock) {
        State state = law.state();
        WalletAddress account = from.account();
        boolean isMember = state != null && account != null && state.isMember(account);
        // Where wallets must hold something, links hold an invitation only because all of them do.
        if (state == null || account == null || !law.isMember() || isMember || law.isGated()) {
            return;
        }
        State.Invited invited = invited(state, knock);
        Why refusal = refusal(state, account, invited);
        if (refusal != null || invited == null) {
            deny(from, refusal == null ? Why.INVITATION_VOID : refusal);
            return;
        }
        SignatureCheck check = new SignatureCheck.BySession(
                knock.invitation(), Invitation.signable(law.charter.room(), account, from.session), knock.proof());
        room.host.verify(check, valid -> {
            if (!valid) {
                from.end(LinkEnd.PROOF_INVALID);
            } else if (from.isProven()) {
                law.decrees.make(new Rule.Admit(account, from.session, invited.id(), knock.proof()));
            }
        });
    }

    private static State.@Nullable Invited invited(State state, Knock knock) {
        for (State.Invited invited : state.invitations()) {
            if (invited.invite().key().equals(knock.invitation())) {
                return invited;
            }
        }
        return null;
    }

    private @Nullable Why refusal(State state, WalletAddress account, State.@Nullable Invited invited) {
        if (state.standing(account).role() == Standing.Role.BANNED) {
            return Why.BANNED;
        }
        if (invited == null || invited.usesLeft() < 1) {
            return Why.INVITATION_VOID;
        }
        if (room.host.nowMillis() >= invited.invite().expiresAtMillis()) {
            return Why.INVITATION_OVER;
        }
        return isFull(state) ? Why.FULL : null;
    }
}
