package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tropichat.core.base.Bytes;
import tropichat.core.base.Oldest;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.GroupKeys;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Rules;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/**
 * When a new epoch is wanting, or a device lacks the secret of the one that there is, and who of the members sees to it: at
 * once whoever decided what calls for it, the others by and by, should it still be wanting.
 */
class Epochs {
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

    /**
     * How long a device waits for a secret before it begins an epoch of its own: whoever could grant it may be away for long,
     * or have granted something else. A guess.
     */
    static final long LACKING_MILLIS = TURN_MILLIS + RANK_MILLIS * RANKS_MAX;

    /** Accounts of which it is remembered that we let them in. A guess. */
    static final int GUESTS_MAX = 256;

    private final Room room;
    private final Law law;
    private final Secrets secrets;
    private final Spoken spoken;
    final Granting granting;
    private final Arrivals arrivals;
    private boolean making;

    /** We have decreed what calls for a new epoch or a grant: nobody is nearer. */
    private boolean nearest;

    /** Accounts that we let in. */
    private final Set<WalletAddress> guests = new LinkedHashSet<>();

    private long actAtMillis = Long.MAX_VALUE;

    /** Since when the secret of the epoch in which to speak has been wanting here. */
    private long lackingFromMillis = Long.MAX_VALUE;

    Epochs(Room room, Law law, Secrets secrets, Spoken spoken) {
        this.room = room;
        this.law = law;
        this.secrets = secrets;
        this.spoken = spoken;
        this.granting = new Granting(room, law);
        this.arrivals = new Arrivals(room, law);
    }

    long deadlineMillis() {
        return Math.min(actAtMillis, arrivals.deadlineMillis());
    }

    void tick() {
        arrivals.tick();
        if (room.host.nowMillis() >= actAtMillis) {
            actAtMillis = Long.MAX_VALUE;
            act();
        }
    }

    /** We have added a rule to the law. */
    void onDecreed(Rule rule) {
        switch (rule) {
            case Rule.Remove ignored -> nearest = true;
            case Rule.Lapsed ignored -> nearest = true;
            case Rule.Ban ignored -> nearest = true;
            case Rule.Admit admit -> onGuest(admit.account());
            case Rule.Appoint appoint -> onGuest(appoint.account());
            case Rule.Withdraw ignored -> nearest = true;
            case Rule.Device ignored -> nearest |= law.state() != null && isAlone();
            default -> {}
        }
    }

    /** Whoever lets somebody in is nearest to that one's devices, which come a little later. */
    void onGuest(WalletAddress account) {
        nearest = true;
        guests.add(account);
        Oldest.forget(guests, GUESTS_MAX);
    }

    /** Grants the epoch that there is to devices of those whom we let in, and to our own others: nobody is nearer to them. */
    private void grantGuests(State state) {
        GroupKeys own = secrets.keys();
        Cid epoch = state.epoch();
        Bytes secret = own == null || epoch == null ? null : own.secret(epoch);
        if (epoch == null || secret == null || wantsEpoch(state)) {
            return;
        }
        List<Granting.Recipient> near = new ArrayList<>();
        for (Granting.Recipient recipient : granting.wanting(state)) {
            boolean isOwn = recipient.account().equals(room.self.wallet());
            if (isOwn || guests.contains(recipient.account())) {
                near.add(recipient);
            }
        }
        granting.grant(epoch, secret, near);
    }

    private boolean isAlone() {
        State state = law.state();
        return state != null && state.members().size() == 1;
    }

    /** Sees to what is wanting by what has come, at once or when it is our turn. */
    void plan(State state) {
        if (!law.isMember() || !granting.isRegistered(state)) {
            granting.register();
            return;
        }
        granting.renew(state);
        boolean isPressing = wantsEpoch(state) || !granting.wanting(state).isEmpty();
        nearest &= isPressing;
        grantGuests(state);
        boolean lacks = lacks(state);
        lackingFromMillis = lacks ? Math.min(lackingFromMillis, room.host.nowMillis()) : Long.MAX_VALUE;
        if (lacks || (!isPressing && heldBack(state).isEmpty())) {
            actAtMillis = lacks ? lackingFromMillis + LACKING_MILLIS : Long.MAX_VALUE;
        } else if (isPressing && (nearest || isAlone())) {
            act();
        } else if (actAtMillis == Long.MAX_VALUE) {
            int rank = Math.min(state.members().indexOf(room.self.wallet()), RANKS_MAX);
            actAtMillis = room.host.nowMillis() + TURN_MILLIS + room.chance.spread(RANK_MILLIS * (rank + 1));
        }
    }

    /** Does what is wanting, if it still is. */
    private void act() {
        State state = law.state();
        GroupKeys own = secrets.keys();
        Cid epoch = state == null ? null : state.epoch();
        if (state == null || own == null || !law.isMember()) {
            return;
        }
        boolean lacksForLong = lackingFromMillis <= room.host.nowMillis() - LACKING_MILLIS;
        boolean lacks = lacks(state);
        if (lacks ? lacksForLong : wantsEpoch(state) || !heldBack(state).isEmpty()) {
            if (lacks && secrets.isForwardSecret()) {
                // What was granted may be for a key that is gone here.
                granting.register();
            }
            begin();
        } else if (epoch != null) {
            Bytes secret = own.secret(epoch);
            if (secret != null) {
                granting.grant(epoch, secret, granting.wanting(state));
            }
        }
    }

    /**
     * Whether the secret of the epoch in which to speak is not here: nobody granted it, or what was granted is none. Or there
     * is no epoch because its rule is not here: a backup holds secrets of epochs, and not the law.
     */
    private boolean lacks(State state) {
        Cid epoch = state.epoch();
        GroupKeys own = secrets.keys();
        return own != null && (epoch == null ? lacksRules(own) : !own.knows(epoch));
    }

    private boolean lacksRules(GroupKeys own) {
        for (Cid epoch : own.epochs()) {
            // The rule itself, whether it counts or not: one that its maker's removal made void is here.
            if (law.kept(epoch) == null) {
                return true;
            }
        }
        return false;
    }

    private boolean wantsEpoch(State state) {
        Rules rules = law.rules();
        boolean isLate = secrets.isForwardSecret() && !granting.wanting(state).isEmpty();
        return rules != null && (isLate || rules.needsEpoch());
    }

    /** The epochs that count, and of the others those in which something that counts was said. */
    private Set<Cid> used(State state) {
        Set<Cid> used = new LinkedHashSet<>(state.epochs().keySet());
        for (Cid epoch : spoken.epochs()) {
            if (spoken.count(epoch) > 0) {
                used.add(epoch);
            }
        }
        return used;
    }

    /**
     * Epochs beside the one in which to speak, whose secret we have and nobody has handed down: they were made at once with
     * others, or ended by somebody who lacked it. Newcomers would read neither them nor what they hand down.
     */
    private List<Cid> heldBack(State state) {
        List<Cid> held = new ArrayList<>();
        GroupKeys own = secrets.keys();
        if (own != null && !secrets.isForwardSecret()) {
            for (Cid id : used(state)) {
                boolean isBeside = !id.equals(state.epoch()) && !isHandedDown(state, id);
                if (isBeside && own.knows(id)) {
                    held.add(id);
                }
            }
        }
        return held;
    }

    private static boolean isHandedDown(State state, Cid epoch) {
        for (Rule.Ended each : state.listed().getOrDefault(epoch, List.of())) {
            if (!each.secret().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Begins an epoch, and grants it to all devices. */
    void begin() {
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
            highest = Math.max(highest, number(each.epoch()));
        }
        Bytes commitment = GroupKeys.commitment(secret, room.config.hashes());
        long lamport = room.log.nextLamport(room.host.nowMillis());
        law.decrees.make(new Rule.Epoch(highest + 1, ended, commitment, lamport), id -> {
            making = false;
            if (id != null) {
                secrets.learn(id, secret);
                granting.grant(id, secret, present(id));
            }
        });
    }

    /**
     * The devices to which a new epoch is granted: of those who are members by now; in a forward-secret room none that came
     * while it was made.
     */
    private List<Granting.Recipient> present(Cid epoch) {
        State now = law.state();
        Rules rules = law.rules();
        State then = rules == null ? null : rules.stateAt(epoch);
        List<Granting.Recipient> present = new ArrayList<>();
        for (Granting.Recipient each : now == null ? List.<Granting.Recipient>of() : granting.devices(now)) {
            boolean wasThere = then != null
                    && Granting.find(then.devices(each.account()), each.device().session()) != null;
            if (wasThere || !secrets.isForwardSecret()) {
                present.add(each);
            }
        }
        return present;
    }

    /** The epochs that no other has ended, or handed down, with what was said in them. */
    private List<Rule.Ended> ended(State state, Bytes secret) {
        List<Cid> open = new ArrayList<>(used(state));
        open.removeAll(state.listed().keySet());
        open.sort((left, right) -> Long.compare(number(right), number(left)));
        for (Cid id : heldBack(state)) {
            if (!open.contains(id)) {
                open.add(id);
            }
        }
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

    private long number(Cid epoch) {
        Rules rules = law.rules();
        Rule.Epoch rule = rules == null ? null : rules.epoch(epoch);
        return rule == null ? 0 : rule.number();
    }

    private Bytes handedDown(Cid former, Bytes secret) {
        GroupKeys own = secrets.keys();
        Bytes known = own == null || secrets.isForwardSecret() ? null : own.secret(former);
        return own == null || known == null ? Bytes.EMPTY : own.handDown(secret, former, known);
    }

    /** Whether another epoch is to begin before anything is said. */
    boolean isOver(State state, Cid epoch) {
        Law.Kept rule = law.kept(epoch);
        boolean isOld = rule != null && room.host.nowMillis() - rule.timeMillis() >= EPOCH_MILLIS;
        return wantsEpoch(state) || isOld || spoken.count(epoch) >= EPOCH_ENTRIES;
    }

    /** Whether something can be sealed just now; where not, what is wanting is seen to: an epoch begun, or a grant waited for. */
    boolean demand() {
        State state = law.state();
        GroupKeys own = secrets.keys();
        if (state != null && secrets.isForwardSecret() && arrivals.isWaiting(state)) {
            return false;
        }
        if (secrets.isReady()) {
            return true;
        }
        if (state != null && own != null && law.isMember() && granting.isRegistered(state)) {
            if (!lacks(state)) {
                begin();
            } else {
                plan(state);
            }
        }
        return false;
    }
}
