package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.Event;
import tropichat.core.Input;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Logged;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Ruled;
import tropichat.core.rules.Rules;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;
import tropichat.simulator.scenario.Scenario;

/**
 * What must hold in a room that belongs to somebody, whatever happens. It knows every rule that any peer ever took, and
 * checks after each event what it brought; each breach begins with its name:
 *
 * <ul>
 *   <li>{@code secret-outside}: an epoch's secret with an account that was no member when it began, and that nobody has
 *       taken for one since;
 *   <li>{@code outsider-shows}: a page shows something whose account was never let in;
 *   <li>{@code removed-reads}: who has gone, and has not come back since, shows what somebody honest said who knew that;
 *   <li>{@code removed-heard}: what somebody said who had gone is shown by a page that had known so before;
 *   <li>{@code law-parted}, {@code state-parted}: at the end, members that can reach one another have other rules than
 *       all of them together, or see another room in them;
 *   <li>{@code unreadable}: at the end, a member lacks an epoch's secret, or an entry that another has;
 *   <li>{@code unlawful-kept}: at the end, a member keeps an entry that does not count, of an epoch that is over.
 * </ul>
 */
final class LawWatch {
    private final World world;
    private @Nullable Rules all;
    private final Set<WalletAddress> everMembers = new HashSet<>();

    /** Until when somebody was taken for a member, by those who have changed their mind since. */
    private final Map<WalletAddress, Long> memberUntilMicros = new HashMap<>();

    private final Map<Integer, State> views = new HashMap<>();
    private final Map<Cid, Long> begunAtMicros = new HashMap<>();

    /** For each entry who its author held for a member, and which pages knew that the author was none. */
    private final Map<Cid, Moment> said = new HashMap<>();

    /** @param law null where the author tells whom it likes: a member that means harm may seal for those who have gone */
    private record Moment(WalletAddress author, @Nullable State law, BitSet unheard, long atMicros) {}

    LawWatch(World world) {
        this.world = world;
        Ground ground = world.ground;
        this.all = ground == null ? null : new Rules(ground.id, ground.record);
    }

    // ---- What happens

    void onRule(Output.StoreRule stored) {
        Rules rules = all;
        if (rules != null && !rules.contains(stored.id())) {
            Ruled ruled = read(stored.id(), new Input.KeptRule(stored.account(), stored.block()));
            rules.add(ruled);
            if (ruled.rule() instanceof Rule.Epoch) {
                begunAtMicros.put(ruled.id(), world.events.nowMicros());
            }
        }
    }

    private Ruled read(Cid id, Input.KeptRule kept) {
        Ground ground = world.ground;
        try {
            RuleEntry entry =
                    RuleEntry.decode(kept.block(), world.crypto.hashes()).entry();
            Bytes content =
                    ground == null ? null : ground.roomKey.open(entry.envelope(), RuleEntry.KIND, entry.content());
            if (content == null) {
                throw new Violation("a rule was taken that is not sealed with the room's key");
            }
            return new Ruled(id, entry.envelope(), kept.account(), Rule.decode(content));
        } catch (Malformed malformed) {
            throw new AssertionError("a rule that a peer has taken", malformed);
        }
    }

    void onLaw(Node node, State state) {
        if (!node.isHonest() || !state.isMember(node.identity.wallet())) {
            return;
        }
        State before = views.put(node.index, state);
        everMembers.addAll(state.members());
        if (before != null) {
            for (WalletAddress account : before.members()) {
                if (!state.isMember(account)) {
                    memberUntilMicros.put(account, world.events.nowMicros());
                }
            }
        }
    }

    void onEpoch(Node node, Output.StoreEpoch epoch) {
        Rules rules = all;
        WalletAddress account = node.identity.wallet();
        State then = rules == null || epoch.state() == null ? null : rules.stateAt(epoch.id());
        if (then == null || then.isMember(account)) {
            return;
        }
        boolean secretly = world.ground != null && world.ground.record.history() == History.FORWARD_SECRET;
        if (secretly || !wasMemberSince(account, begunAtMicros.getOrDefault(epoch.id(), Long.MAX_VALUE))) {
            throw new Violation("secret-outside: " + node.name() + " has the secret of epoch "
                    + epoch.id().text() + ", in which it never was");
        }
    }

    private boolean wasMemberSince(WalletAddress account, long micros) {
        if (memberUntilMicros.getOrDefault(account, -1L) >= micros) {
            return true;
        }
        for (Node node : world.nodes) {
            State view = views.get(node.index);
            if (node.alive && view != null && view.isMember(account)) {
                return true;
            }
        }
        return false;
    }

    void onSaid(Cid id, Node author) {
        if (all == null) {
            return;
        }
        BitSet unheard = new BitSet();
        for (Node node : world.nodes) {
            State law = node.law;
            if (law != null && !law.isMember(author.identity.wallet())) {
                unheard.set(node.index);
            }
        }
        State law = author.isHonest() ? author.law : null;
        said.put(id, new Moment(author.identity.wallet(), law, unheard, world.events.nowMicros()));
    }

    void onShown(Node node, Event.Message message) {
        Moment moment = said.get(message.id());
        State law = node.law;
        if (all == null || moment == null) {
            return;
        }
        WalletAddress account = node.identity.wallet();
        if (law == null || !everMembers.contains(account)) {
            throw new Violation("outsider-shows: " + node.name() + " shows \"" + message.text() + "\"");
        }
        if (moment.law() != null && !moment.law().isMember(account) && !wasMemberSince(account, moment.atMicros())) {
            throw new Violation("removed-reads: " + node.name() + " has gone, and shows \"" + message.text() + "\"");
        }
        boolean counts = law.isMember(moment.author()) || isListed(law, message.id());
        if (moment.unheard().get(node.index) && !counts) {
            throw new Violation("removed-heard: " + node.name() + " shows \"" + message.text()
                    + "\" of somebody of whom it knew that it had gone");
        }
    }

    private static boolean isListed(State law, Cid id) {
        Bytes prefix = id.digest().slice(0, Rule.Ended.PREFIX_BYTES);
        for (List<Rule.Ended> lists : law.listed().values()) {
            for (Rule.Ended ended : lists) {
                for (int at = 0; at < ended.listed().length(); at += Rule.Ended.PREFIX_BYTES) {
                    if (ended.listed().slice(at, at + Rule.Ended.PREFIX_BYTES).equals(prefix)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // ---- At the end

    void atEnd(Scenario scenario) {
        Ground ground = world.ground;
        if (ground == null) {
            return;
        }
        List<Node> members = new ArrayList<>();
        for (Node node : world.nodes) {
            if (Convergence.isReached(node, scenario) && node.isMember()) {
                members.add(node);
            }
        }
        Rules together = together(ground, members);
        State truth = together.state();
        Map<Cid, Logged> entries = new LinkedHashMap<>();
        for (Node node : members) {
            for (Logged each : node.store.entries()) {
                entries.put(each.id(), each);
            }
        }
        for (Node node : members) {
            checkLaw(node, together, truth);
            checkKeys(node, truth);
            checkKept(node, together);
        }
        if (ground.record.history() == History.SHARED) {
            members.forEach(node -> checkLacking(node, entries));
        }
    }

    private Rules together(Ground ground, List<Node> members) {
        Rules together = new Rules(ground.id, ground.record);
        for (Node node : members) {
            node.store.rules().forEach((id, kept) -> {
                if (!together.contains(id)) {
                    together.add(read(id, kept));
                }
            });
        }
        return together;
    }

    private static void checkLaw(Node node, Rules together, State truth) {
        if (!truth.isMember(node.identity.wallet())) {
            throw new Violation("law-parted: " + node.name() + " has not heard that it has gone, and is "
                    + truth.standing(node.identity.wallet()).role() + ", with "
                    + node.openLinks + " links");
        }
        int lacking = together.size() - node.store.rules().size();
        if (lacking > 0) {
            throw new Violation(
                    "law-parted: " + node.name() + " lacks " + lacking + " of " + together.size() + " rules");
        }
        if (!truth.equals(node.law)) {
            throw new Violation("state-parted: to " + node.name() + " the room is another than by its rules");
        }
    }

    private static void checkKeys(Node node, State truth) {
        Cid epoch = truth.epoch();
        if (epoch != null && !node.store.epochs().containsKey(epoch)) {
            throw new Violation("unreadable: " + node.name() + " has no secret of the present epoch");
        }
    }

    private void checkKept(Node node, Rules together) {
        for (Logged each : node.store.entries()) {
            if (isOver(each, together.state()) && !counts(each, together)) {
                throw new Violation("unlawful-kept: " + node.name() + " keeps an entry of "
                        + each.speaker().profile().name() + ", lamport "
                        + each.entry().lamport());
            }
        }
    }

    private static void checkLacking(Node node, Map<Cid, Logged> expected) {
        List<Logged> lacking = new ArrayList<>();
        for (Logged each : expected.values()) {
            if (node.store.find(each.id()) == null || !node.knows(each.id())) {
                lacking.add(each);
            }
        }
        if (!lacking.isEmpty()) {
            Logged first = lacking.getFirst();
            throw new Violation("unreadable: " + node.name() + " lacks " + lacking.size() + " of " + expected.size()
                    + " entries, as that of lamport " + first.entry().lamport() + " by "
                    + first.speaker().profile().name());
        }
    }

    /** Whether the list of what counts of an entry's epoch is there: before, who has gone is still seen by some. */
    private static boolean isOver(Logged logged, State truth) {
        Cid epoch = epoch(logged);
        return epoch != null && truth.listed().containsKey(epoch);
    }

    /** In which an entry was said; null where it says who its author is. */
    private static @Nullable Cid epoch(Logged logged) {
        try {
            Entry written = Entry.decode(logged.block(), logged.id()).entry();
            return written.body() instanceof EntryBody.Sealed sealed
                    ? sealed.sealed().epoch()
                    : null;
        } catch (Malformed malformed) {
            throw new AssertionError("an entry that a peer has taken", malformed);
        }
    }

    private boolean counts(Logged logged, Rules together) {
        Cid epoch = epoch(logged);
        WalletAddress account = account(logged.speaker().wallet());
        return epoch == null
                || (account != null
                        && together.judge(account, epoch, logged.id().digest()) == Rules.Verdict.COUNTS);
    }

    private @Nullable WalletAddress account(String wallet) {
        for (Node node : world.nodes) {
            if (node.identity.wallet().text(world.crypto.hashes()).equals(wallet)) {
                return node.identity.wallet();
            }
        }
        return null;
    }
}
