package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/** What a room is by a {@link SlowLaw}, sentence by sentence like it. */
final class SlowState {
    private final SlowLaw law;

    SlowState(SlowLaw law) {
        this.law = law;
    }

    State read() {
        RoomSettings settings = law.room.settings();
        List<State.Pace> paces = new ArrayList<>();
        if (settings.slowSeconds() > 0) {
            paces.add(new State.Pace(0, settings.slowSeconds()));
        }
        Set<WalletAddress> accounts = new HashSet<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Settings changed && law.counts(each)) {
                if (changed.settings().slowSeconds() != settings.slowSeconds()) {
                    paces.add(
                            new State.Pace(changed.lamport(), changed.settings().slowSeconds()));
                }
                settings = changed.settings();
            }
            WalletAddress named = SlowLaw.named(each);
            if (named != null && !named.equals(law.owner)) {
                accounts.add(named);
            }
        }
        List<WalletAddress> moderators = law.tenures.stream()
                .filter(this::isLasting)
                .map(law::holder)
                .distinct()
                .toList();
        Map<WalletAddress, Standing> standings = new HashMap<>();
        List<Ruled> admissions = new ArrayList<>();
        for (WalletAddress account : accounts) {
            Standing standing = standing(account, moderators);
            if (!standing.equals(Standing.NONE)) {
                standings.put(account, standing);
            }
            Ruled opening = law.opening(account, null);
            if (opening != null) {
                admissions.add(opening);
            }
        }
        admissions.sort(Comparator.comparing(Ruled::key));
        List<WalletAddress> members = new ArrayList<>();
        members.add(law.owner);
        admissions.forEach(each -> members.add(law.holder(each)));
        return new State(
                settings,
                paces,
                law.owner,
                standings,
                members,
                moderators,
                invitations(),
                pins(),
                strikes(),
                devices(members),
                departures(),
                epochs(),
                epoch(),
                listed(),
                grants());
    }

    private List<Cid> departures() {
        List<Cid> departures = new ArrayList<>();
        for (Ruled each : law.inOrder) {
            boolean isRemoval = each.rule() instanceof Rule.Remove || each.rule() instanceof Rule.Ban;
            boolean ends = law.isLeave(each, each.account())
                    || (isRemoval && law.counts(each))
                    || (each.rule() instanceof Rule.Lapsed lapsed && isNews(lapsed, each))
                    || (each.rule() instanceof Rule.Withdraw withdraw && wasDevice(withdraw.session(), each));
            if (ends) {
                departures.add(each.id());
            }
        }
        return departures;
    }

    /** Whether no rule before says of the account that it held nothing, then or later. */
    private boolean isNews(Rule.Lapsed lapsed, Ruled by) {
        return !lapsed.account().equals(law.owner)
                && !law.any(each -> each.rule() instanceof Rule.Lapsed other
                        && other.account().equals(lapsed.account())
                        && each.key().compareTo(by.key()) < 0
                        && other.lapse().atMillis() >= lapsed.lapse().atMillis());
    }

    /** Whether the session had been a device of the account that withdraws it. */
    private boolean wasDevice(DidKey session, Ruled withdrawal) {
        return law.any(device -> device.rule() instanceof Rule.Device
                && device.account().equals(withdrawal.account())
                && device.envelope().author().equals(session)
                && device.key().compareTo(withdrawal.key()) < 0
                && law.counts(device));
    }

    private boolean isLasting(Ruled tenure) {
        WalletAddress holder = law.holder(tenure);
        return !law.any(end -> !law.saw(tenure, end)
                && (law.isLeave(end, holder) || (SlowLaw.isFall(end, holder) && law.counts(end))));
    }

    private Standing standing(WalletAddress account, List<WalletAddress> moderators) {
        Ruled opening = law.opening(account, null);
        List<Ruled> openings = law.all(each -> SlowLaw.opensTo(each, account) && law.counts(each));
        boolean banned = law.any(ban -> law.isBan(ban, account) && !law.any(pardon -> law.pardons(pardon, ban)));
        Standing.Role role = opening == null
                ? banned ? Standing.Role.BANNED : Standing.Role.NONE
                : moderators.contains(account) ? Standing.Role.MODERATOR : Standing.Role.MEMBER;
        Cid since = opening != null
                ? opening.id()
                : openings.isEmpty() ? null : openings.getLast().id();
        List<Standing.Muted> mutes = new ArrayList<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Mute mute && mute.account().equals(account) && law.counts(each)) {
                long until = mute.untilMillis();
                for (Ruled end : law.inOrder) {
                    if (end.rule() instanceof Rule.Unmute unmute
                            && unmute.account().equals(account)
                            && law.counts(end)
                            && law.saw(end, each)) {
                        until = Math.min(until, end.envelope().timeMillis());
                    }
                }
                mutes.add(new Standing.Muted(mute.lamport(), until));
            }
        }
        return new Standing(role, since, mutes);
    }

    private List<State.Invited> invitations() {
        List<State.Invited> invitations = new ArrayList<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Invite invite && law.counts(each)) {
                int left = invite.uses() - law.uses(each.id(), null).size();
                if (left > 0 && !law.any(revoke -> law.revokes(revoke, each))) {
                    invitations.add(new State.Invited(each.id(), invite, left));
                }
            }
        }
        return invitations;
    }

    private List<Cid> pins() {
        List<Cid> pins = new ArrayList<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Pin pin && law.counts(each) && !pins.contains(pin.target())) {
                if (!law.any(end -> end.rule() instanceof Rule.Unpin unpin
                        && unpin.target().equals(pin.target())
                        && law.counts(end)
                        && !law.saw(each, end))) {
                    pins.add(pin.target());
                }
            }
        }
        return pins;
    }

    /** By target those whose entries none of its strikes reaches. */
    private Map<Cid, Set<WalletAddress>> strikes() {
        Map<Cid, Set<WalletAddress>> strikes = new HashMap<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Strike strike && law.counts(each)) {
                Set<WalletAddress> spared = new HashSet<>();
                Ruled tenure = law.isOwners(each) ? null : law.tenureOf(each);
                if (tenure != null) {
                    spared.add(law.owner);
                    for (Ruled other : law.tenures) {
                        if (law.isInTheWay(other, each, tenure)) {
                            spared.add(law.holder(other));
                        }
                    }
                }
                Set<WalletAddress> before = strikes.putIfAbsent(strike.target(), spared);
                if (before != null) {
                    before.retainAll(spared);
                }
            }
        }
        return strikes;
    }

    private record Place(WalletAddress account, DidKey session) {}

    private Map<WalletAddress, List<State.Device>> devices(List<WalletAddress> members) {
        Map<Place, List<Ruled>> said = new LinkedHashMap<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Device && law.counts(each) && members.contains(each.account())) {
                DidKey session = each.envelope().author();
                boolean withdrawn = law.any(end -> end.rule() instanceof Rule.Withdraw withdraw
                        && withdraw.session().equals(session)
                        && end.account().equals(each.account())
                        && !law.saw(each, end));
                if (!withdrawn) {
                    said.computeIfAbsent(new Place(each.account(), session), ignored -> new ArrayList<>())
                            .add(each);
                }
            }
        }
        Map<WalletAddress, List<State.Device>> devices = new HashMap<>();
        said.forEach((place, rules) -> {
            Rule.Device last = (Rule.Device) rules.getLast().rule();
            devices.computeIfAbsent(place.account(), ignored -> new ArrayList<>())
                    .add(new State.Device(place.session(), last.prekey(), last.name()));
        });
        return devices;
    }

    private Map<Cid, Rule.Epoch> epochs() {
        Map<Cid, Rule.Epoch> epochs = new HashMap<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Epoch epoch && law.counts(each)) {
                epochs.put(each.id(), epoch);
            }
        }
        return epochs;
    }

    private @Nullable Cid epoch() {
        Comparator<Map.Entry<Cid, Rule.Epoch>> byNumber =
                Comparator.comparingLong(each -> -each.getValue().number());
        return epochs().entrySet().stream()
                .min(byNumber.thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private Map<Cid, List<Rule.Ended>> listed() {
        Map<Cid, List<Rule.Ended>> listed = new HashMap<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Epoch epoch && law.counts(each)) {
                epoch.ended()
                        .forEach(ended -> listed.computeIfAbsent(ended.epoch(), ignored -> new ArrayList<>())
                                .add(ended));
            }
        }
        return listed;
    }

    private Map<Cid, List<Rule.Grant>> grants() {
        Map<Cid, List<Rule.Grant>> grants = new HashMap<>();
        for (Ruled each : law.inOrder) {
            if (each.rule() instanceof Rule.Grant grant && law.counts(each)) {
                grants.computeIfAbsent(grant.epoch(), ignored -> new ArrayList<>())
                        .add(grant);
            }
        }
        return grants;
    }
}
