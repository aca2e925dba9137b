package tropichat.core;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.rules.Added;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Ruled;
import tropichat.core.rules.Rules;
import tropichat.core.wire.Cid;

/** Rules on their way to being believed: verified at once, and taken in the order in which they came. */
final class RuleIntake {
    /** Rules on their way to being believed, and their bytes. Guesses; what is above comes again. */
    static final int WAITING_MAX = 4_096;

    static final int WAITING_BYTES_MAX = 8 * 1024 * 1024;

    /** Rules of which it is remembered that they count nowhere. */
    static final int REFUSED_MAX = 4_096;

    /** What became of a rule. */
    enum Fate {
        TAKEN,
        /** It was here, or is on its way already. */
        KNOWN,
        /** It has seen what is not here. */
        EARLY,
        /** Too many are on their way. */
        MUCH,
        /** Its author's profile is not known, and did not come along. */
        NAMELESS,
        /** A signature is wrong. */
        FORGED,
        /** It counts nowhere, or cannot be read. */
        REFUSED
    }

    /** Whoever gave rules, and hears once of each what became of it. */
    interface Giver {
        void hear(Cid rule, Fate fate);
    }

    /** A rule as it came. */
    private static final class Arrival {
        final Giver from;
        final Bytes block;
        final RuleEntry.Received received;
        final Profiles.Known profile;
        int checks = 2;
        boolean forged;

        /** What its signatures are right for; null before they are found so. */
        @Nullable
        Ruled ruled;

        boolean proving;

        Arrival(Giver from, Bytes block, RuleEntry.Received received, Profiles.Known profile) {
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

    private int waitingBytes;
    private boolean concluding;

    RuleIntake(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    /** Takes a rule as it came, to be verified. */
    void add(Giver from, Bytes block, Map<Cid, Bytes> profiles) throws Malformed {
        Cid id = Cid.ofBlock(block, room.config.hashes());
        Fate fate = foregone(id, block);
        if (fate != null) {
            from.hear(id, fate);
            return;
        }
        RuleEntry.Received received = RuleEntry.decode(block, room.config.hashes());
        if (!received.entry().envelope().room().equals(room.config.room())) {
            throw new Malformed(Malformed.Reason.FIELD, "a rule of another room");
        }
        Profiles.Known profile = profile(received, profiles);
        if (profile == null) {
            // Whoever gave it took us to know who spoke: it is given again when we tell what we lack.
            from.hear(id, Fate.NAMELESS);
            return;
        }
        under.add(id);
        Arrival arrival = new Arrival(from, block, received, profile);
        waiting.add(arrival);
        waitingBytes += block.length();
        room.profiles.whenVerified(profile, valid -> onChecked(arrival, valid));
        room.host.verify(received.check(), valid -> onChecked(arrival, valid));
    }

    /** What becomes of a rule without a look at it; null where it is to be looked at. */
    private @Nullable Fate foregone(Cid id, Bytes block) {
        Rules rules = law.rules();
        if (under.contains(id) || (rules != null && rules.contains(id))) {
            return Fate.KNOWN;
        }
        if (refused.contains(id)) {
            return Fate.REFUSED;
        }
        boolean isMuch = waiting.size() >= WAITING_MAX || waitingBytes + block.length() > WAITING_BYTES_MAX;
        return isMuch ? Fate.MUCH : null;
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
    void conclude() {
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
        boolean isAuthors = law.knows(arrival.profile)
                && room.profiles.covers(
                        arrival.profile,
                        received.entry().envelope().author(),
                        received.entry().envelope().timeMillis());
        try {
            Ruled ruled = arrival.forged || !isAuthors ? null : law.open(received, arrival.profile.about.wallet());
            return ruled == null || law.mayBeSaidBy(arrival.profile, ruled.rule()) ? ruled : null;
        } catch (Malformed malformed) {
            return null;
        }
    }

    private void refuse(Arrival arrival) {
        refused.add(arrival.received.id());
        Oldest.forget(refused, REFUSED_MAX);
        tell(arrival, arrival.forged ? Fate.FORGED : Fate.REFUSED);
    }

    private static void tell(Arrival arrival, Fate fate) {
        arrival.from.hear(arrival.received.id(), fate);
    }

    private void take(Arrival arrival, Ruled ruled) {
        if (arrival.forged) {
            refuse(arrival);
            return;
        }
        switch (law.take(ruled, arrival.block)) {
            case Added.Taken ignored -> tell(arrival, Fate.TAKEN);
            case Added.Known ignored -> tell(arrival, Fate.KNOWN);
            case Added.Missing ignored -> tell(arrival, Fate.EARLY);
            case Added.Refused why -> {
                // Above a bound on their number: somebody may come to build on it.
                boolean isFull = why.reason() == Added.Reason.FULL || why.reason() == Added.Reason.ACCOUNT_FULL;
                if (isFull) {
                    tell(arrival, Fate.REFUSED);
                } else {
                    refuse(arrival);
                }
            }
        }
    }
}
