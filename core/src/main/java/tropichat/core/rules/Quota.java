package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/**
 * How many rules there are, so that no member fills the law. What one has taken and another refused must not keep them
 * apart: a rule above its author's bound is taken all the same where somebody else has built on it.
 */
final class Quota {
    /** Rules that are waited for; a guess, far above what is under way at once. */
    private static final int WANTED_MAX = 4_096;

    /** Of those who wait for one rule: at least one of two is not its author. */
    private static final int NAMES_MAX = 2;

    private final Map<WalletAddress, Integer> counts = new LinkedHashMap<>();
    private final Map<Cid, List<WalletAddress>> wanted = new LinkedHashMap<>();
    private int total;

    /** What an account may take up. */
    enum Share {
        MEMBER,
        MODERATOR,
        OWNER
    }

    /** Why there is no place for a rule, or null where there is one. */
    Added.@Nullable Reason refusal(Ruled rule, Share share) {
        if (total >= Limits.RULES_MAX + Limits.RULES_RESERVE) {
            return Added.Reason.FULL;
        }
        if (isWantedByOthers(rule)) {
            return null;
        }
        if (total >= Limits.RULES_MAX && share == Share.MEMBER) {
            return Added.Reason.FULL;
        }
        boolean hasMany = counts.getOrDefault(rule.account(), 0) >= Limits.RULES_PER_ACCOUNT_MAX;
        return hasMany && share != Share.OWNER ? Added.Reason.ACCOUNT_FULL : null;
    }

    /**
     * These rules are missing for one for which there is a place.
     *
     * @param isStranger nobody has let its author in as far as is known; strangers cost nothing, so what they ask for is
     *     not had for that alone
     */
    void want(Iterable<Cid> missing, Ruled by, boolean isStranger) {
        // Who waits for a rule waits for all that it has seen.
        List<WalletAddress> waiting = wanted.getOrDefault(by.id(), isStranger ? List.of() : List.of(by.account()));
        for (Cid id : missing) {
            List<WalletAddress> names = wanted.computeIfAbsent(id, ignored -> new ArrayList<>());
            for (WalletAddress name : waiting) {
                if (names.size() < NAMES_MAX && !names.contains(name)) {
                    names.add(name);
                }
            }
            Oldest.forget(wanted.values(), WANTED_MAX);
        }
    }

    void take(Ruled rule) {
        total++;
        counts.merge(rule.account(), 1, Integer::sum);
        wanted.remove(rule.id());
    }

    private boolean isWantedByOthers(Ruled rule) {
        for (WalletAddress name : wanted.getOrDefault(rule.id(), List.of())) {
            if (!name.equals(rule.account())) {
                return true;
            }
        }
        return false;
    }
}
