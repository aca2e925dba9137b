package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Opening;
import tropichat.core.keys.Sealed;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Rules;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/**
 * The secrets of a closed room: opens those that were granted to us, begins new epochs and grants them to the members, and
 * seals and opens what is said with them.
 */
final class Secrets {
    /** Entries after which an epoch is to end. */
    static final int EPOCH_ENTRIES = 1_000;

    /** How long an epoch is to last. */
    static final long EPOCH_MILLIS = 24 * 60 * 60 * 1_000L;

    /**
     * How long members wait for whoever is nearer to do what is wanted, and how much longer the next in line does: about
     * what it takes until everybody has heard. Guesses.
     */
    static final long TURN_MILLIS = 2_000;

    static final long RANK_MILLIS = 500;
    static final int RANKS_MAX = 20;

    /** Grants of which it is remembered that they were looked at. */
    private static final int TRIED_MAX = 4_096;

    private final Room room;
    private final Law law;
    private final DidKey self;
    private final Spoken spoken;
    private final Granting granting;
    private final Set<Bytes> tried = new LinkedHashSet<>();

    /** Null until the record tells which kind. */
    private @Nullable GroupKeys keys;

    private List<Bytes> kept = new ArrayList<>();
    private boolean making;

    /** We have decreed what calls for a new epoch or a grant: nobody is nearer. */
    private boolean nearest;

    private long actAtMillis = Long.MAX_VALUE;

    Secrets(Room room, Law law) {
        this.room = room;
        this.law = law;
        this.self = room.self.session();
        this.spoken = new Spoken(room);
        this.granting = new Granting(room, law);
    }

    long deadlineMillis() {
        return actAtMillis;
    }

    void tick() {
        if (room.host.nowMillis() >= actAtMillis) {
            actAtMillis = Long.MAX_VALUE;
            act();
        }
    }

    /** Takes what the host kept of epochs; it is read once the record is known. */
    void restore(List<Bytes> states) {
        kept = states;
    }

    private @Nullable GroupKeys keys() {
        RoomRecord record = law.record();
        if (keys == null && record != null && law.key != null) {
            GroupKeys made = new GroupKeys(
                    room.config.hashes(), law.charter.aead(), record.history(), room.chance.bytes(Sealed.CHAIN_LENGTH));
            for (Bytes state : kept) {
                try {
                    made.restore(state);
                } catch (Malformed malformed) {
                    // Damaged: it may have been granted, and is opened again.
                }
            }
            kept = new ArrayList<>();
            keys = made;
        }
        return keys;
    }

    // ---- What others granted

    /** Looks at what has come; called whenever the law has changed. */
    void settle(State state) {
        GroupKeys own = keys();
        if (own == null) {
            return;
        }
        for (Map.Entry<Cid, Rule.Epoch> each : state.epochs().entrySet()) {
            if (!own.knows(each.getKey()) && isOpen(own, state, each.getValue())) {
                openShares(state, each.getKey());
            }
        }
        spoken.whenWhole(this::dropWhatDoesNotCount);
        plan(state);
    }

    /** Where keys are erased after use, an epoch from before those that are known must not come back. */
    private boolean isOpen(GroupKeys own, State state, Rule.Epoch epoch) {
        if (!isForwardSecret()) {
            return true;
        }
        for (Map.Entry<Cid, Rule.Epoch> other : state.epochs().entrySet()) {
            if (own.knows(other.getKey()) && other.getValue().number() > epoch.number()) {
                return false;
            }
        }
        return true;
    }

    private boolean isForwardSecret() {
        RoomRecord record = law.record();
        return record != null && record.history() == History.FORWARD_SECRET;
    }

    private void openShares(State state, Cid epoch) {
        for (Bytes share : state.shares(epoch, self)) {
            if (tried.add(share)) {
                Oldest.forget(tried, TRIED_MAX);
                room.host.unseal(Output.Purpose.GRANT, share, secret -> {
                    if (secret != null) {
                        learn(epoch, secret);
                    }
                });
            }
        }
    }

    /** Takes a secret that somebody says is an epoch's, and those of the epochs before that it leads to. */
    private void learn(Cid first, Bytes firstSecret) {
        ArrayDeque<Cid> epochs = new ArrayDeque<>(List.of(first));
        ArrayDeque<Bytes> secrets = new ArrayDeque<>(List.of(firstSecret));
        while (!epochs.isEmpty()) {
            Cid epoch = epochs.remove();
            Bytes secret = secrets.remove();
            if (take(epoch, secret)) {
                for (Rule.Ended ended : epoch(epoch).ended()) {
                    Bytes former = former(ended, secret);
                    if (former != null) {
                        epochs.add(ended.epoch());
                        secrets.add(former);
                    }
                }
            }
        }
        // What could not be read, and so was not taken, can be now.
        room.sync.compareSoon();
        room.speech.go();
        law.tell();
    }

    private @Nullable Bytes former(Rule.Ended ended, Bytes secret) {
        GroupKeys own = keys;
        return own == null || ended.secret().isEmpty() ? null : own.takeOver(secret, ended.epoch(), ended.secret());
    }

    private Rule.Epoch epoch(Cid id) {
        State state = law.state();
        Rule.Epoch epoch = state == null ? null : state.epochs().get(id);
        return epoch == null ? new Rule.Epoch(1, List.of(), Bytes.EMPTY, 0) : epoch;
    }

    /** Whether it was the epoch's, and not known. */
    private boolean take(Cid id, Bytes secret) {
        GroupKeys own = keys();
        boolean right = own != null
                && !own.knows(id)
                && secret.length() == GroupKeys.SECRET_LENGTH
                && GroupKeys.commitment(secret, room.config.hashes())
                        .equals(epoch(id).commitment());
        if (own == null || !right) {
            return false;
        }
        Cid forgotten = own.add(id, secret, sessions(id));
        if (forgotten != null) {
            room.host.put(new Output.StoreEpoch(forgotten, null));
        }
        room.host.put(new Output.StoreEpoch(id, own.state(id)));
        return true;
    }

    /** The devices that were there when an epoch began: in a forward-secret room each has a chain in it. */
    private List<DidKey> sessions(Cid epoch) {
        Rules rules = law.rules();
        State then = rules == null || !isForwardSecret() ? null : rules.stateAt(epoch);
        List<DidKey> sessions = new ArrayList<>();
        if (then != null) {
            for (List<State.Device> devices : then.devices().values()) {
                for (State.Device device : devices) {
                    if (sessions.size() < GroupKeys.SESSIONS_MAX) {
                        sessions.add(device.session());
                    }
                }
            }
        }
        return sessions;
    }

    // ---- What we grant

    /** We have added a rule to the law. */
    void onDecreed(Rule rule) {
        switch (rule) {
            case Rule.Remove ignored -> nearest = true;
            case Rule.Ban ignored -> nearest = true;
            case Rule.Admit ignored -> nearest = true;
            case Rule.Appoint ignored -> nearest = true;
            case Rule.Withdraw ignored -> nearest = true;
            case Rule.Device ignored -> nearest |= law.state() != null && isAlone();
            default -> {}
        }
    }

    private boolean isAlone() {
        State state = law.state();
        return state != null && state.members().size() == 1;
    }

    private void plan(State state) {
        if (!law.isMember() || !granting.isRegistered(state)) {
            granting.register(state);
            return;
        }
        if (!wantsEpoch(state) && granting.wanting(state).isEmpty()) {
            nearest = false;
            actAtMillis = Long.MAX_VALUE;
        } else if (nearest || isAlone()) {
            act();
        } else if (actAtMillis == Long.MAX_VALUE) {
            int rank = Math.min(state.members().indexOf(room.self.wallet()), RANKS_MAX);
            actAtMillis = room.host.nowMillis() + TURN_MILLIS + room.chance.spread(RANK_MILLIS * (rank + 1));
        }
    }

    /** Does what is wanting, if it still is. */
    private void act() {
        State state = law.state();
        GroupKeys own = keys();
        Cid epoch = state == null ? null : state.epoch();
        if (state == null || own == null || !law.isMember()) {
            return;
        }
        if (wantsEpoch(state)) {
            begin();
        } else if (epoch != null) {
            Bytes secret = own.secret(epoch);
            if (secret != null) {
                granting.grant(epoch, secret, granting.wanting(state));
            }
        }
    }

    private boolean wantsEpoch(State state) {
        Rules rules = law.rules();
        boolean isLate = isForwardSecret() && !granting.wanting(state).isEmpty();
        return rules != null && (isLate || rules.needsEpoch());
    }

    /** Begins an epoch, and grants it to all devices. */
    private void begin() {
        if (!making) {
            making = true;
            spoken.whenWhole(this::decreeEpoch);
        }
    }

    private void decreeEpoch() {
        State state = law.state();
        if (state == null) {
            making = false;
            return;
        }
        Bytes secret = room.chance.bytes(GroupKeys.SECRET_LENGTH);
        List<Rule.Ended> ended = ended(state, secret);
        long highest = 0;
        for (Rule.Ended each : ended) {
            highest = Math.max(highest, epoch(each.epoch()).number());
        }
        Bytes commitment = GroupKeys.commitment(secret, room.config.hashes());
        long lamport = room.log.nextLamport(room.host.nowMillis());
        law.decrees.make(new Rule.Epoch(highest + 1, ended, commitment, lamport), id -> {
            making = false;
            if (id != null) {
                // The other sessions of those who are no members by now stay without it.
                learn(id, secret);
                State now = law.state();
                granting.grant(id, secret, now == null ? List.of() : granting.devices(now));
            }
        });
    }

    /** The epochs that no other has ended, with what was said in them. */
    private List<Rule.Ended> ended(State state, Bytes secret) {
        List<Cid> open = new ArrayList<>(state.epochs().keySet());
        open.removeAll(state.listed().keySet());
        open.sort(
                (left, right) -> Long.compare(epoch(right).number(), epoch(left).number()));
        List<Rule.Ended> ended = new ArrayList<>();
        int left = Rule.Epoch.LISTED_MAX;
        for (Cid id : open.subList(0, Math.min(open.size(), Rule.Epoch.ENDED_MAX))) {
            List<Cid> entries = new ArrayList<>(spoken.in(id).keySet());
            // The newest, where there are too many.
            entries = entries.subList(Math.max(0, entries.size() - left), entries.size());
            left -= entries.size();
            ended.add(new Rule.Ended(id, Rule.Ended.listing(entries), handedDown(id, secret)));
        }
        return ended;
    }

    private Bytes handedDown(Cid former, Bytes secret) {
        GroupKeys own = keys;
        Bytes known = own == null || isForwardSecret() ? null : own.secret(former);
        return own == null || known == null ? Bytes.EMPTY : own.handDown(secret, former, known);
    }

    // ---- What is said

    /** Whether something can be sealed just now. */
    boolean isReady() {
        State state = law.state();
        Cid epoch = state == null ? null : state.epoch();
        GroupKeys own = keys();
        return law.key == null
                || (state != null && epoch != null && own != null && own.knows(epoch) && !isOver(state, epoch));
    }

    private boolean isOver(State state, Cid epoch) {
        Law.Kept rule = law.kept(epoch);
        boolean isOld = rule != null && room.host.nowMillis() - rule.timeMillis() >= EPOCH_MILLIS;
        return wantsEpoch(state) || isOld || spoken.count(epoch) >= EPOCH_ENTRIES;
    }

    /** The same, and where not, what is wanting is seen to: an epoch begun, or a grant waited for. */
    boolean demand() {
        State state = law.state();
        Cid epoch = state == null ? null : state.epoch();
        GroupKeys own = keys();
        if (isReady()) {
            return true;
        }
        if (state != null && own != null && law.isMember() && granting.isRegistered(state)) {
            if (epoch == null || own.knows(epoch)) {
                begin();
            } else if (actAtMillis == Long.MAX_VALUE) {
                // Whoever could grant it may be away for long: then an epoch of our own is begun.
                actAtMillis = room.host.nowMillis() + TURN_MILLIS + RANK_MILLIS * RANKS_MAX;
            }
        }
        return false;
    }

    /** The entry as it is written: what it says sealed. Null where another epoch is wanting first. */
    @Nullable
    Entry seal(Entry entry) {
        State state = law.state();
        Cid epoch = state == null ? null : state.epoch();
        GroupKeys own = keys();
        if (own == null || epoch == null) {
            return null;
        }
        Bytes content = EntryBody.encodeContent(entry.body());
        Bytes nonce = room.chance.bytes(Aead.NONCE_LENGTH);
        Sealed sealed = own.seal(epoch, self, entry.context(), content, nonce);
        if (sealed == null) {
            begin();
            return null;
        }
        keepChain(own, epoch);
        return entry.withBody(new EntryBody.Sealed(sealed));
    }

    private void keepChain(GroupKeys own, Cid epoch) {
        if (isForwardSecret()) {
            room.host.put(new Output.StoreEpoch(epoch, own.state(epoch)));
        }
    }

    /** Opens what was said, if it counts. */
    Claimed.Verdict open(Claimed claimed, Sealed sealed, EthereumAddress account) {
        Rules rules = law.rules();
        GroupKeys own = keys();
        if (rules == null || own == null) {
            return Claimed.Verdict.LOCKED;
        }
        return switch (rules.judge(account, sealed.epoch(), claimed.id.digest())) {
            case UNKNOWN_EPOCH -> Claimed.Verdict.LOCKED;
            case NO_MEMBER, NOT_LISTED -> Claimed.Verdict.UNLAWFUL;
            case COUNTS -> {
                Opening opening = own.open(claimed.author(), claimed.entry.context(), sealed);
                yield switch (opening) {
                    case Opening.Opened opened -> {
                        keepChain(own, sealed.epoch());
                        yield claimed.reveal(opened.content());
                    }
                    case Opening.Refused refused ->
                        switch (refused.reason()) {
                            case UNKNOWN_EPOCH -> Claimed.Verdict.LOCKED;
                            case USED -> Claimed.Verdict.UNLAWFUL;
                            case TOO_FAR, FALSE -> Claimed.Verdict.FORGED;
                        };
                };
            }
        };
    }

    /** A profile that is said by itself counts where its author was ever let in. */
    Claimed.Verdict openProfile(Claimed claimed, Profiles.Known known) {
        State state = law.state();
        if (state == null || !state.standing(known.about.wallet()).wasMember()) {
            return Claimed.Verdict.LOCKED;
        }
        claimed.entry = claimed.entry.withBody(known.about);
        return Claimed.Verdict.TRUE;
    }

    /** A sealed entry is in the log now. */
    void onTaken(Cid id, Entry written) {
        if (written.body() instanceof EntryBody.Sealed sealed) {
            spoken.add(sealed.sealed().epoch(), id, written.author());
        }
    }

    /** What was taken while its author was a member, and is in no list, counts for nobody any more. */
    private void dropWhatDoesNotCount() {
        Rules rules = law.rules();
        State state = law.state();
        if (rules == null || state == null) {
            return;
        }
        List<Cid> dropped = new ArrayList<>();
        for (Cid epoch : spoken.epochs()) {
            spoken.in(epoch).forEach((id, author) -> {
                EthereumAddress account = law.accountOf(author);
                boolean isGone = account != null && !state.isMember(account);
                if (isGone && rules.judge(account, epoch, id.digest()) == Rules.Verdict.NOT_LISTED) {
                    spoken.remove(epoch, id);
                    dropped.add(id);
                }
            });
        }
        room.erase(dropped);
    }
}
