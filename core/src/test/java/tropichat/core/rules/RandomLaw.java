package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.wire.Cid;

/**
 * A law made by people who see different parts of it, or pretend to: some of them often act upon one another, at once, and
 * on what has long been overtaken.
 */
final class RandomLaw {
    private static final int PARENTS_MAX = 3;

    /** Entries that are pinned, unpinned and struck. */
    static final List<Cid> ENTRIES = List.of(entry(1), entry(2));

    final TestRoom room;
    private final Random random;
    private final boolean isGated;
    private final Rules rules;
    private final List<Person> people = new ArrayList<>();

    /** Whose words everybody hears, mostly: so that there is somebody to be removed. */
    private final List<Person> leaders;

    RandomLaw(Random random, int size) {
        this.random = random;
        History history = random.nextBoolean() ? History.SHARED : History.FORWARD_SECRET;
        int capacity = 3 + random.nextInt(6);
        isGated = random.nextInt(3) == 0;
        room = isGated ? TestRoom.gated(history, capacity) : new TestRoom(history, capacity);
        rules = room.rules();
        for (String name : List.of("olga", "ann", "ben", "cleo", "dan", "eve", "fay")) {
            people.add(Person.named(name));
            people.add(Person.at(name, "elsewhere"));
        }
        leaders = List.copyOf(people.subList(0, 8));
        while (room.said.size() < size) {
            say();
        }
    }

    private void say() {
        List<Ruled> seen = seen();
        Person by = random.nextInt(4) > 0 ? leaders.get(random.nextInt(leaders.size())) : anybody();
        Rule rule = rule(by, seen);
        if (rule != null) {
            long lamport = 1L + random.nextInt(random.nextInt(4) == 0 ? 8 : 1);
            for (Ruled each : seen) {
                lamport = Math.max(lamport, each.envelope().lamport() + 1);
            }
            Ruled said = room.rule(
                    lamport,
                    TestRoom.NOW_MILLIS + random.nextInt(100),
                    random.nextInt(),
                    by,
                    rule,
                    seen.toArray(Ruled[]::new));
            if (rules.add(said) instanceof Added.Taken) {
                room.said.add(said);
            }
        }
    }

    /** What the author has seen: mostly the ends of the log, some of them, or what was long ago. */
    private List<Ruled> seen() {
        List<Cid> heads = rules.heads();
        Set<Ruled> seen = new LinkedHashSet<>();
        int count = room.said.isEmpty() ? 0 : 1 + random.nextInt(PARENTS_MAX);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(10);
            if (kind == 0) {
                seen.add(pick(room.said));
            } else {
                int recent = Math.max(0, room.said.size() - 6);
                Cid head = heads.get(random.nextInt(heads.size()));
                seen.add(kind < 4 ? pick(room.said.subList(recent, room.said.size())) : byId(head));
            }
        }
        return new ArrayList<>(seen);
    }

    private Ruled byId(Cid id) {
        return room.said.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Person anybody() {
        return pick(people);
    }

    private @Nullable Ruled any(Predicate<Rule> which) {
        List<Ruled> found =
                room.said.stream().filter(each -> which.test(each.rule())).toList();
        return found.isEmpty() ? null : pick(found);
    }

    private @Nullable Rule rule(Person by, List<Ruled> seen) {
        WalletAddress somebody = anybody().account();
        boolean isOwner = by.account().equals(TestRoom.OLGA.account());
        return switch (random.nextInt(isOwner || random.nextInt(3) == 0 ? 30 : 26)) {
            case 0, 1, 2 -> new Rule.Remove(somebody);
            case 3, 4 -> new Rule.Ban(somebody);
            case 5 -> new Rule.Unban(somebody);
            case 6 -> new Rule.Mute(somebody, TestRoom.NOW_MILLIS + random.nextInt(200), random.nextInt(50));
            case 7 -> new Rule.Unmute(somebody);
            case 8, 9 -> room.invite(1 + random.nextInt(3));
            case 10 -> {
                Ruled invite = any(rule -> rule instanceof Rule.Invite);
                yield invite == null ? null : new Rule.Revoke(invite.id());
            }
            case 11 -> new Rule.Pin(pick(ENTRIES));
            case 12 -> new Rule.Unpin(pick(ENTRIES));
            case 13 -> new Rule.Strike(pick(ENTRIES));
            case 14, 15, 16 -> isGated ? room.pass(by, soon()) : admission();
            case 17, 18 -> isGated ? room.lapse(anybody(), soon()) : admission();
            case 19, 20 -> new Rule.Device(Bytes.utf8("key " + random.nextInt(3)), "device");
            case 21 ->
                new Rule.Withdraw(
                        random.nextBoolean() ? by.session() : anybody().session());
            case 22 -> new Rule.Leave();
            case 23, 24 -> epoch(seen);
            case 25 -> {
                Ruled epoch = any(rule -> rule instanceof Rule.Epoch);
                yield epoch == null ? null : new Rule.Grant(epoch.id(), List.of());
            }
            case 26, 27, 28 -> random.nextInt(3) == 0 ? new Rule.Demote(somebody) : new Rule.Appoint(somebody);
            default ->
                new Rule.Settings(TestRoom.settings(2 + random.nextInt(8), random.nextInt(3)), random.nextInt(50));
        };
    }

    private @Nullable Rule admission() {
        Ruled invite = any(rule -> rule instanceof Rule.Invite);
        return invite == null ? null : TestRoom.admit(anybody(), invite);
    }

    private long soon() {
        return TestRoom.NOW_MILLIS + random.nextInt(100);
    }

    private Rule epoch(List<Ruled> seen) {
        for (Ruled each : seen) {
            if (each.rule() instanceof Rule.Epoch epoch) {
                return TestRoom.epoch(epoch.number() + 1, TestRoom.ended(each.id()));
            }
        }
        return TestRoom.epoch(1);
    }

    private static Cid entry(int number) {
        return Cid.ofBlock(Bytes.utf8("entry " + number), TestRoom.HASHES);
    }
}
