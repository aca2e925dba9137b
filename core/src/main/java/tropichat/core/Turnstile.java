package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Frame;
import tropichat.core.wire.Fragments;

/**
 * A room that only certain wallets may enter: nobody is talked to who has not shown a gatekeeper's ticket, or whose ticket
 * is over, or of whom a gatekeeper says that it holds no more what it must; and where the room has no law, nothing counts
 * that was said without one. Each peer judges for itself.
 */
final class Turnstile {
    /** From proven to let in: the other end may have to get its ticket first. A guess. */
    static final long JUDGING_MILLIS_MAX = 10_000;

    /** How long somebody stays beyond the end of a ticket: gatekeepers may be out of reach, and chains. */
    static final long GRACE_MILLIS = Ticket.LIFETIME_MILLIS_MAX;

    /** How long before its end a ticket is renewed: time for some attempts. */
    static final long RENEW_MILLIS = 2 * 60 * 1_000;

    /** After what time a ticket is asked for again that was not given: rarer than gatekeepers allow. */
    static final long RETRY_MILLIS = 15_000;

    /** Lapses that are remembered, those heard of last. Each counts for as long as tickets from before it are good. A guess. */
    static final int LAPSES_MAX = 1_024;

    private final Room room;
    private final Host host;
    private @Nullable Gating gating;

    /** Our own; null before it is given. */
    private @Nullable Ticket ticket;

    private boolean isAsking;
    private long askAtMillis = Long.MAX_VALUE;

    /** Until when the other end of each proven link has shown to be let in; what has shown nothing yet is not here. */
    private final Map<Link, Long> shown = new LinkedHashMap<>();

    private final Set<Link> proven = new LinkedHashSet<>();

    /** What links showed before it was known by what to judge it. */
    private final Map<Link, Bytes> early = new LinkedHashMap<>();

    /** When each wallet was last found to hold nothing any more, by the gatekeepers' clock. */
    private final Map<WalletAddress, Long> lapsed = new LinkedHashMap<>();

    private final Doubts doubts;

    Turnstile(Room room) {
        this.room = room;
        this.host = room.host;
        this.doubts = new Doubts(room);
    }

    boolean isOn() {
        return gating != null;
    }

    long deadlineMillis() {
        long deadline = Math.min(askAtMillis, doubts.deadlineMillis());
        for (long until : shown.values()) {
            deadline = Math.min(deadline, until + GRACE_MILLIS);
        }
        return deadline;
    }

    void tick() {
        if (host.nowMillis() >= askAtMillis) {
            ask();
        }
        doubts.tick(gating);
        for (Map.Entry<Link, Long> each : new ArrayList<>(shown.entrySet())) {
            if (host.nowMillis() >= each.getValue() + GRACE_MILLIS) {
                each.getKey().end(LinkEnd.NO_TICKET);
            }
        }
    }

    /** The server says who may enter: known before anybody is met. */
    void set(Gating now) {
        begin(now);
        want();
    }

    /** Who may enter is known, or has changed. */
    void begin(Gating now) {
        boolean isNew = !now.equals(gating);
        gating = now;
        if (isNew) {
            ticket = null;
            doubts.clear();
            // Who was let in under another rule has as long as a newcomer to show the new one's ticket.
            for (Link link : room.connections.open()) {
                proven.add(link);
                shown.put(link, host.nowMillis() + JUDGING_MILLIS_MAX - GRACE_MILLIS);
            }
        }
        Map<Link, Bytes> waiting = new LinkedHashMap<>(early);
        early.clear();
        waiting.forEach(this::onShown);
    }

    // ---- Our own ticket

    /** One is wanted from now on. */
    void want() {
        if (ticket == null && askAtMillis == Long.MAX_VALUE) {
            ask();
        }
    }

    private void ask() {
        askAtMillis = Long.MAX_VALUE;
        Gating now = gating;
        if (!isAsking && now != null) {
            isAsking = true;
            host.put(new Output.AskTicket(now.rule(), now.keepers()));
        }
    }

    /** By which we were let in; null before it is given. */
    @Nullable
    Ticket ticket() {
        return ticket;
    }

    /** What the gatekeeper gave us; null for nothing. */
    void onGiven(@Nullable Bytes given) {
        isAsking = false;
        Ticket read = given == null ? null : read(given);
        if (read == null || !isOf(read, room.self.session(), room.self.wallet())) {
            askAtMillis = host.nowMillis() + RETRY_MILLIS;
            return;
        }
        ticket = read;
        askAtMillis = Math.max(read.untilMillis() - RENEW_MILLIS, host.nowMillis() + RETRY_MILLIS);
        List<Bytes> fragments = Fragments.split(new Frame.Show(read.encode()).encode());
        proven.forEach(link -> link.send(fragments));
        if (room.law != null) {
            room.law.passage.onTicket(read);
        }
        room.speech.onTicket();
    }

    // ---- What is said

    /** Whether entries count by tickets; where the room has a law, they count by that. */
    private boolean isForEntries() {
        return gating != null && room.law == null;
    }

    /**
     * Whether an entry counts, as far as tickets tell: that of its author's profile was good when it was said, by its own
     * time, and no gatekeeper had said by then that the wallet is out.
     */
    boolean admits(Profiles.Known author, long timeMillis) {
        Gating now = gating;
        if (now == null || !isForEntries()) {
            return true;
        }
        Ticket named = author.ticket;
        return named != null && now.keepers().contains(named.keeper()) && isGoodAt(named, timeMillis);
    }

    private boolean isGoodAt(Ticket named, long timeMillis) {
        Long lapsedMillis = lapsed.get(named.finding().wallet());
        boolean isOut = lapsedMillis != null && named.fromMillis() <= lapsedMillis && timeMillis > lapsedMillis;
        return !isOut && timeMillis < named.untilMillis() + GRACE_MILLIS;
    }

    /**
     * Whether what we say has to wait for a ticket: where it counts by that alone, and where our wallet is a contract, so that
     * nothing else says to a law whose our session is.
     */
    boolean isAwaited() {
        Ticket own = ticket;
        if (isForEntries()) {
            return own == null || !isGoodAt(own, host.nowMillis());
        }
        return gating != null && room.self.isContract() && own == null;
    }

    /** Whether a newer ticket is to be named than this one, which our profile names. */
    boolean isOutdated(@Nullable Ticket named) {
        Ticket own = ticket;
        if (!isForEntries() || own == null || own.equals(named)) {
            return false;
        }
        return named == null || host.nowMillis() >= named.untilMillis() || !isGoodAt(named, host.nowMillis());
    }

    // ---- Those of others

    void onProven(Link link) {
        proven.add(link);
        if (ticket != null) {
            link.send(new Frame.Show(ticket.encode()));
        }
    }

    void onEnded(Link link) {
        proven.remove(link);
        shown.remove(link);
        early.remove(link);
    }

    /** Whether a link's other end has shown a ticket, and it is not over. */
    boolean hasShown(Link link) {
        return shown.containsKey(link);
    }

    void onShown(Link from, Bytes bytes) {
        if (gating == null) {
            if (room.law != null && room.law.record() == null) {
                early.put(from, bytes);
            }
            return;
        }
        WalletAddress account = from.claimed();
        Ticket read = read(bytes);
        if (account == null || read == null || !isOf(read, from.session, account) || hasLapsedSince(read)) {
            from.end(LinkEnd.NOT_ADMITTED);
            return;
        }
        if (distrusts(account)) {
            from.end(LinkEnd.UNFULFILLED);
            return;
        }
        host.verify(read.signatureCheck(), valid -> {
            if (!valid || hasLapsedSince(read)) {
                from.end(LinkEnd.NOT_ADMITTED);
            } else if (from.isProven()) {
                shown.put(from, read.untilMillis());
                if (room.law == null) {
                    from.admit();
                } else {
                    room.law.touch();
                }
                recheck(account);
            }
        });
    }

    private void recheck(WalletAddress wallet) {
        Gating now = gating;
        if (now != null && !isAppointed(wallet)) {
            doubts.ask(now, wallet);
        }
    }

    /** What a chain says that the host has asked itself. */
    void onRechecked(Bytes rule, WalletAddress wallet, boolean lacks) {
        Gating now = gating;
        if (now == null || !doubts.onAnswer(now, rule, wallet, lacks) || isAppointed(wallet)) {
            return;
        }
        for (Link link : new ArrayList<>(proven)) {
            if (wallet.equals(link.claimed())) {
                link.end(LinkEnd.UNFULFILLED);
            }
        }
    }

    /** Whether nothing of a wallet's is taken, whatever gatekeepers say. */
    boolean distrusts(WalletAddress wallet) {
        return doubts.areOn(wallet) && !isAppointed(wallet);
    }

    /** Whether somebody is a member already, by more than a ticket. */
    private boolean isAppointed(WalletAddress wallet) {
        return room.law != null && room.law.passage.isByMore(wallet);
    }

    private static @Nullable Ticket read(Bytes bytes) {
        try {
            return Ticket.decode(bytes);
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Whether a ticket is for this room and this somebody, as far as that can be seen without its signature. */
    private boolean isOf(Ticket read, DidKey session, WalletAddress account) {
        Gating now = gating;
        return now != null
                && read.refusal(
                                room.config.room(),
                                session,
                                account,
                                now.hash(),
                                now.keepers(),
                                host.nowMillis(),
                                GRACE_MILLIS)
                        == null;
    }

    private boolean hasLapsedSince(Ticket read) {
        Long at = lapsed.get(read.finding().wallet());
        return at != null && read.fromMillis() <= at;
    }

    // ---- Those who are out

    /** A gatekeeper's word has come, by the server or by a peer: it is checked, heeded, and passed on once. */
    void onLapse(Bytes bytes) {
        Gating now = gating;
        Lapse lapse = now == null ? null : readLapse(bytes);
        if (now == null || lapse == null || !isOurs(lapse, now) || isKnown(lapse)) {
            return;
        }
        host.verify(lapse.signatureCheck(), valid -> {
            if (valid && !isKnown(lapse)) {
                heed(lapse, bytes);
            }
        });
    }

    /** Whether no ticket makes somebody a member of a room with a law, so that nothing follows from what is said of one. */
    private boolean isExempt(WalletAddress wallet) {
        return room.law != null && !room.law.passage.isByTicket(wallet);
    }

    private static @Nullable Lapse readLapse(Bytes bytes) {
        try {
            return Lapse.decode(bytes);
        } catch (Malformed malformed) {
            return null;
        }
    }

    private boolean isOurs(Lapse lapse, Gating now) {
        return lapse.finding().room().equals(room.config.room())
                && lapse.finding().rule().equals(now.hash())
                && now.keepers().contains(lapse.keeper());
    }

    private boolean isKnown(Lapse lapse) {
        Long at = lapsed.get(lapse.finding().wallet());
        return at != null && at >= lapse.atMillis();
    }

    private void heed(Lapse lapse, Bytes bytes) {
        WalletAddress wallet = lapse.finding().wallet();
        lapsed.remove(wallet);
        lapsed.put(wallet, lapse.atMillis());
        Oldest.forget(lapsed.values(), LAPSES_MAX);
        if (ticket != null && wallet.equals(room.self.wallet()) && hasLapsedSince(ticket)) {
            ticket = null;
            want();
        }
        boolean isLawful = room.law != null && room.law.passage.heeds(lapse);
        for (Link link : isLawful || isExempt(wallet) ? List.<Link>of() : new ArrayList<>(proven)) {
            Long until = shown.get(link);
            boolean isFromBefore = until == null || until - Ticket.LIFETIME_MILLIS_MAX <= lapse.atMillis();
            if (wallet.equals(link.claimed()) && isFromBefore) {
                link.end(LinkEnd.REMOVED);
            }
        }
        List<Bytes> fragments = Fragments.split(new Frame.Lapsed(bytes).encode());
        room.connections.open().forEach(link -> link.send(fragments));
    }
}
