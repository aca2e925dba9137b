package tropichat.core.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Limits;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;

/**
 * The rules of a room as they lie there: in their order, and each with its past. What a rule may be refused for is in
 * itself and in that past, the bounds on their number excepted; so everybody has the same ones.
 */
final class RuleLog {
    /**
     * How far above what it has seen a rule may stand: so that all there may be, one upon the other, come nowhere near the
     * end of what a lamport can be (2^53), behind which nobody could make any more.
     */
    static final long LAMPORT_STEP_MAX = 1L << 32;

    final Ancestry past = new Ancestry();

    private final Cid room;
    private final WalletAddress owner;
    private final @Nullable RoomGate gate;
    private final Quota quota = new Quota();
    private final Map<Cid, Node> nodes = new LinkedHashMap<>();
    private final TreeMap<EntryKey, Node> inOrder = new TreeMap<>();

    /** The ends of the log. */
    private final Map<Cid, Node> heads = new LinkedHashMap<>();

    /** By account: the rules that let it in, whether they count or not. */
    private final Map<WalletAddress, List<Node>> openings = new LinkedHashMap<>();

    /** By account: the rule of its own that came last. */
    private final Map<WalletAddress, Node> newest = new LinkedHashMap<>();

    private final Set<WalletAddress> appointed = new LinkedHashSet<>();

    RuleLog(Cid room, RoomRecord record) {
        this.room = room;
        this.owner = record.owner();
        this.gate = record.gate();
    }

    Added add(Ruled rule) {
        if (nodes.containsKey(rule.id())) {
            return new Added.Known();
        }
        if (!rule.envelope().room().text().equals(room.text())) {
            return new Added.Refused(Added.Reason.WRONG_ROOM);
        }
        Added.Reason noPlace = quota.refusal(rule, share(rule.account()));
        if (noPlace != null) {
            return new Added.Refused(noPlace);
        }
        List<Node> parents = new ArrayList<>();
        Set<Cid> missing = new LinkedHashSet<>();
        for (Cid id : rule.envelope().parents()) {
            Node parent = nodes.get(id);
            if (parent == null) {
                missing.add(id);
            } else {
                parents.add(parent);
            }
        }
        if (!missing.isEmpty()) {
            boolean isStranger = !rule.account().equals(owner) && !openings.containsKey(rule.account());
            quota.want(missing, rule, isStranger);
            return new Added.Missing(new ArrayList<>(missing));
        }
        Added.Reason fault = fault(rule, parents);
        if (fault != null) {
            return new Added.Refused(fault);
        }
        take(rule, parents);
        return new Added.Taken();
    }

    private Quota.Share share(WalletAddress account) {
        if (account.equals(owner)) {
            return Quota.Share.OWNER;
        }
        return appointed.contains(account) ? Quota.Share.MODERATOR : Quota.Share.MEMBER;
    }

    private void take(Ruled rule, List<Node> parents) {
        List<Integer> indexes = new ArrayList<>();
        for (Node parent : parents) {
            indexes.add(parent.index());
            heads.remove(parent.id());
        }
        Node node = new Node(past.size(), rule);
        past.add(indexes);
        quota.take(rule);
        nodes.put(rule.id(), node);
        inOrder.put(rule.key(), node);
        heads.put(rule.id(), node);
        newest.put(rule.account(), node);
        if (rule.rule() instanceof Rule.Appoint appoint && rule.account().equals(owner)) {
            appointed.add(appoint.account());
            open(appoint.account(), node);
        } else if (rule.rule() instanceof Rule.Admit admit) {
            open(admit.account(), node);
        } else if (rule.rule() instanceof Rule.Pass pass) {
            open(pass.account(), node);
        }
    }

    private void open(WalletAddress account, Node node) {
        openings.computeIfAbsent(account, ignored -> new ArrayList<>()).add(node);
    }

    private Added.@Nullable Reason fault(Ruled rule, List<Node> parents) {
        long seen = 0;
        for (Node parent : parents) {
            seen = Math.max(seen, parent.key().lamport());
        }
        if (rule.envelope().lamport() <= seen || rule.envelope().lamport() > seen + LAMPORT_STEP_MAX) {
            return Added.Reason.LAMPORT;
        }
        if (rule.rule() instanceof Rule.ByKeeper word && !isVouched(rule, word)) {
            return Added.Reason.GATE;
        }
        boolean needsOpening = !rule.account().equals(owner) && !(rule.rule() instanceof Rule.Pass);
        if (needsOpening && !hasSeenAny(parents, openings.getOrDefault(rule.account(), List.of()))) {
            return Added.Reason.STRANGER;
        }
        return hasReferences(rule.rule(), parents) ? null : Added.Reason.REFERENCE;
    }

    /** Whether a gatekeeper's word is one in this room, and at the rule's own time: so all judge alike. */
    private boolean isVouched(Ruled rule, Rule.ByKeeper word) {
        Envelope envelope = rule.envelope();
        return gate != null
                && switch (word) {
                    case Rule.Pass pass ->
                        pass.account().equals(rule.account())
                                && gate.admits(
                                        pass.ticket(),
                                        envelope.room(),
                                        envelope.author(),
                                        envelope.timeMillis(),
                                        Limits.CLOCK_SKEW_MILLIS_MAX);
                    case Rule.Lapsed lapsed -> gate.heeds(lapsed.lapse(), envelope.room());
                };
    }

    /** Whether all that the rule speaks of lies before it. */
    private boolean hasReferences(Rule rule, List<Node> parents) {
        return switch (rule) {
            case Rule.Revoke revoke -> seen(revoke.invite(), parents) instanceof Rule.Invite;
            case Rule.Admit admit -> seen(admit.invite(), parents) instanceof Rule.Invite;
            case Rule.Grant grant -> seen(grant.epoch(), parents) instanceof Rule.Epoch;
            case Rule.Epoch epoch -> isNumbered(epoch, parents);
            case Rule.ByOwner ignored -> true;
            case Rule.Upon ignored -> true;
            case Rule.Invite ignored -> true;
            case Rule.Unban ignored -> true;
            case Rule.Strike ignored -> true;
            case Rule.Pin ignored -> true;
            case Rule.Unpin ignored -> true;
            case Rule.Device ignored -> true;
            case Rule.ByKeeper ignored -> true;
            case Rule.OfOneself ignored -> true;
        };
    }

    private boolean isNumbered(Rule.Epoch epoch, List<Node> parents) {
        long highest = 0;
        for (Rule.Ended ended : epoch.ended()) {
            if (!(seen(ended.epoch(), parents) instanceof Rule.Epoch before)) {
                return false;
            }
            highest = Math.max(highest, before.number());
        }
        return epoch.number() == highest + 1;
    }

    /** The rule of this identifier; null where it is not among those that parents lead to. */
    private @Nullable Rule seen(Cid id, List<Node> parents) {
        Node node = nodes.get(id);
        return node != null && hasSeenAny(parents, List.of(node)) ? node.rule() : null;
    }

    private boolean hasSeenAny(List<Node> parents, List<Node> rules) {
        for (Node rule : rules) {
            if (isIn(rule, parents)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a rule is {@code end}, or lies in its past. */
    private boolean isIn(Node rule, Node end) {
        return rule.index() == end.index() || past.has(rule.index(), end.index());
    }

    @Nullable
    Node get(Cid id) {
        return nodes.get(id);
    }

    int size() {
        return nodes.size();
    }

    List<Node> all() {
        return new ArrayList<>(inOrder.values());
    }

    /** In order, those that have one of these as their end. */
    List<Node> before(List<Node> ends) {
        List<Node> before = new ArrayList<>();
        for (Node node : inOrder.values()) {
            if (hasSeenAny(ends, List.of(node))) {
                before.add(node);
            }
        }
        return before;
    }

    /** Whether all of these lie in the past of a rule. */
    boolean hasSeen(Cid id, List<Cid> earlier) {
        Node rule = nodes.get(id);
        for (Cid each : earlier) {
            Node node = nodes.get(each);
            if (rule == null || node == null || !past.has(node.index(), rule.index())) {
                return false;
            }
        }
        return true;
    }

    /** In order, those that none of these is, or has seen; what of them is not here counts for nothing. */
    List<Cid> beyond(List<Cid> ends) {
        List<Node> known = new ArrayList<>();
        for (Cid id : ends) {
            Node end = nodes.get(id);
            if (end != null) {
                known.add(end);
            }
        }
        List<Cid> beyond = new ArrayList<>();
        for (Node node : inOrder.values()) {
            if (!isIn(node, known)) {
                beyond.add(node.id());
            }
        }
        return beyond;
    }

    private boolean isIn(Node rule, List<Node> ends) {
        for (Node end : ends) {
            if (isIn(rule, end)) {
                return true;
            }
        }
        return false;
    }

    List<Cid> heads() {
        return new ArrayList<>(heads.keySet());
    }

    long nextLamport() {
        return inOrder.isEmpty() ? 1 : inOrder.lastKey().lamport() + 1;
    }

    /**
     * The parents that the next rule of {@code author} names. Where the log has more ends than that, somebody may have
     * made them so that others are not seen: then the end comes first that has seen what gives the author its right, then
     * one of each account, seniors first.
     */
    List<Cid> parents(WalletAddress author, List<WalletAddress> seniors) {
        if (heads.size() <= Limits.ENTRY_PARENTS_MAX) {
            return heads();
        }
        List<Node> newestFirst = new ArrayList<>(heads.values());
        newestFirst.sort((left, right) -> right.key().compareTo(left.key()));
        Set<Cid> chosen = new LinkedHashSet<>();
        Node anchor = anchor(author);
        for (Node head : newestFirst) {
            if (anchor != null && chosen.isEmpty() && isIn(anchor, head)) {
                chosen.add(head.id());
            }
        }
        Map<WalletAddress, ArrayDeque<Node>> byAccount = new LinkedHashMap<>();
        seniors.forEach(senior -> byAccount.put(senior, new ArrayDeque<>()));
        for (Node head : newestFirst) {
            byAccount
                    .computeIfAbsent(head.author(), ignored -> new ArrayDeque<>())
                    .add(head);
        }
        while (chosen.size() < Limits.ENTRY_PARENTS_MAX) {
            for (ArrayDeque<Node> ends : byAccount.values()) {
                Node next = ends.poll();
                if (next != null && chosen.size() < Limits.ENTRY_PARENTS_MAX) {
                    chosen.add(next.id());
                }
            }
        }
        return new ArrayList<>(chosen);
    }

    /** What the author's right rests on: what it said last, or the later rule that let it in. */
    private @Nullable Node anchor(WalletAddress author) {
        Node anchor = newest.get(author);
        for (Node opening : openings.getOrDefault(author, List.of())) {
            if (anchor == null || opening.key().compareTo(anchor.key()) > 0) {
                anchor = opening;
            }
        }
        return anchor;
    }
}
