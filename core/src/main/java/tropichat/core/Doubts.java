package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.WalletAddress;

/**
 * Wallets of which a chain that the host asks itself says that they do not hold what gatekeepers have signed: nothing of
 * theirs is taken until the chain is asked again, and says otherwise or nothing.
 */
final class Doubts {
    /** Wallets that are asked about at a time; others when they show a ticket again. A guess. */
    static final int ASKED_MAX = 64;

    /** Wallets that are remembered, those found out last. A guess: as many as lapses. */
    static final int WALLETS_MAX = Turnstile.LAPSES_MAX;

    /** How long a wallet is remembered before it is asked about again: as long as the ticket that was believed. */
    static final long LASTING_MILLIS = Ticket.LIFETIME_MILLIS_MAX;

    private final Room room;

    /** When to ask again about those who do not hold it. */
    private final Map<WalletAddress, Long> lacking = new LinkedHashMap<>();

    private final Set<WalletAddress> asked = new LinkedHashSet<>();

    Doubts(Room room) {
        this.room = room;
    }

    long deadlineMillis() {
        long deadline = Long.MAX_VALUE;
        for (long until : lacking.values()) {
            deadline = Math.min(deadline, until);
        }
        return deadline;
    }

    void tick(@Nullable Gating gating) {
        for (Map.Entry<WalletAddress, Long> each : new ArrayList<>(lacking.entrySet())) {
            if (gating != null && room.host.nowMillis() >= each.getValue()) {
                lacking.put(each.getKey(), room.host.nowMillis() + LASTING_MILLIS);
                ask(gating, each.getKey());
            }
        }
    }

    /** The room asks for something else: what was found out counts no more. */
    void clear() {
        lacking.clear();
        asked.clear();
    }

    /** Has the host ask what a wallet holds, where it can. */
    void ask(Gating gating, WalletAddress wallet) {
        if (room.config.asksChains() && asked.size() < ASKED_MAX && asked.add(wallet)) {
            room.host.put(new Output.Recheck(gating.hash(), gating.rule(), wallet));
        }
    }

    /** Whether this is news: the wallet does not hold what it must, and was thought to. */
    boolean onAnswer(Gating gating, Bytes hash, WalletAddress wallet, boolean lacks) {
        if (!gating.hash().equals(hash) || !asked.remove(wallet)) {
            return false;
        }
        boolean wasLacking = lacking.remove(wallet) != null;
        if (lacks) {
            lacking.put(wallet, room.host.nowMillis() + LASTING_MILLIS);
            Oldest.forget(lacking.values(), WALLETS_MAX);
        } else if (wasLacking) {
            room.sync.reconsider();
        }
        return lacks;
    }

    boolean areOn(WalletAddress wallet) {
        return lacking.containsKey(wallet);
    }
}
