package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.wire.Cid;

/**
 * The law of a room: its rules, and what it is by them. That depends on which rules there are and on nothing else, so that
 * whoever has the same ones judges alike, in whatever order they came.
 *
 * <p><b>Seniority.</b> The owner, whose wallet made the room's record, is senior to everybody. Each appointment is a
 * <i>tenure</i> of its own, and all are the owner's; the one that is lower in the order of (lamport, id) is senior. A rule
 * that only moderators may say counts by the most senior tenure that gave its author the right.
 *
 * <p><b>What counts.</b> A rule has <i>seen</i> the rules that its parents lead to. It counts where all of this holds:
 *
 * <ul>
 *   <li>Its author had the right by what it had seen, as far as that counts: an appointment, or for what members may say
 *       an admission or an appointment, and since then neither a removal nor a ban nor a leave, nor, for what only
 *       moderators may say, a demotion. Since then is what the appointment or admission had not seen.
 *   <li>No such removal, ban or demotion counts that has not seen the rule. For what only moderators may say it must come
 *       from a senior of the tenure by which it was said: the owner, or an earlier tenure.
 *   <li>If it removes, bans, mutes or unmutes a moderator, then each tenure of the one whom it is about is junior to the
 *       one by which it was said, or had ended by what it had seen. A senior one that it had not seen protects.
 * </ul>
 *
 * <p>So whether a rule counts can be asked from the most senior down, and no question leads back to itself: owner,
 * tenures by seniority ({@link Judgement}), members by the order of their rules ({@link Course}). Of two who remove each
 * other at once, the senior stays.
 *
 * <p><b>What lasts.</b> Who was let in is a member as long as every removal, ban and leave that counts was seen by an
 * admission or appointment that counts ({@link Lasting}); likewise pins and devices. A ban or a mute ends only by an end
 * that has seen it. {@code docs/protocol.md}, part 2.13, says all of it exactly.
 */
public final class Rules {
    /** Epochs of which is remembered what the room was when they began. A guess: those of what is on the screen. */
    private static final int EPOCHS_REMEMBERED_MAX = 16;

    /** Whether an entry that was said in an epoch counts. */
    public enum Verdict {
        COUNTS,
        /** The epoch is not known; this cannot be judged before it is. */
        UNKNOWN_EPOCH,
        /** The author was no member by the rules that the epoch names. */
        NO_MEMBER,
        /** The author is no member any more, and no epoch that ended this one lists the entry. */
        NOT_LISTED
    }

    private final Cid room;
    private final RoomRecord record;
    private final RuleLog log;

    /** What the room was by the rules that an epoch names: that never changes. */
    private final Map<Cid, State> byEpoch = new LinkedHashMap<>();

    private @Nullable State now;

    /** The law of a room without any rule. */
    public Rules(Cid room, RoomRecord record) {
        this.room = room;
        this.record = record;
        log = new RuleLog(room, record);
    }

    /** Takes a rule whose signatures are right, that of {@link #proof} included. */
    public Added add(Ruled rule) {
        Added added = log.add(rule);
        if (added instanceof Added.Taken) {
            now = null;
        }
        return added;
    }

    /**
     * The question whether an admission's guest was invited, or a gatekeeper said what is told of it, to be answered before
     * the rule is added; null for any other rule, and where the invitation is not here, so that its parents are missing or it
     * is refused.
     */
    public @Nullable SignatureCheck proof(Ruled rule) {
        if (rule.rule() instanceof Rule.ByKeeper word) {
            return switch (word) {
                case Rule.Pass pass -> pass.ticket().signatureCheck();
                case Rule.Lapsed lapsed -> lapsed.lapse().signatureCheck();
            };
        }
        if (rule.rule() instanceof Rule.Admit admit) {
            Node node = log.get(admit.invite());
            return node != null && node.rule() instanceof Rule.Invite invite
                    ? Invitation.check(room, invite, admit)
                    : null;
        }
        return null;
    }

    /** By which an account is a member, or was one last; null where it was let in otherwise. */
    private @Nullable Ticket lastTicket(Standing standing) {
        Cid since = standing.since();
        Node by = since == null ? null : log.get(since);
        return by != null && by.rule() instanceof Rule.Pass pass ? pass.ticket() : null;
    }

    /** The ticket by which an account is a member, so that it has to show one again and again; null where it needs none. */
    public @Nullable Ticket ticket(WalletAddress account) {
        Standing standing = state().standing(account);
        return standing.isMember() ? lastTicket(standing) : null;
    }

    /** Whether an account was a member by a ticket, and is none any more because it holds no more what it must. */
    public boolean hasLapsed(WalletAddress account) {
        Standing standing = state().standing(account);
        Ticket last = lastTicket(standing);
        if (last != null && !standing.isMember()) {
            for (Node node : log.all()) {
                if (node.rule() instanceof Rule.Lapsed lapsed
                        && lapsed.account().equals(account)
                        && lapsed.lapse().atMillis() >= last.fromMillis()) {
                    return true;
                }
            }
        }
        return false;
    }

    public boolean contains(Cid id) {
        return log.get(id) != null;
    }

    public int size() {
        return log.size();
    }

    /** The ends of the log: the rules that no other names. */
    public List<Cid> heads() {
        return log.heads();
    }

    /** In order, the rules that none of these is, or has seen. */
    public List<Cid> beyond(List<Cid> ends) {
        return log.beyond(ends);
    }

    /** The parents that the next rule of {@code author} names: the heads, or the weightiest of many. */
    public List<Cid> parents(WalletAddress author) {
        List<WalletAddress> seniors = new ArrayList<>();
        seniors.add(record.owner());
        seniors.addAll(state().moderators());
        return log.parents(author, seniors);
    }

    /** The lamport of the next rule. */
    public long nextLamport() {
        return log.nextLamport();
    }

    /** What the room is by all rules that are here. */
    public State state() {
        State known = now;
        if (known == null) {
            known = Course.run(record, log.all(), log.past);
            now = known;
        }
        return known;
    }

    /** What the room was for whoever had seen these rules and what they lead to; null where one of them is not here. */
    public @Nullable State state(List<Cid> heads) {
        List<Node> ends = new ArrayList<>();
        for (Cid id : heads) {
            Node end = log.get(id);
            if (end == null) {
                return null;
            }
            ends.add(end);
        }
        return Course.run(record, log.before(ends), log.past);
    }

    /**
     * Whether an entry counts, by all rules that are here; to be asked again when there are more.
     *
     * @param epoch in which it was said
     * @param digest the SHA-256 of its block
     */
    public Verdict judge(WalletAddress author, Cid epoch, Bytes digest) {
        State then = stateAt(epoch);
        if (then == null) {
            return Verdict.UNKNOWN_EPOCH;
        }
        Standing standing = state().standing(author);
        // Who comes into a shared room speaks in the epoch that is there.
        boolean sharesEpochs = record.history() == History.SHARED;
        if (!then.isMember(author) && !(sharesEpochs && standing.wasMember())) {
            return Verdict.NO_MEMBER;
        }
        return standing.isMember() || state().lists(epoch, digest) ? Verdict.COUNTS : Verdict.NOT_LISTED;
    }

    /**
     * Whether a new epoch is wanting before anything is said: there is none, the one in which to speak has not seen that
     * somebody has gone, who may have its secret, or, in a forward-secret room, that somebody has come.
     */
    public boolean needsEpoch() {
        State state = state();
        Cid epoch = state.epoch();
        State then = epoch == null ? null : stateAt(epoch);
        if (epoch == null || then == null || !log.hasSeen(epoch, state.departures())) {
            return true;
        }
        boolean sharesEpochs = record.history() == History.SHARED;
        return !sharesEpochs && !areMembers(state.members(), then);
    }

    private static boolean areMembers(List<WalletAddress> accounts, State state) {
        for (WalletAddress account : accounts) {
            if (!state.isMember(account)) {
                return false;
            }
        }
        return true;
    }

    /**
     * An epoch as its rule says, also where that does not count: its maker may have been removed at the same time, and
     * others have spoken in it. Null where it is not here.
     */
    public Rule.@Nullable Epoch epoch(Cid id) {
        Node node = log.get(id);
        return node != null && node.rule() instanceof Rule.Epoch epoch ? epoch : null;
    }

    /** What the room was when an epoch began: by the rules that it has seen. Null where it is not here. */
    public @Nullable State stateAt(Cid epoch) {
        State known = byEpoch.get(epoch);
        if (known != null) {
            return known;
        }
        Node node = log.get(epoch);
        if (node == null || !(node.rule() instanceof Rule.Epoch)) {
            return null;
        }
        State state = state(node.ruled().envelope().parents());
        if (state != null) {
            byEpoch.put(epoch, state);
            Oldest.forget(byEpoch.values(), EPOCHS_REMEMBERED_MAX);
        }
        return state;
    }
}
