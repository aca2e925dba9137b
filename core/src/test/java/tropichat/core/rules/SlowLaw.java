package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/**
 * The law as docs/protocol.md, part 2.13, has it, sentence by sentence: sets and searches, and nothing of how the code
 * under test does it. What the sentences say of all rules is checked once more when all is judged.
 */
final class SlowLaw {
    final RoomRecord room;
    final WalletAddress owner;
    final List<Ruled> inOrder;
    private final Map<Cid, Set<Cid>> pasts = new HashMap<>();
    final List<Ruled> tenures;
    private final Map<Cid, Boolean> counting = new HashMap<>();
    private final Map<List<Cid>, Boolean> countingBy = new HashMap<>();

    SlowLaw(RoomRecord room, Collection<Ruled> rules) {
        this.room = room;
        this.owner = room.owner();
        inOrder = new ArrayList<>(rules);
        inOrder.sort(Comparator.comparing(Ruled::key));
        for (Ruled rule : inOrder) {
            Set<Cid> past = new HashSet<>();
            for (Cid parent : rule.envelope().parents()) {
                past.add(parent);
                past.addAll(pasts.get(parent));
            }
            pasts.put(rule.id(), past);
        }
        tenures = all(rule -> rule.rule() instanceof Rule.Appoint && isOwners(rule) && !namesOwner(rule));
        inOrder.forEach(this::checkOnceMore);
    }

    State state() {
        return new SlowState(this).read();
    }

    boolean saw(Ruled later, Ruled earlier) {
        return Objects.requireNonNull(pasts.get(later.id())).contains(earlier.id());
    }

    List<Ruled> all(Predicate<Ruled> which) {
        return inOrder.stream().filter(which).toList();
    }

    boolean any(Predicate<Ruled> which) {
        return inOrder.stream().anyMatch(which);
    }

    boolean isOwners(Ruled rule) {
        return rule.account().equals(owner);
    }

    private boolean namesOwner(Ruled rule) {
        return owner.equals(named(rule));
    }

    static @Nullable WalletAddress named(Ruled rule) {
        return switch (rule.rule()) {
            case Rule.Appoint it -> it.account();
            case Rule.Demote it -> it.account();
            case Rule.Remove it -> it.account();
            case Rule.Ban it -> it.account();
            case Rule.Unban it -> it.account();
            case Rule.Mute it -> it.account();
            case Rule.Unmute it -> it.account();
            case Rule.Admit it -> it.account();
            case Rule.Pass it -> it.ticket().finding().wallet();
            case Rule.Lapsed it -> it.lapse().finding().wallet();
            default -> null;
        };
    }

    private static boolean isRemoval(Ruled rule, WalletAddress of) {
        return (rule.rule() instanceof Rule.Remove || rule.rule() instanceof Rule.Ban) && of.equals(named(rule));
    }

    static boolean isFall(Ruled rule, WalletAddress of) {
        return isRemoval(rule, of) || (rule.rule() instanceof Rule.Demote && of.equals(named(rule)));
    }

    boolean isLeave(Ruled rule, WalletAddress of) {
        return rule.rule() instanceof Rule.Leave && rule.account().equals(of) && !of.equals(owner);
    }

    WalletAddress holder(Ruled tenure) {
        return Objects.requireNonNull(named(tenure));
    }

    boolean isSenior(Ruled tenure, Ruled to) {
        return tenure.key().compareTo(to.key()) < 0;
    }

    boolean counts(Ruled rule) {
        Boolean known = counting.get(rule.id());
        if (known == null) {
            known = judge(rule);
            counting.put(rule.id(), known);
        }
        return known;
    }

    private boolean judge(Ruled rule) {
        if (namesOwner(rule)) {
            return false;
        }
        return switch (rule.rule()) {
            case Rule.Settings ignored -> isOwners(rule);
            case Rule.Appoint ignored -> isOwners(rule);
            case Rule.Demote ignored -> isOwners(rule);
            case Rule.Leave ignored -> !isOwners(rule);
            case Rule.Withdraw ignored -> true;
            case Rule.Admit admit -> room.gate() == null && isByMember(rule) && isOpenTo(rule, admit);
            case Rule.Pass pass -> isNotBanned(rule, pass.account()) && isNotFull(rule, pass.account());
            case Rule.Lapsed ignored -> true;
            case Rule.Device ignored -> isByMember(rule);
            case Rule.Epoch ignored -> isByMember(rule);
            case Rule.Grant ignored -> isByMember(rule);
            case Rule.ByModerator ignored -> isOwners(rule) || tenureOf(rule) != null;
        };
    }

    /** The most senior tenure by which a rule counts that moderators may say. */
    @Nullable
    Ruled tenureOf(Ruled rule) {
        return tenures.stream()
                .filter(tenure -> countsBy(rule, tenure))
                .findFirst()
                .orElse(null);
    }

    private boolean countsBySeniorOf(Ruled fall, Ruled tenure) {
        return isOwners(fall)
                ? counts(fall)
                : fall.rule() instanceof Rule.ByModerator
                        && !namesOwner(fall)
                        && tenures.stream().anyMatch(each -> isSenior(each, tenure) && countsBy(fall, each));
    }

    private boolean countsBy(Ruled rule, Ruled tenure) {
        List<Cid> both = List.of(rule.id(), tenure.id());
        Boolean known = countingBy.get(both);
        if (known == null) {
            known = judgeBy(rule, tenure, fall -> countsBySeniorOf(fall, tenure));
            countingBy.put(both, known);
        }
        return known;
    }

    private boolean judgeBy(Ruled rule, Ruled tenure, Predicate<Ruled> countsAsSenior) {
        WalletAddress author = rule.account();
        if (!author.equals(holder(tenure)) || !saw(rule, tenure)) {
            return false;
        }
        if (any(leave -> isLeave(leave, author) && saw(rule, leave) && !saw(tenure, leave))) {
            return false;
        }
        if (any(fall -> isFall(fall, author) && countsAsSenior.test(fall) && !saw(tenure, fall) && !saw(fall, rule))) {
            return false;
        }
        if (!(rule.rule() instanceof Rule.Upon upon)) {
            return true;
        }
        for (Ruled other : tenures) {
            if (holder(other).equals(upon.account()) && isInTheWay(other, rule, tenure)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a tenure protects its holder against what {@code rule} does by another tenure. */
    boolean isInTheWay(Ruled tenure, Ruled rule, Ruled by) {
        return !isSenior(by, tenure) && !any(end -> hasEnded(tenure, rule, end) && isEnd(end, tenure));
    }

    private boolean hasEnded(Ruled tenure, Ruled rule, Ruled end) {
        return saw(rule, end) && !saw(tenure, end);
    }

    private boolean isEnd(Ruled end, Ruled tenure) {
        WalletAddress holder = holder(tenure);
        return isLeave(end, holder) || (isFall(end, holder) && countsBySeniorOf(end, tenure));
    }

    private boolean isByMember(Ruled rule) {
        WalletAddress author = rule.account();
        return isOwners(rule)
                || any(opening -> opensTo(opening, author)
                        && saw(rule, opening)
                        && counts(opening)
                        && !any(lapse -> isOver(opening, lapse) && !saw(lapse, rule))
                        && !any(leave -> isLeave(leave, author) && saw(rule, leave) && !saw(opening, leave))
                        && !any(removal -> isRemoval(removal, author)
                                && counts(removal)
                                && !saw(opening, removal)
                                && !saw(removal, rule)));
    }

    static boolean opensTo(Ruled rule, WalletAddress account) {
        return (rule.rule() instanceof Rule.Admit
                        || rule.rule() instanceof Rule.Appoint
                        || rule.rule() instanceof Rule.Pass)
                && account.equals(named(rule));
    }

    /** Whether a gatekeeper said later than the ticket of a pass was made that its wallet holds nothing. */
    private static boolean isOver(Ruled opening, Ruled lapse) {
        return opening.rule() instanceof Rule.Pass pass
                && lapse.rule() instanceof Rule.Lapsed lapsed
                && lapsed.lapse()
                        .finding()
                        .wallet()
                        .equals(pass.ticket().finding().wallet())
                && lapsed.lapse().atMillis() >= pass.ticket().untilMillis() - Ticket.LIFETIME_MILLIS_MAX;
    }

    private boolean isOpenTo(Ruled rule, Rule.Admit admit) {
        Ruled invite = all(each -> each.id().equals(admit.invite())).getFirst();
        Rule.Invite terms = (Rule.Invite) invite.rule();
        return counts(invite)
                && rule.envelope().timeMillis() < terms.expiresAtMillis()
                && !any(revoke -> revokes(revoke, invite) && !saw(revoke, rule))
                && isNotBanned(rule, admit.account())
                && isNotFull(rule, admit.account())
                && isNotUsedUp(rule, admit, terms.uses());
    }

    private boolean isNotBanned(Ruled rule, WalletAddress guest) {
        return !any(ban ->
                isBan(ban, guest) && saw(rule, ban) && !any(pardon -> pardons(pardon, ban) && saw(rule, pardon)));
    }

    boolean revokes(Ruled rule, Ruled invite) {
        return rule.rule() instanceof Rule.Revoke revoke && revoke.invite().equals(invite.id()) && counts(rule);
    }

    boolean isBan(Ruled rule, WalletAddress of) {
        return rule.rule() instanceof Rule.Ban && of.equals(named(rule)) && counts(rule);
    }

    boolean pardons(Ruled rule, Ruled ban) {
        return (rule.rule() instanceof Rule.Unban || rule.rule() instanceof Rule.Appoint)
                && holder(ban).equals(named(rule))
                && saw(rule, ban)
                && counts(rule);
    }

    private boolean isNotFull(Ruled rule, WalletAddress guest) {
        Set<WalletAddress> accounts = new HashSet<>();
        RoomSettings settings = room.settings();
        for (Ruled each : inOrder) {
            if (each.key().compareTo(rule.key()) < 0) {
                if (each.rule() instanceof Rule.Settings changed && counts(each)) {
                    settings = changed.settings();
                }
                WalletAddress account = named(each);
                if (account != null && opensTo(each, account) && opening(account, rule) != null) {
                    accounts.add(account);
                }
            }
        }
        return accounts.contains(guest) || accounts.size() + 1 < settings.capacity();
    }

    /** By what the account is a member, asked of the rules before {@code end}, or of all. */
    @Nullable
    Ruled opening(WalletAddress account, @Nullable Ruled end) {
        Predicate<Ruled> isBefore = each -> end == null || each.key().compareTo(end.key()) < 0;
        return all(opening -> opensTo(opening, account)
                        && isBefore.test(opening)
                        && counts(opening)
                        && !any(lapse -> isOver(opening, lapse))
                        && ends(account).stream().allMatch(each -> !isBefore.test(each) || saw(opening, each)))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private List<Ruled> ends(WalletAddress account) {
        return all(each -> isLeave(each, account) || (isRemoval(each, account) && counts(each)));
    }

    record Use(WalletAddress account, Set<Cid> ends) {}

    private Use use(Ruled rule, WalletAddress account) {
        Set<Cid> ends = new HashSet<>();
        ends(account).stream().filter(end -> saw(rule, end)).forEach(end -> ends.add(end.id()));
        return new Use(account, ends);
    }

    Set<Use> uses(Cid invite, @Nullable Ruled before) {
        Set<Use> uses = new HashSet<>();
        for (Ruled each : inOrder) {
            if ((before == null || each.key().compareTo(before.key()) < 0)
                    && each.rule() instanceof Rule.Admit admit
                    && admit.invite().equals(invite)
                    && counts(each)) {
                uses.add(use(each, admit.account()));
            }
        }
        return uses;
    }

    private boolean isNotUsedUp(Ruled rule, Rule.Admit admit, int most) {
        Set<Use> uses = uses(admit.invite(), rule);
        return uses.contains(use(rule, admit.account())) || uses.size() < most;
    }

    // The search above asks for the word of seniors only, so that it ends; the sentences speak of all that counts.
    private void checkOnceMore(Ruled rule) {
        for (Ruled tenure : tenures) {
            if (rule.rule() instanceof Rule.ByModerator && !isOwners(rule) && !namesOwner(rule)) {
                boolean countsBy = judgeBy(rule, tenure, fall -> {
                    Ruled by = isOwners(fall) ? null : tenureOf(fall);
                    return counts(fall) && (by == null || isSenior(by, tenure));
                });
                assertEquals(countsBy, countsBy(rule, tenure));
            }
            WalletAddress holder = holder(tenure);
            boolean ends = any(end ->
                    hasEnded(tenure, rule, end) && (isLeave(end, holder) || (isFall(end, holder) && counts(end))));
            assertEquals(ends, any(end -> hasEnded(tenure, rule, end) && isEnd(end, tenure)));
        }
    }
}
