package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.Added;
import tropichat.core.rules.RoomGate;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Ruled;
import tropichat.core.rules.Rules;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/**
 * The law of a room that belongs to somebody, as this peer has it: the record, the rules, and what follows from them for
 * links, keys and what was said. How it comes from others is {@link LawExchange}, who is let in by it {@link Gate}, what we
 * add to it {@link Decrees}, and what only members read {@link Secrets}.
 */
class Law {
    /** A rule as it is handed on, with the profile that says whose it is. */
    record Kept(Bytes block, @Nullable Cid profile, long timeMillis) {}

    final Charter charter;
    final @Nullable RoomKey key;
    final LawExchange exchange;
    final Gate gate;
    final Passage passage;
    final Decrees decrees;
    final Secrets secrets;
    private final Room room;
    private final Host host;
    private final WalletAddress self;
    private final Map<Cid, Kept> kept = new LinkedHashMap<>();

    /** Whose the sessions are that have made rules. */
    private final Map<DidKey, WalletAddress> accounts = new LinkedHashMap<>();

    private @Nullable Bytes recordBlock;
    private @Nullable RoomRecord record;
    private @Nullable Rules rules;
    private Standing.Role role = Standing.Role.NONE;
    private boolean changed;

    /** Archives whose law is on its way: nothing follows from a part of it. */
    int importing;

    /** Who waits until everything has followed. */
    private final List<Runnable> waiting = new ArrayList<>();

    /** Another device of ours has said that this session is none any more. */
    private boolean withdrawn;

    Law(Room room, Charter charter, @Nullable RoomKey key) {
        this.room = room;
        this.host = room.host;
        this.charter = charter;
        this.key = key;
        this.self = room.self.wallet();
        this.exchange = new LawExchange(room, this);
        this.gate = new Gate(room, this);
        this.passage = new Passage(room, this);
        this.decrees = new Decrees(room, this);
        this.secrets = new Secrets(room, this);
        Bytes own = charter.record();
        if (own != null) {
            begin(own);
        }
    }

    long deadlineMillis() {
        long entering = Math.min(gate.deadlineMillis(), passage.deadlineMillis());
        return Math.min(exchange.deadlineMillis(), Math.min(entering, secrets.epochs.deadlineMillis()));
    }

    void tick() {
        exchange.tick();
        gate.tick();
        passage.tick();
        secrets.epochs.tick();
    }

    /** What this device opens by itself; a host that keeps none enters no closed room. */
    Device device() {
        Device own = room.self.device();
        if (own == null) {
            throw new IllegalStateException("a closed room without a device");
        }
        return own;
    }

    // ---- What is known

    /** Null until the record has come. */
    @Nullable
    Rules rules() {
        return rules;
    }

    @Nullable
    RoomRecord record() {
        return record;
    }

    /** Whether wallets must hold something to be here. */
    boolean isGated() {
        return record != null && record.gate() != null;
    }

    @Nullable
    Bytes recordBlock() {
        return recordBlock;
    }

    /** What the room is by all that is known; null until the record has come. */
    @Nullable
    State state() {
        return rules == null ? null : rules.state();
    }

    Standing.Role role() {
        return role;
    }

    boolean isMember() {
        return isMember(role);
    }

    private static boolean isMember(Standing.Role role) {
        return role == Standing.Role.OWNER || role == Standing.Role.MODERATOR || role == Standing.Role.MEMBER;
    }

    @Nullable
    Kept kept(Cid id) {
        return kept.get(id);
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    /** The sessions that have made rules, and whose accounts are no members any more. */
    Map<DidKey, WalletAddress> gone(State state) {
        Map<DidKey, WalletAddress> gone = new LinkedHashMap<>();
        accounts.forEach((session, account) -> {
            if (!state.isMember(account)) {
                gone.put(session, account);
            }
        });
        return gone;
    }

    // ---- What comes

    /** The record's block as we keep it ourselves; false where it is none that can be used. */
    boolean begin(Bytes block) {
        try {
            begin(block, RoomRecord.decode(block, room.config.hashes()));
            return true;
        } catch (Malformed malformed) {
            host.emit(new Event.Denied(Event.Denial.RECORD_WRONG));
            return false;
        }
    }

    /** A record whose signatures are right. */
    void begin(Bytes block, RoomRecord.Received received) {
        if (record != null || !received.id().equals(charter.room())) {
            return;
        }
        Event.Denial problem = problem(received.record());
        if (problem != null) {
            host.emit(new Event.Denied(problem));
            return;
        }
        recordBlock = block;
        record = received.record();
        rules = new Rules(received.id(), received.record());
        changed = true;
        host.put(new Output.StoreRecord(block));
        RoomGate asked = received.record().gate();
        if (asked != null) {
            room.turnstile.begin(new Gating(asked.hash(), asked.keepers(), asked.rule()));
        }
    }

    private Event.@Nullable Denial problem(RoomRecord read) {
        if (read.refusal(room.config.domains()) != null) {
            return Event.Denial.RECORD_WRONG;
        }
        if (room.self.isContract() && read.gate() == null) {
            return Event.Denial.CONTRACT;
        }
        boolean fits = switch (read.policy()) {
            case OPEN -> key == null;
            case INVITE, GATE -> key != null && key.fits(read);
        };
        return fits ? null : Event.Denial.WRONG_KEY;
    }

    /** What the host kept from before, in the order in which it came. */
    void restore(Input.LawRestored restored) {
        secrets.restore(restored.epochs());
        for (Input.KeptRule each : restored.rules()) {
            try {
                RuleEntry.Received received = RuleEntry.decode(each.block(), room.config.hashes());
                Ruled ruled = open(received, each.account());
                if (ruled != null) {
                    add(ruled, each.block());
                }
            } catch (Malformed malformed) {
                // Damaged: others have it, and so it comes again.
            }
        }
    }

    /** What an archive holds of it. */
    void takeArchived(Input.ImportLaw from) {
        new LawImport(room, this).begin(from);
    }

    /**
     * Whether a profile says whose its author is so that all judge alike, for good: the account's key has signed, or, for a
     * contract, which may say something else to another or later, a gatekeeper of the room has.
     */
    boolean knows(Profiles.Known author) {
        if (!author.isByContract()) {
            return author.isProven();
        }
        RoomGate asked = record == null ? null : record.gate();
        Ticket ticket = author.ticket;
        return asked != null
                && ticket != null
                && asked.keepers().contains(ticket.keeper())
                && asked.hash().equals(ticket.finding().rule());
    }

    /** No gatekeeper's word gives anybody the rights of a moderator: else it could take those of any contract. */
    boolean mayBeSaidBy(Profiles.Known author, Rule rule) {
        return !author.isByContract() || !isOfModerators(rule);
    }

    private static boolean isOfModerators(Rule rule) {
        return rule instanceof Rule.ByModerator || rule instanceof Rule.ByOwner;
    }

    /** A rule whose signature is right, as it can be judged; null where it was not sealed with the room's key. */
    @Nullable
    Ruled open(RuleEntry.Received received, WalletAddress account) throws Malformed {
        RuleEntry entry = received.entry();
        Bytes content = key == null ? entry.content() : key.open(entry.envelope(), RuleEntry.KIND, entry.content());
        return content == null ? null : new Ruled(received.id(), entry.envelope(), account, Rule.decode(content));
    }

    /** Takes a rule that was really said, whose proof has been checked where it needs one. */
    Added add(Ruled rule, Bytes block) {
        if (rules == null) {
            throw new IllegalStateException("a rule before the record");
        }
        Added added = rules.add(rule);
        if (added instanceof Added.Taken) {
            kept.put(
                    rule.id(),
                    new Kept(block, rule.envelope().profile(), rule.envelope().timeMillis()));
            accounts.put(rule.envelope().author(), rule.account());
            if (!withdrawn && withdrawsUs(rule)) {
                withdrawn = true;
                host.emit(new Event.Withdrawn());
            }
            changed = true;
        }
        return added;
    }

    private boolean withdrawsUs(Ruled rule) {
        return rule.rule() instanceof Rule.Withdraw withdraw
                && rule.account().equals(self)
                && withdraw.session().equals(room.self.session());
    }

    /** The same, for the first time: it is to be kept. */
    Added take(Ruled rule, Bytes block) {
        Added added = add(rule, block);
        if (added instanceof Added.Taken) {
            host.put(new Output.StoreRule(rule.id(), rule.account(), block));
            if (rule.rule() instanceof Rule.Pass pass) {
                passage.onPassed(pass.account());
            }
        }
        return added;
    }

    // ---- What follows

    /** Something that was said to be needed is there now, or not any more: what follows is looked at once more. */
    void touch() {
        changed = true;
    }

    /** At the end of a turn: does what follows from what has come. */
    void settle() {
        State state = state();
        if (state == null) {
            // There is no law that anything could follow from.
            tellSettled();
        }
        if (!changed || state == null || room.restoring || importing > 0) {
            return;
        }
        changed = false;
        Standing.Role before = role;
        role = state.standing(self).role();
        gate.settle(state);
        passage.settle(state);
        if (isMember(before) && !isMember()) {
            host.emit(new Event.Removed(removal()));
        }
        secrets.settle(state);
        room.sync.reconsider();
        tell();
        room.speech.go();
        tellSettled();
    }

    /** Why we are no member any more. */
    private Event.Removal removal() {
        if (role == Standing.Role.BANNED) {
            return Event.Removal.BANNED;
        }
        boolean hasLapsed = rules != null && rules.hasLapsed(self);
        return hasLapsed ? Event.Removal.LAPSED : Event.Removal.REMOVED;
    }

    /** Runs once everything has followed from what has come: the secrets that are in it are opened, too. */
    void whenSettled(Runnable then) {
        waiting.add(then);
        touch();
    }

    /** Secrets are opened, or the turn is at its end. */
    void tellSettled() {
        if (!secrets.isOpening()) {
            List<Runnable> all = new ArrayList<>(waiting);
            waiting.clear();
            all.forEach(Runnable::run);
        }
    }

    /** Tells the person how things stand. */
    void tell() {
        State state = state();
        if (record != null && state != null) {
            host.emit(new Event.LawChanged(record, state, role, secrets.isReady()));
        }
    }

    // ---- What is said

    /** Whether something can be said just now; where keys are wanting, they are seen to. */
    boolean maySpeak() {
        if (record == null) {
            return false;
        }
        return switch (record.policy()) {
            case OPEN -> role != Standing.Role.BANNED;
            case INVITE -> isMember() && secrets.epochs.demand();
            case GATE -> isMember() && !passage.isSomebodyToGo() && secrets.epochs.demand();
        };
    }

    /** Why nothing that we say would be seen; null where it would be. */
    Event.@Nullable Refusal refusal() {
        State state = state();
        if (state == null || record == null) {
            return null;
        }
        Standing standing = state.standing(self);
        boolean mayEnter = record.policy() == RoomRecord.Policy.OPEN && role != Standing.Role.BANNED;
        if (!isMember() && !mayEnter) {
            return Event.Refusal.NOT_MEMBER;
        }
        long now = host.nowMillis();
        return standing.isMuted(room.log.nextLamport(now), now) ? Event.Refusal.MUTED : null;
    }

    /** Whether the room has its members wait, so long after they said something. */
    boolean isSlow(long saidAtMillis) {
        State state = state();
        return state != null
                && role != Standing.Role.OWNER
                && role != Standing.Role.MODERATOR
                && host.nowMillis() - saidAtMillis < state.settings().slowSeconds() * 1_000L;
    }

    /** Whether a rule would count if we said it now. */
    boolean mayDecree(Rule rule) {
        State state = state();
        if (state == null) {
            return false;
        }
        boolean isOwner = role == Standing.Role.OWNER;
        boolean aboutOwner = rule instanceof Rule.About about && about.account().equals(state.owner());
        boolean beyondContracts = room.self.isContract() && isOfModerators(rule);
        return !aboutOwner
                && !beyondContracts
                && switch (rule) {
                    case Rule.ByOwner ignored -> isOwner;
                    case Rule.Invite ignored when isGated() -> false;
                    case Rule.Upon upon -> isOwner || isAbove(state, upon.account());
                    case Rule.ByModerator ignored -> isOwner || role == Standing.Role.MODERATOR;
                    case Rule.ByMember ignored -> isMember();
                    case Rule.ByKeeper ignored -> false;
                    case Rule.OfOneself ignored -> isMember() && !(rule instanceof Rule.Leave && isOwner);
                };
    }

    /** Whether we are a moderator, and the account none that was appointed before us. */
    private boolean isAbove(State state, WalletAddress account) {
        List<WalletAddress> seniors = state.moderators();
        int own = seniors.indexOf(self);
        int other = seniors.indexOf(account);
        return own >= 0 && (other < 0 || own < other);
    }
}
