package tropichat.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.Ownership;

/** What owner, moderators and members of a closed room decide, each by what it knows itself. */
final class Rulings {
    private static final long MUTED_MILLIS = 20_000;

    private final World world;
    private final Chance chance;

    Rulings(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    /** Some decide something at the same moment. */
    void rule(Ownership.Decrees decrees) {
        for (int i = 0; i < decrees.together(); i++) {
            Ownership.Kind kind =
                    decrees.kinds().get(chance.below(decrees.kinds().size()));
            if (deal(kind)) {
                continue;
            }
            for (Node node : world.shuffled(any -> any.isPresent() && any.isHonest() && may(any, kind))) {
                State law = node.law;
                Rule rule = law == null ? null : rule(kind, node, law);
                if (rule != null) {
                    node.tell(new Input.Decree(rule));
                    break;
                }
            }
        }
    }

    /** What happens on the chain, whatever anybody decides; false where it is something that people decide. */
    private boolean deal(Ownership.Kind kind) {
        Gatekeeper gatekeeper = world.ground == null ? null : world.ground.gatekeeper;
        if (gatekeeper == null || (kind != Ownership.Kind.SELL && kind != Ownership.Kind.BUY)) {
            return false;
        }
        boolean sells = kind == Ownership.Kind.SELL;
        for (Node node : world.shuffled(any -> any.isHonest() && any.index > 0)) {
            WalletAddress wallet = node.identity.wallet();
            if (gatekeeper.isHolder(wallet) == sells) {
                if (sells) {
                    gatekeeper.take(wallet);
                    world.server.tellLapse(gatekeeper, wallet);
                } else {
                    gatekeeper.give(wallet);
                }
                return true;
            }
        }
        return true;
    }

    private static boolean may(Node node, Ownership.Kind kind) {
        State law = node.law;
        Standing.Role role = law == null
                ? Standing.Role.NONE
                : law.standing(node.identity.wallet()).role();
        return switch (kind) {
            case APPOINT, DEMOTE -> role == Standing.Role.OWNER;
            case REMOVE, BAN, UNBAN, INVITE, REVOKE, MUTE ->
                role == Standing.Role.OWNER || role == Standing.Role.MODERATOR;
            case SELL, BUY -> false;
            case LEAVE -> role == Standing.Role.MODERATOR || role == Standing.Role.MEMBER;
        };
    }

    private @Nullable Rule rule(Ownership.Kind kind, Node node, State law) {
        return switch (kind) {
            case REMOVE -> about(other(law.members(), node, law), Rule.Remove::new);
            case BAN -> about(other(law.members(), node, law), Rule.Ban::new);
            case UNBAN -> about(other(banned(law), node, law), Rule.Unban::new);
            case APPOINT -> about(other(law.members(), node, law), Rule.Appoint::new);
            case DEMOTE -> about(other(law.moderators(), node, law), Rule.Demote::new);
            case SELL, BUY -> null;
            case LEAVE -> new Rule.Leave();
            case INVITE ->
                new Rule.Invite(
                        world.crypto
                                .generate(chance.child(chance.below(Integer.MAX_VALUE)))
                                .session(),
                        1,
                        node.nowMillis() + MUTED_MILLIS);
            case REVOKE ->
                law.invitations().isEmpty()
                        ? null
                        : new Rule.Revoke(law.invitations().getLast().id());
            case MUTE ->
                about(
                        other(law.members(), node, law),
                        account -> new Rule.Mute(account, node.nowMillis() + MUTED_MILLIS, 0));
        };
    }

    private interface About {
        Rule of(WalletAddress account);
    }

    private static @Nullable Rule about(@Nullable WalletAddress account, About about) {
        return account == null ? null : about.of(account);
    }

    private static List<WalletAddress> banned(State law) {
        return law.standings().entrySet().stream()
                .filter(each -> each.getValue().role() == Standing.Role.BANNED)
                .map(each -> each.getKey())
                .toList();
    }

    /** Anybody of these but the owner and oneself; null where there is nobody. */
    private @Nullable WalletAddress other(List<WalletAddress> accounts, Node node, State law) {
        List<WalletAddress> others = accounts.stream()
                .filter(each -> !each.equals(law.owner()) && !each.equals(node.identity.wallet()))
                .toList();
        return others.isEmpty() ? null : others.get(chance.below(others.size()));
    }
}
