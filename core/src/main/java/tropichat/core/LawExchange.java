package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.link.Knock;
import tropichat.core.link.LawMessage;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rules;
import tropichat.core.wire.Cid;

/**
 * How the law becomes the same for all: whoever is linked, let in or not, tells where its rules end, and is given those
 * that none of these ends has seen. A new rule goes to everybody at once.
 */
class LawExchange {
    /** How often the law is compared with a neighbour's, by half more or less: as what is said is. */
    static final long COMPARE_MILLIS = Sync.COMPARE_MILLIS;

    /** How soon rules that came many together are told of: more come with them. */
    static final long SPREAD_MILLIS = Sync.SPREAD_MILLIS;

    /** Rules that are told of one by one; of more, others learn by comparing. */
    static final int SPREAD_MAX = 16;

    private final Room room;
    private final Law law;
    final RuleIntake intake;

    /** What has come, and by which link, if by any, and is to be told to the others. */
    private final Map<Cid, @Nullable Link> fresh = new LinkedHashMap<>();

    private boolean checkingRecord;
    private long compareAtMillis = Long.MAX_VALUE;
    private long spreadAtMillis = Long.MAX_VALUE;

    LawExchange(Room room, Law law) {
        this.room = room;
        this.law = law;
        this.intake = new RuleIntake(room, law);
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

    /** A rule of somebody else's has been taken: the others are told. */
    void onTaken(Cid id, @Nullable Link from) {
        fresh.put(id, from);
        spreadAtMillis = Math.min(spreadAtMillis, room.host.nowMillis() + (fresh.size() > 1 ? SPREAD_MILLIS : 0));
    }

    /** Something came that has seen what is not here: whoever gave it is told what is. */
    private void askAgain(Link from) {
        if (from.isProven()) {
            send(from, false, null);
        }
    }

    private void spreadFresh() {
        spreadAtMillis = Long.MAX_VALUE;
        boolean isMany = fresh.size() > SPREAD_MAX;
        for (Link link : law.gate.proven()) {
            if (isMany) {
                send(link, true, null);
            } else {
                giveFresh(link);
            }
        }
        fresh.clear();
    }

    /** What has come and was not told of yet, before a link ends because of it: the other end may not know why. */
    void giveFresh(Link link) {
        List<Cid> news = new ArrayList<>();
        fresh.forEach((id, from) -> {
            if (from != link && news.size() < SPREAD_MAX) {
                news.add(id);
            }
        });
        giveAll(link, news);
    }

    // ---- What comes

    private void onRules(Link from, LawMessage.Rules message) {
        Bytes record = message.record();
        Map<Cid, Bytes> profiles = Claimed.byId(message.profiles(), room.config.hashes());
        try {
            if (record != null && law.record() == null && !checkingRecord) {
                check(record, valid -> {
                    if (!valid) {
                        from.end(LinkEnd.ENTRY_FORGED);
                    }
                });
            }
            for (Bytes block : message.blocks()) {
                intake.add((rule, fate) -> onFate(from, rule, fate), block, profiles);
            }
        } catch (Malformed malformed) {
            from.end(LinkEnd.MALFORMED);
        }
        intake.conclude();
    }

    private void onFate(Link from, Cid rule, RuleIntake.Fate fate) {
        switch (fate) {
            case TAKEN -> onTaken(rule, from);
            case EARLY -> askAgain(from);
            case FORGED -> from.end(LinkEnd.ENTRY_FORGED);
            case KNOWN, MUCH, NAMELESS, REFUSED -> {}
        }
    }

    /** Has a record verified, and takes it if it is this room's; tells whether its signatures are right. */
    void check(Bytes block, Consumer<Boolean> tell) throws Malformed {
        RoomRecord.Received received = RoomRecord.decode(block, room.config.hashes());
        if (!received.id().equals(law.charter.room())) {
            throw new Malformed(Malformed.Reason.FIELD, "another room's record");
        }
        // Only now: whoever gives something else must not keep others from giving the record.
        checkingRecord = true;
        verifyAll(received.checks(), 0, valid -> {
            checkingRecord = false;
            if (valid) {
                law.begin(block, received);
                intake.conclude();
            } else {
                // Nobody can have made another of the same name: so the room itself is none.
                room.host.emit(new Event.Denied(Event.Denial.RECORD_WRONG));
            }
            tell.accept(valid);
        });
    }

    private void verifyAll(List<SignatureCheck> checks, int at, Consumer<Boolean> then) {
        if (at == checks.size()) {
            then.accept(true);
            return;
        }
        room.host.verify(checks.get(at), valid -> {
            if (valid) {
                verifyAll(checks, at + 1, then);
            } else {
                then.accept(false);
            }
        });
    }
}
