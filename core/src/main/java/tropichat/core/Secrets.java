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
import tropichat.core.identity.WalletAddress;
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
 * The secrets of a closed room: opens those that were granted to us, and seals and opens what is said with them. When there
 * are to be new ones, {@link Epochs} knows.
 */
class Secrets {
    /** Grants of which it is remembered that they were looked at. */
    private static final int TRIED_MAX = 4_096;

    /**
     * How many numbers behind the newest an epoch may be that we had no secret of: one that is known is not forgotten by then
     * (256 are kept), unless four and more are begun at once all the time.
     */
    private static final int LATE_MAX = 64;

    private final Room room;
    private final Law law;
    private final DidKey self;
    private final Spoken spoken;
    final Epochs epochs;
    private final Set<Bytes> tried = new LinkedHashSet<>();

    /** Null until the record tells which kind. */
    private @Nullable GroupKeys keys;

    private List<Bytes> kept = new ArrayList<>();

    /** Shares that the host is opening. */
    private int opening;

    Secrets(Room room, Law law) {
        this.room = room;
        this.law = law;
        this.self = room.self.session();
        this.spoken = new Spoken(room);
        this.epochs = new Epochs(room, law, this, spoken);
    }

    /** Takes what the host kept of epochs; it is read once the record is known. */
    void restore(List<Bytes> states) {
        kept = states;
    }

    @Nullable
    GroupKeys keys() {
        RoomRecord record = law.record();
        if (keys == null && record != null && law.key != null) {
            GroupKeys made = new GroupKeys(
                    room.config.hashes(),
                    law.device().aead(),
                    record.history(),
                    room.chance.bytes(Sealed.CHAIN_LENGTH));
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
        epochs.plan(state);
    }

    /** Where keys are erased after use, an epoch that was forgotten must not come back. */
    private boolean isOpen(GroupKeys own, State state, Rule.Epoch epoch) {
        if (!isForwardSecret()) {
            return true;
        }
        for (Map.Entry<Cid, Rule.Epoch> other : state.epochs().entrySet()) {
            if (own.knows(other.getKey()) && other.getValue().number() - epoch.number() > LATE_MAX) {
                return false;
            }
        }
        return true;
    }

    boolean isForwardSecret() {
        RoomRecord record = law.record();
        return record != null && record.history() == History.FORWARD_SECRET;
    }

    private void openShares(State state, Cid epoch) {
        for (Bytes share : state.shares(epoch, self)) {
            if (tried.add(share)) {
                Oldest.forget(tried, TRIED_MAX);
                opening++;
                room.host.unseal(Output.Purpose.GRANT, share, secret -> {
                    opening--;
                    if (secret != null) {
                        learn(epoch, secret);
                    }
                    law.tellSettled();
                });
            }
        }
    }

    /** Whether some of what was granted to us is still being opened. */
    boolean isOpening() {
        return opening > 0;
    }

    /** Takes a secret that somebody says is an epoch's, and those of the epochs before that it leads to. */
    void learn(Cid first, Bytes firstSecret) {
        ArrayDeque<Cid> epochs = new ArrayDeque<>(List.of(first));
        ArrayDeque<Bytes> secrets = new ArrayDeque<>(List.of(firstSecret));
        while (!epochs.isEmpty()) {
            Cid epoch = epochs.remove();
            Bytes secret = secrets.remove();
            Rule.Epoch rule = epoch(epoch);
            if (rule != null && take(epoch, rule, secret)) {
                for (Rule.Ended ended : rule.ended()) {
                    Bytes former = former(ended, secret);
                    if (former != null) {
                        epochs.add(ended.epoch());
                        secrets.add(former);
                    }
                }
            }
        }
        // What could not be read, and so was not taken, can be now.
        room.sync.reconsider();
        room.speech.go();
        law.tell();
    }

    private @Nullable Bytes former(Rule.Ended ended, Bytes secret) {
        GroupKeys own = keys;
        return own == null || ended.secret().isEmpty() ? null : own.takeOver(secret, ended.epoch(), ended.secret());
    }

    private Rule.@Nullable Epoch epoch(Cid id) {
        Rules rules = law.rules();
        return rules == null ? null : rules.epoch(id);
    }

    /** Whether it was the epoch's, and not known. */
    private boolean take(Cid id, Rule.Epoch rule, Bytes secret) {
        GroupKeys own = keys();
        boolean right = own != null
                && !own.knows(id)
                && secret.length() == GroupKeys.SECRET_LENGTH
                && GroupKeys.commitment(secret, room.config.hashes()).equals(rule.commitment());
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

    // ---- What is said

    /** Whether something can be sealed just now. */
    boolean isReady() {
        State state = law.state();
        Cid epoch = state == null ? null : state.epoch();
        GroupKeys own = keys();
        return law.key == null
                || (state != null && epoch != null && own != null && own.knows(epoch) && !epochs.isOver(state, epoch));
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
            epochs.begin();
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
    Claimed.Verdict open(Claimed claimed, Sealed sealed, WalletAddress account) {
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

    /**
     * What was taken while its author was a member, and is in no list once its epoch is over, counts no more; nor does what
     * somebody said who never was one, since whoever had let it in was none any more.
     */
    private void dropWhatDoesNotCount() {
        Rules rules = law.rules();
        State state = law.state();
        if (rules == null || state == null) {
            return;
        }
        List<Cid> dropped = new ArrayList<>();
        Map<DidKey, WalletAddress> gone = law.gone(state);
        // Nearly always nobody is; and looking at each entry of all epochs for nothing takes long.
        for (Cid epoch : gone.isEmpty() ? List.<Cid>of() : spoken.epochs()) {
            if (!state.listed().containsKey(epoch)) {
                continue;
            }
            spoken.in(epoch).forEach((id, author) -> {
                WalletAddress account = gone.get(author);
                if (account != null && rules.judge(account, epoch, id.digest()) != Rules.Verdict.COUNTS) {
                    spoken.remove(epoch, id);
                    dropped.add(id);
                }
            });
        }
        room.erase(dropped);
    }
}
