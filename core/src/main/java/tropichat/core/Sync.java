package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.link.Frame;
import tropichat.core.sync.Reconciliation;
import tropichat.core.wire.Cid;

/**
 * How logs become the same: two linked peers compare theirs by ranges ({@link Reconciliation}), and each asks for what it
 * has not, the newest first. They do so when a link opens, now and then with a neighbour by chance, and with all others
 * once something was learnt that way: so it goes round a room whose halves have met again.
 *
 * <p>What travels is asked for in small parts and on a channel of its own, so that what is being said just now never waits
 * for what was said long ago; and whatever has come stays, so that the next link goes on where one broke.
 */
final class Sync {
    /** How often a peer compares its log with a neighbour's, by half more or less: a guess. */
    static final long COMPARE_MILLIS = 60_000;

    /** How soon after having learnt something a peer compares with its other neighbours: many come together then. */
    static final long SPREAD_MILLIS = 300;

    /** How long the answer to anything may take; a megabyte on a phone's uplink takes as long. */
    static final long ANSWER_MILLIS_MAX = 30_000;

    /** Entries of which it is remembered that they do not count; of a closed room some may be many, from before our time. */
    static final int REFUSED_MAX = 65_536;

    private final Room room;
    private final Hashes hashes;
    private final Map<Link, Exchange> exchanges = new LinkedHashMap<>();
    private final Giving giving;

    /** What has been asked for, and of whom. */
    private final Map<Cid, Link> asked = new LinkedHashMap<>();

    private final LinkedHashSet<Cid> refused = new LinkedHashSet<>();
    private long compareAtMillis = Long.MAX_VALUE;
    private long spreadAtMillis = Long.MAX_VALUE;

    private final CatchUp catchUp;

    Sync(Room room) {
        this.room = room;
        this.hashes = room.config.hashes();
        this.giving = room.giving;
        this.catchUp = new CatchUp(room);
    }

    // ---- When

    long deadlineMillis() {
        long deadline = Math.min(Math.min(compareAtMillis, spreadAtMillis), catchUp.handOnByMillis());
        for (Exchange exchange : exchanges.values()) {
            deadline = Math.min(deadline, exchange.deadlineMillis());
        }
        return deadline;
    }

    void tick() {
        long nowMillis = room.host.nowMillis();
        for (Exchange exchange : new ArrayList<>(exchanges.values())) {
            if (nowMillis >= exchange.answerByMillis()) {
                exchange.giveUp();
                forgetAsked(exchange.link);
                pumpIdle();
            } else if (nowMillis >= exchange.deadlineMillis()) {
                pump(exchange);
            }
        }
        if (nowMillis >= compareAtMillis) {
            planNext();
            List<Link> open = room.connections.open();
            if (!open.isEmpty()) {
                compare(room.chance.pick(open));
            }
        }
        if (nowMillis >= catchUp.handOnByMillis()) {
            handOn();
        }
        if (nowMillis >= spreadAtMillis) {
            spreadAtMillis = Long.MAX_VALUE;
            compareWithAll();
        }
    }

    private void planNext() {
        compareAtMillis = room.connections.open().isEmpty()
                ? Long.MAX_VALUE
                : room.host.nowMillis() + room.chance.spread(COMPARE_MILLIS);
    }

    /** The host has told all that it keeps: only now are our ranges what we have. */
    void begin() {
        compareWithAll();
    }

    private void compareWithAll() {
        for (Link link : room.connections.open()) {
            compare(link);
        }
    }

    /** A link has opened; one end begins. */
    void onUp(Link link) {
        exchanges.put(link, new Exchange(room, link));
        if (compareAtMillis == Long.MAX_VALUE) {
            planNext();
        }
        if (room.self.session().compareTo(link.session) < 0) {
            compare(link);
        }
    }

    /** A link is over: what it owed is asked of others. */
    void onDown(Link link) {
        Exchange exchange = exchanges.remove(link);
        if (exchanges.isEmpty()) {
            compareAtMillis = Long.MAX_VALUE;
            spreadAtMillis = Long.MAX_VALUE;
        }
        if (exchange != null && exchange.isBusy()) {
            forgetAsked(link);
            if (!exchanges.isEmpty()) {
                spreadSoon();
            }
            pumpIdle();
        }
    }

    private void forgetAsked(Link link) {
        asked.values().removeIf(holder -> holder == link);
    }

    private void compare(Link link) {
        Exchange exchange = exchanges.get(link);
        if (exchange != null && !room.restoring && !exchange.isComparing()) {
            exchange.compare(Reconciliation.begin(room.log.keys(), room.log.floor(), hashes));
        }
    }

    // ---- Comparing

    void onCompare(Link from, Frame.Compare compare) {
        if (room.restoring) {
            // Our ranges would miss what is kept here; we begin ourselves as soon as they do not.
            from.sendBulk(new Frame.Compared(Reconciliation.NOTHING, true));
            return;
        }
        try {
            List<Bytes> answers = Reconciliation.answer(room.log.keys(), room.log.floor(), compare.message(), hashes);
            for (int i = 0; i < answers.size(); i++) {
                from.sendBulk(new Frame.Compared(answers.get(i), i == answers.size() - 1));
            }
        } catch (Malformed malformed) {
            from.end(LinkEnd.MALFORMED);
        }
    }

    void onCompared(Link from, Frame.Compared compared) {
        Exchange exchange = exchanges.get(from);
        if (exchange == null || !exchange.isComparing()) {
            return;
        }
        try {
            Reconciliation.Step step =
                    Reconciliation.step(room.log.keys(), room.log.floor(), compared.message(), hashes);
            offer(from, step.have());
            exchange.onCompared(
                    step.next(),
                    compared.last(),
                    step.have().isEmpty() && step.need().isEmpty());
            need(exchange, cids(step.need()));
            pump(exchange);
        } catch (Malformed malformed) {
            from.end(LinkEnd.MALFORMED);
        }
    }

    private static void offer(Link link, List<Bytes> have) {
        List<Cid> ids = cids(have);
        for (int at = 0; at < ids.size(); at += Frame.IDS_MAX) {
            link.sendBulk(new Frame.Offer(ids.subList(at, Math.min(at + Frame.IDS_MAX, ids.size()))));
        }
    }

    private static List<Cid> cids(List<Bytes> digests) {
        List<Cid> ids = new ArrayList<>(digests.size());
        for (Bytes digest : digests) {
            ids.add(Cid.ofDigest(digest));
        }
        return ids;
    }

    void onOffer(Link from, Frame.Offer offer) {
        Exchange exchange = exchanges.get(from);
        if (exchange != null && !room.restoring) {
            need(exchange, offer.ids());
            pump(exchange);
        }
    }

    // ---- Asking

    private void need(Exchange exchange, List<Cid> ids) {
        int more = 0;
        for (Cid id : ids) {
            if (isWanting(id) && exchange.need(id) && !asked.containsKey(id)) {
                more++;
            }
        }
        catchUp.onMissing(more);
    }

    private boolean isWanting(Cid id) {
        return !room.log.contains(id) && !refused.contains(id);
    }

    private void pump(Exchange exchange) {
        exchange.pump(this::isWanting, asked);
        settle();
    }

    /** What one did not give the others may have. */
    private void pumpIdle() {
        for (Exchange exchange : new ArrayList<>(exchanges.values())) {
            if (exchange.isIdle()) {
                exchange.pump(this::isWanting, asked);
            }
        }
        settle();
    }

    void onWant(Link from, Frame.Want want) {
        Exchange exchange = exchanges.get(from);
        if (exchange == null) {
            return;
        }
        if (exchange.onQuestion()) {
            giving.give(from, want.ids(), false, exchange::onAnswer);
        } else {
            from.end(LinkEnd.FLOOD);
        }
    }

    /** Somebody asks for one entry that was said some time ago. */
    void give(Link to, Cid id) {
        if (room.log.contains(id)) {
            giving.give(to, List.of(id), true, () -> {});
        }
    }

    // ---- What comes

    void onEntries(Link from, Frame.Entries entries) {
        Exchange exchange = exchanges.get(from);
        if (exchange == null) {
            return;
        }
        Map<Cid, Bytes> profiles = Claimed.byId(entries.profiles(), hashes);
        for (Bytes block : entries.blocks()) {
            Cid id = Cid.ofBlock(block, hashes);
            // What was not asked for is a graft's answer, if anything: the entry itself says whether it counts.
            asked.remove(id, from);
            exchange.onCame(id);
            room.broadcast.onCopy(from, id);
            if (!room.log.contains(id)) {
                examine(exchange, block, id, profiles);
            }
        }
        if (!from.isOpen()) {
            // One of them ended the link: nothing more is to be asked there.
            return;
        }
        if (entries.last()) {
            for (Cid id : exchange.onAnswered()) {
                asked.remove(id, from);
            }
        }
        pump(exchange);
        pumpIdle();
    }

    private void examine(Exchange exchange, Bytes block, Cid id, Map<Cid, Bytes> profiles) {
        if (!exchange.hold(block.length())) {
            exchange.link.end(LinkEnd.FLOOD);
            return;
        }
        try {
            Claimed claimed = Claimed.read(room, block, id);
            claimed.verify(profiles, verdict -> onVerdict(exchange, claimed, verdict));
        } catch (Malformed malformed) {
            exchange.link.end(LinkEnd.MALFORMED);
        }
    }

    private void onVerdict(Exchange exchange, Claimed claimed, Claimed.Verdict verdict) {
        exchange.release(claimed.block.length());
        switch (verdict) {
            case TRUE -> onTrue(claimed);
            case FORGED -> {
                refuse(claimed.id);
                exchange.link.end(LinkEnd.ENTRY_FORGED);
            }
            case EARLY -> room.broadcast.onEarly(exchange.link, claimed);
            // Some are asked for again once what is wanting has come.
            case UNCOVERED, UNLAWFUL, LOCKED -> refuse(claimed.id);
            // Whoever gave it took us to know who spoke.
            case NAMELESS -> room.broadcast.onNameless(exchange.link, claimed.id, true);
        }
        if (exchange.link.isOpen()) {
            // What has been verified makes room for what is asked for.
            pump(exchange);
        } else {
            settle();
        }
    }

    private void onTrue(Claimed claimed) {
        if (!room.take(claimed, Output.Origin.LATE)) {
            return;
        }
        room.broadcast.onTaken(claimed.id);
        room.receipts.onTaken(claimed.id, claimed.author());
        catchUp.onCome(claimed.id);
    }

    /** Has the other links compared with soon: they may lack what is new here. */
    void spreadSoon() {
        spreadAtMillis = Math.min(spreadAtMillis, room.host.nowMillis() + SPREAD_MILLIS);
    }

    /** What counted for nothing may count by what has come since. */
    void reconsider() {
        if (!refused.isEmpty()) {
            refused.clear();
            spreadSoon();
        }
    }

    /** An entry counts for nothing, so that it is not asked for. */
    void refuse(Cid id) {
        refused.add(id);
        Oldest.forget(refused, REFUSED_MAX);
    }

    /** Says so once nothing is missing any more, and hands on what was learnt. */
    private void settle() {
        for (Exchange exchange : exchanges.values()) {
            if (exchange.isBusy()) {
                return;
            }
        }
        catchUp.onAllThere();
        handOn();
    }

    private void handOn() {
        if (!catchUp.handOn()) {
            spreadSoon();
        }
    }
}
