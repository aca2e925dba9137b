package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.RoomGate;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Rules;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;

/**
 * How people become members by what their wallets hold, and are none any more: a newcomer's ticket becomes a rule that lets
 * it in, of its own, since it needs nobody's leave; a gatekeeper's word on who holds nothing any more becomes one that ends
 * that, by whoever of the members is first in their order. Links are {@link Turnstile}'s matter.
 */
class Passage {
    /** After what time a rule is made once more that did not do what it was to do. A guess: some rounds. */
    static final long RETRY_MILLIS = 3_000;

    /** How often a ticket is tried: the law may have come meanwhile that it has to have seen. A guess. */
    static final int ATTEMPTS_MAX = 3;

    /** How often the first of the members who are here has those looked at who are not: as often as tickets end. */
    static final long ASK_MILLIS = Ticket.LIFETIME_MILLIS_MAX;

    /** Members who are looked at together, others each time: as many as a gatekeeper takes in one question. */
    static final int ASKED_MAX = 50;

    private final Room room;
    private final Law law;

    /** Our own; null before it is given. */
    private @Nullable Ticket ticket;

    private int attempts;
    private long passAtMillis = Long.MAX_VALUE;

    /**
     * What gatekeepers say of wallets, the last word on each, those heard of last: a rule may come that it ends, of somebody
     * who had not heard of it.
     */
    private final Map<WalletAddress, Lapse> heard = new LinkedHashMap<>();

    private long tellAtMillis = Long.MAX_VALUE;
    private long endAtMillis = Long.MAX_VALUE;
    private long askAtMillis = Long.MAX_VALUE;

    Passage(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    long deadlineMillis() {
        return Math.min(Math.min(passAtMillis, askAtMillis), Math.min(tellAtMillis, endAtMillis));
    }

    void tick() {
        long now = room.host.nowMillis();
        if (now >= passAtMillis) {
            passAtMillis = Long.MAX_VALUE;
            law.touch();
        }
        if (now >= askAtMillis) {
            askAtMillis = Long.MAX_VALUE;
            ask();
        }
        if (now >= endAtMillis) {
            endAtMillis = Long.MAX_VALUE;
            endLinks();
        }
        if (now >= tellAtMillis) {
            tellAtMillis = now + RETRY_MILLIS;
            // Our own word may have to wait for our ticket.
            if (law.decrees.areMade()) {
                owed().forEach(lapse -> law.decrees.make(new Rule.Lapsed(lapse)));
            }
        }
    }

    /** Something has become known. */
    void settle(State state) {
        if (!law.isGated()) {
            return;
        }
        if (needsTicket()) {
            room.turnstile.want();
        }
        pass();
        if (law.isMember() && askAtMillis == Long.MAX_VALUE) {
            askAtMillis = room.host.nowMillis() + room.chance.spread(ASK_MILLIS);
        }
        plan(state);
    }

    // ---- Coming in

    private boolean needsTicket() {
        Rules rules = law.rules();
        boolean isBarred = law.role() == Standing.Role.OWNER || law.role() == Standing.Role.BANNED;
        if (rules == null || isBarred) {
            return false;
        }
        // For a contract only that says to the law whose the session is.
        return !law.isMember() || rules.ticket(room.self.wallet()) != null || room.self.isContract();
    }

    /** The gatekeeper has given us one. */
    void onTicket(Ticket given) {
        ticket = given;
        attempts = 0;
        law.touch();
    }

    /** Tells the room that we are in, where somebody is there from whom its law has come. */
    private void pass() {
        boolean isBarred = law.isMember() || law.role() == Standing.Role.BANNED;
        boolean isWaiting = passAtMillis != Long.MAX_VALUE;
        Ticket own = ticket;
        if (own == null
                || isBarred
                || isWaiting
                || attempts >= ATTEMPTS_MAX
                || law.gate.proven().isEmpty()) {
            return;
        }
        attempts++;
        passAtMillis = room.host.nowMillis() + RETRY_MILLIS;
        law.decrees.make(new Rule.Pass(own));
    }

    /** Somebody has come in: whoever is first sees to it that there are keys. */
    void onPassed(WalletAddress account) {
        State state = law.state();
        if (state != null && law.isMember() && rank(state) == 0) {
            law.secrets.epochs.onGuest(account);
        }
    }

    /** Whether a member may be talked to: who is here by a ticket has to show one that is good now. */
    boolean mayPass(Link link, WalletAddress account) {
        return !isByTicket(account) || room.turnstile.hasShown(link);
    }

    /** Whether an account is a member by a ticket, so that what gatekeepers say of it counts. */
    boolean isByTicket(WalletAddress account) {
        Rules rules = law.rules();
        return rules != null && rules.ticket(account) != null;
    }

    /** Whether an account is a member by more than a ticket: it owns the room, or was appointed or let in. */
    boolean isByMore(WalletAddress account) {
        State state = law.state();
        return state != null && state.isMember(account) && !isByTicket(account);
    }

    // ---- Going out

    /** A gatekeeper has really said so. False where no rule is called for: then links are all that is to be ended. */
    boolean heeds(Lapse lapse) {
        State state = law.state();
        heard.remove(lapse.finding().wallet());
        heard.put(lapse.finding().wallet(), lapse);
        Oldest.forget(heard.values(), Turnstile.LAPSES_MAX);
        if (state == null || !isOwed(lapse)) {
            return false;
        }
        plan(state);
        return true;
    }

    /** Sees to it that the rules are made that are owed: by the first of those who are here at once. */
    private void plan(State state) {
        if (owed().isEmpty()) {
            tellAtMillis = Long.MAX_VALUE;
            endAtMillis = Long.MAX_VALUE;
        } else if (tellAtMillis == Long.MAX_VALUE) {
            int rank = Math.min(rank(state), Epochs.RANKS_MAX);
            tellAtMillis = room.host.nowMillis() + rank * Epochs.RANK_MILLIS;
            endAtMillis = room.host.nowMillis() + RETRY_MILLIS;
        }
    }

    /** Has members looked at who show no ticket: who gave away what let them in while they were away is told of by nobody. */
    private void ask() {
        State state = law.state();
        RoomRecord record = law.record();
        RoomGate gate = record == null ? null : record.gate();
        if (state == null || gate == null || !law.isMember()) {
            return;
        }
        askAtMillis = room.host.nowMillis() + room.chance.spread(ASK_MILLIS);
        List<WalletAddress> away = new ArrayList<>(state.members());
        away.removeIf(each -> !isByTicket(each) || each.equals(room.self.wallet()));
        away.removeAll(linked());
        while (away.size() > ASKED_MAX) {
            away.remove(room.chance.below(away.size()));
        }
        if (!away.isEmpty() && rank(state) == 0) {
            room.host.put(new Output.AskLapses(gate.rule(), gate.keepers(), away));
        }
    }

    /** Links end by the rule, which says why at the other end. Where none has come in time, they end without. */
    private void endLinks() {
        for (Link link : law.gate.proven()) {
            WalletAddress account = link.account();
            Lapse lapse = account == null ? null : heard.get(account);
            if (lapse != null && isOwed(lapse)) {
                link.end(LinkEnd.REMOVED);
            }
        }
    }

    /** Whether the law lacks a rule that says so: somebody is a member by a ticket that is not younger. */
    private boolean isOwed(Lapse lapse) {
        Rules rules = law.rules();
        WalletAddress wallet = lapse.finding().wallet();
        Ticket by = rules == null ? null : rules.ticket(wallet);
        boolean isOther = !wallet.equals(room.self.wallet());
        return law.isMember() && isOther && by != null && by.fromMillis() <= lapse.atMillis();
    }

    private List<Lapse> owed() {
        List<Lapse> owed = new ArrayList<>(heard.values());
        owed.removeIf(lapse -> !isOwed(lapse));
        return owed;
    }

    /** Whether somebody is about to be none any more, who must not read what is said now. */
    boolean isSomebodyToGo() {
        return !owed().isEmpty();
    }

    /** Our place among the members who are here, in the law's order. */
    private int rank(State state) {
        Set<WalletAddress> here = linked();
        owed().forEach(lapse -> here.remove(lapse.finding().wallet()));
        here.add(room.self.wallet());
        int rank = 0;
        for (WalletAddress each : state.members()) {
            if (each.equals(room.self.wallet())) {
                break;
            }
            rank += here.contains(each) ? 1 : 0;
        }
        return rank;
    }

    private Set<WalletAddress> linked() {
        Set<WalletAddress> linked = new LinkedHashSet<>();
        for (Link link : room.connections.open()) {
            WalletAddress account = link.account();
            if (account != null) {
                linked.add(account);
            }
        }
        return linked;
    }
}
