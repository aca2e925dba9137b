package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/**
 * Which of a set of rules count that others may depend on, decided from the most senior down, so that nobody's word is
 * asked before it is known whether it counts: the owner's, then each moderator's in the order of appointment. What members
 * may say takes nothing from anybody; {@link Course} judges it afterwards.
 */
final class Judgement {
    /** The owner's rank; moderators' are 0, 1, 2, … by seniority. */
    private static final int OWNER = -1;

    /** Of what does not count. */
    private static final int NONE = Integer.MAX_VALUE;

    private final WalletAddress owner;
    private final Ancestry past;
    private final Map<WalletAddress, Party> parties = new LinkedHashMap<>();
    private final List<Party.Tenure> tenures = new ArrayList<>();
    private final Map<Cid, List<Node>> revocations = new LinkedHashMap<>();

    /** By index: by what rank a rule counts. */
    private final int[] ranks;

    /** @param rules in order; all that one has seen are among them */
    Judgement(WalletAddress owner, List<Node> rules, Ancestry past) {
        this.owner = owner;
        this.past = past;
        ranks = new int[past.size()];
        for (Node node : rules) {
            ranks[node.index()] = NONE;
            hear(node);
        }
        // The list does not grow: only the owner appoints.
        for (Party.Tenure tenure : tenures) {
            for (Node act : tenure.holder().acts) {
                judge(act, tenure);
            }
        }
    }

    /** What counts whatever others say; what moderators say is noted. */
    private void hear(Node node) {
        if (node.rule() instanceof Rule.About about && about.account().equals(owner)) {
            return;
        }
        boolean byOwner = node.author().equals(owner);
        switch (node.rule()) {
            case Rule.ByOwner ignored when byOwner -> count(node, OWNER);
            case Rule.ByModerator ignored when byOwner -> count(node, OWNER);
            case Rule.ByModerator ignored -> party(node.author()).acts.add(node);
            case Rule.Withdraw ignored -> count(node, OWNER);
            case Rule.Leave ignored when !byOwner -> count(node, OWNER);
            case Rule.Leave ignored -> {}
            case Rule.ByOwner ignored -> {}
            case Rule.ByMember ignored -> {}
            case Rule.Lapsed lapsed -> {
                count(node, OWNER);
                party(lapsed.account()).onLapsed(node, lapsed.lapse().atMillis());
            }
            // Whether there is a place for it, its order says.
            case Rule.Pass ignored -> {}
        }
    }

    private void judge(Node act, Party.Tenure tenure) {
        boolean isFree =
                !(act.rule() instanceof Rule.Upon upon) || party(upon.account()).isBelow(tenure.rank(), act);
        if (!counts(act) && tenure.holder().mayBy(tenure, act) && isFree) {
            count(act, tenure.rank());
        }
    }

    private void count(Node node, int rank) {
        ranks[node.index()] = rank;
        if (node.rule() instanceof Rule.About about) {
            party(about.account());
        }
        switch (node.rule()) {
            case Rule.Appoint appoint -> {
                Party holder = party(appoint.account());
                Party.Tenure tenure = new Party.Tenure(node, holder, tenures.size());
                tenures.add(tenure);
                holder.onAppointed(tenure);
            }
            case Rule.Demote demote -> party(demote.account()).onDemoted(node);
            case Rule.Remove remove -> party(remove.account()).onRemoved(node);
            case Rule.Ban ban -> party(ban.account()).onBanned(node);
            case Rule.Unban unban -> party(unban.account()).bans.end(node);
            case Rule.Leave ignored -> party(node.author()).onLeft(node);
            case Rule.Revoke revoke ->
                revocations
                        .computeIfAbsent(revoke.invite(), ignored -> new ArrayList<>())
                        .add(node);
            case Rule.Settings ignored -> {}
            case Rule.Invite ignored -> {}
            case Rule.Mute ignored -> {}
            case Rule.Unmute ignored -> {}
            case Rule.Strike ignored -> {}
            case Rule.Pin ignored -> {}
            case Rule.Unpin ignored -> {}
            case Rule.Withdraw ignored -> {}
            case Rule.ByKeeper ignored -> {}
            case Rule.ByMember ignored -> {}
        }
    }

    /** Whether a rule counts that is neither {@link Rule.ByMember} nor a pass. */
    boolean counts(Node node) {
        return ranks[node.index()] != NONE;
    }

    boolean isOwner(WalletAddress account) {
        return owner.equals(account);
    }

    Party party(WalletAddress account) {
        return parties.computeIfAbsent(account, each -> new Party(each, past));
    }

    /** All of whom anything was said. */
    Iterable<Party> parties() {
        return parties.values();
    }

    /** The moderators by all that is known, by seniority. */
    List<WalletAddress> moderators() {
        Set<WalletAddress> moderators = new LinkedHashSet<>();
        for (Party.Tenure tenure : tenures) {
            if (tenure.holder().holds(tenure)) {
                moderators.add(tenure.holder().account);
            }
        }
        return new ArrayList<>(moderators);
    }

    /** Whether the author has the right to what members may say. */
    boolean isByMember(Node node) {
        return isOwner(node.author()) || party(node.author()).isMemberAt(node);
    }

    /** Whether an invitation was revoked as far as {@code admission} is concerned: the revocation had not seen it. */
    boolean isRevoked(Cid invite, Node admission) {
        for (Node revocation : revocations.getOrDefault(invite, List.of())) {
            if (!past.has(admission.index(), revocation.index())) {
                return true;
            }
        }
        return false;
    }

    boolean isRevoked(Cid invite) {
        return revocations.containsKey(invite);
    }

    /** Those upon whom the author of a rule that counts could not act; nobody where it is the owner's. */
    Set<WalletAddress> outOfReach(Node act) {
        Set<WalletAddress> above = new LinkedHashSet<>();
        int rank = ranks[act.index()];
        if (rank != OWNER) {
            above.add(owner);
            for (Party.Tenure tenure : tenures) {
                if (!tenure.holder().isBelow(rank, act)) {
                    above.add(tenure.holder().account);
                }
            }
        }
        return above;
    }
}
