package tropichat.core;

import java.util.ArrayDeque;
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
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.link.Knock;
import tropichat.core.link.LawMessage;
import tropichat.core.rules.Added;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Ruled;
import tropichat.core.rules.Rules;
import tropichat.core.wire.Cid;

/**
 * How the law becomes the same for all: whoever is linked, let in or not, tells where its rules end, and is given those
 * that none of these ends has seen. A new rule goes to everybody at once.
 */
final class LawExchange {
    /** How often the law is compared with a neighbour's, by half more or less: as what is said is. */
    static final long COMPARE_MILLIS = Sync.COMPARE_MILLIS;

    /** How soon rules that came many together are told of: more come with them. */
    static final long SPREAD_MILLIS = Sync.SPREAD_MILLIS;

    /** Rules that are told of one by one; of more, others learn by comparing. */
    static final int SPREAD_MAX = 16;

    /** Rules on their way to being believed, and their bytes. Guesses; what is above comes again. */
    static final int WAITING_MAX = 4_096;

    static final int WAITING_BYTES_MAX = 8 * 1024 * 1024;

    /** A rule as it came. */
    private static final class Arrival {
        final Link from;
        final Bytes block;
        final RuleEntry.Received received;
        final Profiles.Known profile;
        int checks = 2;
        boolean forged;

        /** What its signatures are right for; null before they are found so. */
        @Nullable
        Ruled ruled;

        boolean proving;

        Arrival(Link from, Bytes block, RuleEntry.Received received, Profiles.Known profile) {
            this.from = from;
            this.block = block;
            this.received = received;
            this.profile = profile;
        }
    }

    private final Room room;
    private final Law law;
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private final Set<Cid> under = new LinkedHashSet<>();

    /** Rules that count nowhere, so that they are not verified again. */
    private final Set<Cid> refused = new LinkedHashSet<>();

    /** What has come, and of whom, and is to be told to the others. */
    private final Map<Cid, Link> fresh = new LinkedHashMap<>();

    private int waitingBytes;
    private boolean checkingRecord;
    private boolean concluding;
    private long compareAtMillis = Long.MAX_VALUE;
    private long spreadAtMillis = Long.MAX_VALUE;

    LawExchange(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    long deadlineMillis() {
        return Math.min(compareAtMillis, spreadAtMillis);
    }

    void tick() {
        if (room.host.nowMillis() >= compareAtMillis) {
            compareAtMillis = Long.MAX_VALUE;
            List<Link> proven = law.gate.proven();
            if (!proven.isEmpty()) {
                send(room.chance.pick(proven), true, null);
                planNext();
            }
        }
        if (room.host.nowMillis() >= spreadAtMillis) {
            spreadFresh();
        }
    }

    private void planNext() {
        compareAtMillis = Math.min(compareAtMillis, room.host.nowMillis() + room.chance.spread(COMPARE_MILLIS));
    }

    // ---- Comparing

    /** The other end of a link has proven who it is: both tell what they have. */
    void greet(Link link, @Nullable Knock knock) {
        send(link, false, knock);
        planNext();
    }

    private void send(Link link, boolean asks, @Nullable Knock knock) {
        Rules rules = law.rules();
        List<Cid> heads = rules == null ? List.of() : rules.heads();
        link.send(new Frame.OfLaw(new LawMessage.Heads(some(heads), rules != null, asks, knock)));
    }

    /** As many as one message names, others each time. */
    private List<Cid> some(List<Cid> heads) {
        List<Cid> some = new ArrayList<>(heads);
        while (some.size() > LawMessage.HEADS_MAX) {
            some.remove(room.chance.below(some.size()));
        }
        return some;
    }

    void onMessage(Link from, LawMessage message) {
        switch (message) {
            case LawMessage.Heads heads when from.rates.history() -> onHeads(from, heads);
            case LawMessage.Heads ignored -> from.end(LinkEnd.FLOOD);
            case LawMessage.Rules rules -> onRules(from, rules);
            case LawMessage.Denied denied -> law.gate.onDenied(from, denied.why());
        }
    }

    private void onHeads(Link from, LawMessage.Heads heads) {
        Rules rules = law.rules();
        if (rules != null && from.rates.law()) {
            give(from, rules, heads);
        }
        if (heads.asks() && lacksSome(rules, heads)) {
            send(from, false, null);
        }
        if (heads.knock() != null) {
            law.gate.onKnock(from, heads.knock());
        }
    }

    private static boolean lacksSome(@Nullable Rules rules, LawMessage.Heads heads) {
        for (Cid head : heads.heads()) {
            if (rules == null || !rules.contains(head)) {
                return true;
            }
        }
        return rules == null && heads.record();
    }

    private void give(Link to, Rules rules, LawMessage.Heads heads) {
        Bytes record = law.recordBlock();
        if (!heads.record() && record != null) {
            to.send(new Frame.OfLaw(new LawMessage.Rules(record, List.of(), List.of())));
        }
        giveAll(to, rules.beyond(heads.heads()));
    }

    private void giveAll(Link to, List<Cid> ids) {
        List<Giving.Given> given = new ArrayList<>();
        for (Cid id : ids) {
            Law.Kept kept = law.kept(id);
            if (kept != null) {
                given.add(new Giving.Given(kept.block(), kept.profile()));
            }
        }
        if (!given.isEmpty()) {
            room.giving.withProfiles(
                    to,
                    given,
                    false,
                    (blocks, profiles, last) -> new Frame.OfLaw(new LawMessage.Rules(null, blocks, profiles)));
        }
    }

    /** A rule of our own goes to everybody. */
    void spread(Cid id) {
        for (Link link : law.gate.proven()) {
            giveAll(link, List.of(id));
        }
    }

    private void spreadFresh() {
        spreadAtMillis = Long.MAX_VALUE;
        boolean isMany = fresh.size() > SPREAD_MAX;
        for (Link link : law.gate.proven()) {
            if (isMany) {
                send(link, true, null);
            } else {
                List<Cid> news = new ArrayList<>();
                fresh.forEach((id, from) -> {
                    if (from != link) {
                        news.add(id);
                    }
                });
                giveAll(link, news);
            }
        }
        fresh.clear();
    }

    // ---- What comes

    private void onRules(Link from, LawMessage.Rules message) {
        Bytes record = message.record();
        if (record != null && law.record() == null && !checkingRecord) {
            check(from, record);
        }
        Map<Cid, Bytes> profiles = Claimed.byId(message.profiles(), room.config.hashes());
        try {
            for (Bytes block : message.blocks()) {
                add(from, block, profiles);
            }
        } catch (Malformed malformed) {
            from.end(LinkEnd.MALFORMED);
        }
        conclude();
    }

    private void check(Link from, Bytes block) {
        try {
            RoomRecord.Received received = RoomRecord.decode(block, room.config.hashes());
            if (!received.id().equals(law.charter.room())) {
                throw new Malformed(Malformed.Reason.FIELD, "another room's record");
            }
            checkingRecord = true;
            verifyAll(received.checks(), 0, valid -> {
                checkingRecord = false;
                if (valid) {
                    law.begin(block, received);
                    conclude();
                } else {
                    // Nobody can have made another of the same name: so the room itself is none.
                    room.host.emit(new Event.Denied(Event.Denial.RECORD_WRONG));
                    from.end(LinkEnd.ENTRY_FORGED);
                }
            });
        } catch (Malformed malformed) {
            from.end(LinkEnd.MALFORMED);
        }
    }

    private interface WhenChecked {
        void hear(boolean valid);
    }

    private void verifyAll(List<SignatureCheck> checks, int at, WhenChecked then) {
        if (at == checks.size()) {
            then.hear(true);
            return;
        }
        room.host.verify(checks.get(at), valid -> {
            if (valid) {
                verifyAll(checks, at + 1, then);
            } else {
                then.hear(false);
            }
        });
    }

    private void add(Link from, Bytes block, Map<Cid, Bytes> profiles) throws Malformed {
        Cid id = Cid.ofBlock(block, room.config.hashes());
        Rules rules = law.rules();
        boolean isKnown = rules != null && rules.contains(id);
        boolean isMuch = waiting.size() >= WAITING_MAX || waitingBytes + block.length() > WAITING_BYTES_MAX;
        if (isKnown || isMuch || refused.contains(id) || !under.add(id)) {
            return;
        }
        RuleEntry.Received received = RuleEntry.decode(block, room.config.hashes());
        if (!received.entry().envelope().room().equals(room.config.room())) {
            throw new Malformed(Malformed.Reason.FIELD, "a rule of another room");
        }
        Profiles.Known profile = profile(received, profiles);
        if (profile == null) {
            // Whoever gave it took us to know who spoke: it is given again when we tell what we lack.
            under.remove(id);
            return;
        }
        Arrival arrival = new Arrival(from, block, received, profile);
        waiting.add(arrival);
        waitingBytes += block.length();
        room.profiles.whenVerified(profile, valid -> onChecked(arrival, valid));
        room.host.verify(received.check(), valid -> onChecked(arrival, valid));
    }

    private Profiles.@Nullable Known profile(RuleEntry.Received received, Map<Cid, Bytes> profiles) throws Malformed {
        Cid named = received.entry().envelope().profile();
        if (named == null) {
            throw new Malformed(Malformed.Reason.FIELD, "a rule without an author");
        }
        Profiles.Known known = room.profiles.find(named);
        Bytes sent = profiles.get(named);
        return known != null || sent == null ? known : room.profiles.read(sent, named);
    }

    private void onChecked(Arrival arrival, boolean valid) {
        arrival.forged |= !valid;
        arrival.checks--;
        conclude();
    }

    /** Takes what has been checked, in the order in which it came: each after those that it has seen. */
    private void conclude() {
        if (concluding || law.record() == null) {
            return;
        }
        concluding = true;
        Arrival next = waiting.peek();
        while (next != null && next.checks == 0 && !next.proving) {
            if (!conclude(next)) {
                break;
            }
            waiting.remove();
            waitingBytes -= next.block.length();
            under.remove(next.received.id());
            next = waiting.peek();
        }
        concluding = false;
    }

    /** False where its proof is to be checked first. */
    private boolean conclude(Arrival arrival) {
        Rules rules = law.rules();
        Ruled ruled = arrival.ruled == null ? ruled(arrival) : arrival.ruled;
        if (rules == null || ruled == null) {
            refuse(arrival);
            return true;
        }
        SignatureCheck proof = arrival.ruled == null ? rules.proof(ruled) : null;
        arrival.ruled = ruled;
        if (proof == null) {
            take(arrival, ruled);
            return true;
        }
        arrival.proving = true;
        room.host.verify(proof, valid -> {
            arrival.proving = false;
            arrival.forged |= !valid;
            conclude();
        });
        return false;
    }

    /** What the arrival says, where its signatures are right and it can be read. */
    private @Nullable Ruled ruled(Arrival arrival) {
        RuleEntry.Received received = arrival.received;
        boolean isAuthors = arrival.profile.isProven()
                && room.profiles.covers(
                        arrival.profile,
                        received.entry().envelope().author(),
                        received.entry().envelope().timeMillis());
        try {
            return arrival.forged || !isAuthors ? null : law.open(received, arrival.profile.about.wallet());
        } catch (Malformed malformed) {
            return null;
        }
    }

    private void refuse(Arrival arrival) {
        refused.add(arrival.received.id());
        Oldest.forget(refused, Sync.REFUSED_MAX);
        if (arrival.forged) {
            arrival.from.end(LinkEnd.ENTRY_FORGED);
        }
    }

    private void take(Arrival arrival, Ruled ruled) {
        if (arrival.forged) {
            refuse(arrival);
            return;
        }
        switch (law.take(ruled, arrival.block)) {
            case Added.Taken ignored -> {
                fresh.put(ruled.id(), arrival.from);
                spreadAtMillis =
                        Math.min(spreadAtMillis, room.host.nowMillis() + (fresh.size() > 1 ? SPREAD_MILLIS : 0));
            }
            case Added.Known ignored -> {}
            case Added.Missing ignored -> {
                if (arrival.from.isProven()) {
                    send(arrival.from, false, null);
                }
            }
            case Added.Refused why -> {
                // Above a bound on their number: somebody may come to build on it.
                boolean isFull = why.reason() == Added.Reason.FULL || why.reason() == Added.Reason.ACCOUNT_FULL;
                if (!isFull) {
                    refuse(arrival);
                }
            }
        }
    }
}
