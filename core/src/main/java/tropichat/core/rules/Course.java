package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.gates.Lapse;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/**
 * What a room becomes by its rules, one after the other in their order, once it is known which count of those that others
 * depend on. What members say is judged here: whoever they admit comes in before it is asked what that one says.
 */
final class Course {
    private final Judgement judgement;
    private final WalletAddress owner;
    private final Ancestry past;

    private final boolean isGated;

    private RoomSettings settings;
    private final List<State.Pace> paces = new ArrayList<>();
    private final Lasting<WalletAddress> members;
    private final Map<WalletAddress, Cid> admissions = new LinkedHashMap<>();
    private final Map<WalletAddress, List<Hush>> mutes = new LinkedHashMap<>();
    private final Map<Cid, Offer> offers = new LinkedHashMap<>();
    private final Lasting<Cid> pins;
    private final Map<Cid, Set<WalletAddress>> strikes = new LinkedHashMap<>();
    private final Lasting<Own> devices;
    private final Set<Own> registered = new LinkedHashSet<>();
    private final List<Cid> departures = new ArrayList<>();
    private final Map<WalletAddress, Long> lapsed = new LinkedHashMap<>();
    private final Map<Cid, Rule.Epoch> epochs = new LinkedHashMap<>();
    private final Map<Cid, List<Rule.Ended>> listed = new LinkedHashMap<>();
    private final Map<Cid, List<Rule.Grant>> grants = new LinkedHashMap<>();

    /** An account's session. */
    private record Own(WalletAddress account, DidKey session) {}

    private record Hush(Node by, Standing.Muted muted) {}

    /** One use of an invitation: admissions of an account that have seen the same removals and leaves are the same. */
    private record Use(WalletAddress account, List<Integer> ends) {}

    /** An invitation that counts, and its uses. */
    private record Offer(Rule.Invite invite, Set<Use> uses) {
        boolean take(Use use) {
            if (uses.size() < invite.uses()) {
                uses.add(use);
            }
            return uses.contains(use);
        }
    }

    private Course(RoomRecord room, Judgement judgement, Ancestry past) {
        this.judgement = judgement;
        this.owner = room.owner();
        this.past = past;
        this.isGated = room.gate() != null;
        set(room.settings(), 0);
        members = new Lasting<>(past);
        pins = new Lasting<>(past);
        devices = new Lasting<>(past);
    }

    /** @param rules in order; all that one has seen are among them */
    static State run(RoomRecord room, List<Node> rules, Ancestry past) {
        Course course = new Course(room, new Judgement(room.owner(), rules, past), past);
        for (Node node : rules) {
            course.take(node);
        }
        return course.state();
    }

    private void take(Node node) {
        switch (node.rule()) {
            case Rule.ByMember rule -> takeMembers(node, rule);
            case Rule.Pass pass -> takePass(pass, node);
            case Rule rule when !judgement.counts(node) -> {}
            case Rule.Settings changed -> set(changed.settings(), changed.lamport());
            case Rule.Appoint appoint -> admit(appoint.account(), node);
            case Rule.Demote ignored -> {}
            case Rule.Invite invite -> offers.put(node.id(), new Offer(invite, new LinkedHashSet<>()));
            case Rule.Revoke ignored -> {}
            case Rule.Remove remove -> depart(remove.account(), node);
            case Rule.Ban ban -> depart(ban.account(), node);
            case Rule.Unban ignored -> {}
            case Rule.Mute mute ->
                mutes.computeIfAbsent(mute.account(), ignored -> new ArrayList<>())
                        .add(new Hush(node, new Standing.Muted(mute.lamport(), mute.untilMillis())));
            case Rule.Unmute unmute -> unmute(unmute.account(), node);
            case Rule.Strike strike -> strike(strike.target(), judgement.outOfReach(node));
            case Rule.Pin pin -> pins.put(pin.target(), node);
            case Rule.Unpin unpin -> pins.take(unpin.target(), node);
            case Rule.Withdraw withdraw -> {
                Own own = new Own(node.author(), withdraw.session());
                devices.take(own, node);
                if (registered.contains(own)) {
                    departures.add(node.id());
                }
            }
            case Rule.Leave ignored -> depart(node.author(), node);
            case Rule.Lapsed lapsed -> lapse(lapsed.lapse(), node);
        }
    }

    private void takePass(Rule.Pass pass, Node node) {
        WalletAddress account = pass.account();
        if (isWelcome(account, node)) {
            if (judgement.party(account).isLapsed(pass.ticket())) {
                meet(account, node);
            } else {
                admit(account, node);
            }
        }
    }

    /** Of several that say the same, or less, only the first ends anything. */
    private void lapse(Lapse lapse, Node node) {
        long before = lapsed.getOrDefault(lapse.finding().wallet(), 0L);
        if (lapse.atMillis() > before) {
            lapsed.put(lapse.finding().wallet(), lapse.atMillis());
            departures.add(node.id());
        }
    }

    private void takeMembers(Node node, Rule.ByMember rule) {
        if (!judgement.isByMember(node)) {
            return;
        }
        switch (rule) {
            case Rule.Admit admit -> {
                if (isOpenTo(admit, node)) {
                    admit(admit.account(), node);
                }
            }
            case Rule.Device ignored -> {
                Own own = new Own(node.author(), node.ruled().envelope().author());
                registered.add(own);
                devices.replace(own, node);
            }
            case Rule.Epoch epoch -> {
                epochs.put(node.id(), epoch);
                for (Rule.Ended ended : epoch.ended()) {
                    listed.computeIfAbsent(ended.epoch(), ignored -> new ArrayList<>())
                            .add(ended);
                }
            }
            case Rule.Grant grant ->
                grants.computeIfAbsent(grant.epoch(), ignored -> new ArrayList<>())
                        .add(grant);
        }
    }

    private void set(RoomSettings changed, long lamport) {
        settings = changed;
        int slowSeconds = changed.slowSeconds();
        int before = paces.isEmpty() ? 0 : paces.getLast().slowSeconds();
        if (slowSeconds != before) {
            paces.add(new State.Pace(lamport, slowSeconds));
        }
    }

    private boolean isOpenTo(Rule.Admit admit, Node node) {
        Offer offer = offers.get(admit.invite());
        // Where wallets must hold something, no invitation is in place of that.
        if (isGated
                || offer == null
                || node.ruled().envelope().timeMillis() >= offer.invite().expiresAtMillis()
                || judgement.isRevoked(admit.invite(), node)) {
            return false;
        }
        WalletAddress guest = admit.account();
        return isWelcome(guest, node)
                && offer.take(new Use(guest, judgement.party(guest).endsSeenBy(node)));
    }

    /** Whether somebody may come in by this rule who is not the owner: who is not banned, and for whom there is a place. */
    private boolean isWelcome(WalletAddress guest, Node by) {
        boolean hasPlace = members.get(guest) != null || memberCount() < settings.capacity();
        return !judgement.isOwner(guest) && !judgement.party(guest).bans.hold(by) && hasPlace;
    }

    private int memberCount() {
        return 1 + members.all().size();
    }

    private void admit(WalletAddress account, Node node) {
        meet(account, node);
        members.put(account, node);
    }

    /** It has come in, for what it says then and later, be it a member now or not. */
    private void meet(WalletAddress account, Node node) {
        judgement.party(account).onAdmitted(node);
        admissions.put(account, node.id());
    }

    private void depart(WalletAddress account, Node node) {
        members.take(account, node);
        departures.add(node.id());
    }

    private void unmute(WalletAddress account, Node node) {
        List<Hush> hushes = mutes.getOrDefault(account, List.of());
        for (int i = 0; i < hushes.size(); i++) {
            Hush hush = hushes.get(i);
            if (past.has(hush.by().index(), node.index())) {
                long untilMillis = Math.min(
                        hush.muted().untilMillis(), node.ruled().envelope().timeMillis());
                hushes.set(
                        i, new Hush(hush.by(), new Standing.Muted(hush.muted().lamport(), untilMillis)));
            }
        }
    }

    /** Of several who strike an entry, each may reach somebody whom the others do not. */
    private void strike(Cid target, Set<WalletAddress> outOfReach) {
        Set<WalletAddress> before = strikes.putIfAbsent(target, outOfReach);
        if (before != null) {
            before.retainAll(outOfReach);
        }
    }

    private State state() {
        List<WalletAddress> moderators = judgement.moderators();
        List<WalletAddress> present = new ArrayList<>();
        present.add(owner);
        present.addAll(members.all().keySet());
        return new State(
                settings,
                paces,
                owner,
                standings(moderators),
                present,
                moderators,
                invitations(),
                new ArrayList<>(pins.all().keySet()),
                strikes,
                devices(),
                departures,
                epochs,
                epoch(),
                listed,
                grants);
    }

    private Map<WalletAddress, Standing> standings(List<WalletAddress> moderators) {
        Map<WalletAddress, Standing> standings = new LinkedHashMap<>();
        for (Party party : judgement.parties()) {
            WalletAddress account = party.account;
            Node by = members.get(account);
            List<Standing.Muted> muted = new ArrayList<>();
            mutes.getOrDefault(account, List.of()).forEach(hush -> muted.add(hush.muted()));
            Cid since = by != null ? by.id() : admissions.get(account);
            Standing standing = new Standing(role(party, moderators), since, muted);
            if (!standing.equals(Standing.NONE)) {
                standings.put(account, standing);
            }
        }
        return standings;
    }

    private Standing.Role role(Party party, List<WalletAddress> moderators) {
        if (members.get(party.account) != null) {
            return moderators.contains(party.account) ? Standing.Role.MODERATOR : Standing.Role.MEMBER;
        }
        return party.bans.hold(null) ? Standing.Role.BANNED : Standing.Role.NONE;
    }

    private List<State.Invited> invitations() {
        List<State.Invited> invitations = new ArrayList<>();
        offers.forEach((id, offer) -> {
            int left = offer.invite().uses() - offer.uses().size();
            if (left > 0 && !judgement.isRevoked(id)) {
                invitations.add(new State.Invited(id, offer.invite(), left));
            }
        });
        return invitations;
    }

    private Map<WalletAddress, List<State.Device>> devices() {
        Map<WalletAddress, List<State.Device>> byAccount = new LinkedHashMap<>();
        devices.all().forEach((own, node) -> {
            boolean isMember = own.account().equals(owner) || members.get(own.account()) != null;
            if (isMember && node.rule() instanceof Rule.Device device) {
                byAccount
                        .computeIfAbsent(own.account(), ignored -> new ArrayList<>())
                        .add(new State.Device(own.session(), device.prekey(), device.name()));
            }
        });
        return byAccount;
    }

    private @Nullable Cid epoch() {
        Cid best = null;
        long number = 0;
        for (Map.Entry<Cid, Rule.Epoch> each : epochs.entrySet()) {
            long other = each.getValue().number();
            if (best == null
                    || other > number
                    || (other == number && each.getKey().compareTo(best) < 0)) {
                best = each.getKey();
                number = other;
            }
        }
        return best;
    }
}
