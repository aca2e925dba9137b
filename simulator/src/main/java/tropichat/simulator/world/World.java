package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tropichat.core.Charter;
import tropichat.core.Config;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletSignature;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.crypto.Crypto;
import tropichat.simulator.crypto.KeyedCrypto;
import tropichat.simulator.crypto.Keys;
import tropichat.simulator.crypto.RealCrypto;
import tropichat.simulator.scenario.Fault;
import tropichat.simulator.scenario.Hostility;
import tropichat.simulator.scenario.Ownership;
import tropichat.simulator.scenario.Scenario;

/**
 * A simulated world: real peers and a real lobby, and between them a network in virtual time.
 *
 * <p>One loop takes the first event out of the queue, moves time on to it and does it; whatever it brings about is planned
 * as further events. Nothing else drives anything, no clock is read, and every draw of chance comes from a source that
 * the scenario's seed decides: one seed, one run.
 */
public final class World {
    /** Entries that a peer keeps: more than any scenario has. */
    private static final int ENTRIES_MAX = 100_000;

    /** When simulated time begins, Unix milliseconds. */
    static final long START_MILLIS = 1_800_000_000_000L;

    static final String DOMAIN = "chat.example";

    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    /** In gated rooms: of so many people one has a wallet that is a contract, of which no chain here tells anything. */
    private static final int CONTRACTS_ONE_IN = 4;

    private static final long SAMPLE_MICROS = 1_000_000;
    private static final long MISCHIEF_MICROS = 1_000_000;

    /** Invitations are there for so many times the peers of a scenario: others come later, and again. */
    private static final int PEOPLE_TIMES = 3;

    /** The owner of a closed room is there for so long before the first invitation is given, and before anybody comes. */
    private static final long INVITING_MICROS = 2_000_000;

    private static final long OPENING_MICROS = 5_000_000;

    /** From closing a page to the page that comes after it; a guess. */
    private static final long RELOAD_MICROS = 800_000;

    final EventQueue events = new EventQueue();
    final List<Node> nodes = new ArrayList<>();
    final Crypto crypto;

    /** Of the room, as everybody has it; who comes into one that is closed has more. */
    final Config config;

    /** Null where the room is everybody's. */
    final @Nullable Ground ground;

    final LawWatch watch;
    private final Rulings rulings;

    /** Entries, each once for all who hold it; only looked up. */
    private final Map<Cid, Logged> shared = new HashMap<>();

    final Network network;
    final SignalingServer server;
    final Ledger ledger;
    private final Talkers talkers;
    final Meter meter;
    private final Scenario scenario;
    private final Chance chance;
    private final Digest digest = new Digest();
    private long eventCount;

    private World(Scenario scenario) {
        this.scenario = scenario;
        chance = new Chance(scenario.seed());
        crypto = scenario.realCrypto() ? new RealCrypto() : new KeyedCrypto(chance.child("crypto"));
        Set<String> domains = new LinkedHashSet<>();
        domains.add(DOMAIN);
        ground = scenario.ownership() == null ? null : ground(scenario.ownership());
        config = new Config(
                ground == null ? new RoomName("simulated") : ground.name,
                domains,
                scenario.meshMembers(),
                ENTRIES_MAX,
                false,
                crypto.hashes());
        watch = new LawWatch(this);
        rulings = new Rulings(this, chance.child("rulings"));
        talkers = new Talkers(scenario.mix(), chance.child("talk"));
        meter = new Meter(events, scenario);
        network = new Network(events, scenario.network(), chance.child("network"), meter);
        ledger = new Ledger(this, scenario, crypto.hashes());
        server = new SignalingServer(this, chance.child("server"));
    }

    private Ground ground(Ownership ownership) {
        // The owner is the first peer: the same chance makes the same keys.
        Keys owner = crypto.generate(chance.child("peer").child(0).child("keys"));
        int people = scenario.peers() * PEOPLE_TIMES;
        return new Ground(
                ownership, people, owner, delegation(owner, START_MILLIS, false), crypto, chance.child("ground"));
    }

    private Config config(boolean restores) {
        return new Config(
                config.room(), config.domains(), config.meshMembers(), config.entriesMax(), restores, config.hashes());
    }

    private @Nullable Charter charter(Keys keys, Ground.@Nullable Guest guest, Store store) {
        if (ground == null || guest == null) {
            return null;
        }
        boolean owner = keys.wallet().equals(ground.record.owner());
        return ground.charter(keys, owner, guest, store.record());
    }

    /** Runs a scenario to its end, or to the first thing that must not happen. */
    public static Outcome run(Scenario scenario) {
        long begun = System.nanoTime();
        HeapWatch heap = new HeapWatch();
        World world = new World(scenario);
        String violation = world.run();
        double wallSeconds = (System.nanoTime() - begun) / 1e9;
        return Outcome.of(world, scenario, violation, wallSeconds, heap.mebibytesMax());
    }

    /** The entry as one who had it before holds it, where that is the same: thousands of peers need one object. */
    Logged shared(Logged logged) {
        Logged known = shared.putIfAbsent(logged.id(), logged);
        boolean same = known != null
                && known.block().equals(logged.block())
                && known.speaker().equals(logged.speaker());
        return same ? known : logged;
    }

    Digest digest() {
        return digest;
    }

    long eventCount() {
        return eventCount;
    }

    private @Nullable String run() {
        try {
            plan();
            loop();
            watch.atEnd(scenario);
            return null;
        } catch (Violation violation) {
            return "at " + events.nowMicros() / 1000 + " ms: " + violation.getMessage();
        }
    }

    private void loop() {
        Happening happening = events.next(scenario.endMicros());
        while (happening != null) {
            if (++eventCount > scenario.eventsMax()) {
                throw new Violation("more than " + scenario.eventsMax()
                        + " events: something goes round in circles, or the scenario's limit is too low");
            }
            digest.add(events.nowMicros(), events.node(), happening);
            switch (happening) {
                case Happening.Tell tell -> nodes.get(events.node()).tell(tell.input());
                case Happening.Tick _ -> nodes.get(events.node()).tick();
                case Happening.Act act -> act.action().run();
            }
            happening = events.next(scenario.endMicros());
        }
    }

    // ---- The plan

    private void plan() {
        Ownership ownership = scenario.ownership();
        if (ground == null || ownership == null) {
            newcomers(0, scenario.peers(), scenario.joinMicros());
        } else {
            newcomers(0, 1, 0);
            at(
                    INVITING_MICROS,
                    () -> ground.invites().forEach(rule -> nodes.getFirst().tell(new Input.Decree(rule))));
            newcomers(OPENING_MICROS, scenario.peers() - 1, scenario.joinMicros());
            plan(ownership.decrees());
        }
        for (long at = 0; at <= scenario.endMicros(); at += SAMPLE_MICROS) {
            long sampleAt = at;
            events.at(at, -1, new Happening.Act("sample", () -> meter.sample(sampleAt, nodes, ledger.shown())));
        }
        at(scenario.linksFromMicros(), () -> nodes.forEach(meter::onLinks));
        scenario.faults().forEach(this::plan);
        Scenario.Talk talk = scenario.talk();
        for (int i = 0; i < talk.messages(); i++) {
            long at = talk.fromMicros() + (talk.toMicros() - talk.fromMicros()) * i / talk.messages();
            String text = "message " + (i + 1);
            events.at(at, -1, new Happening.Act(text, () -> say(text)));
        }
        if (scenario.hostility().share() > 0) {
            Runnable harm = () -> nodes.forEach(Node::misbehave);
            long until = Math.min(scenario.hostility().toMicros(), scenario.endMicros());
            for (long at = scenario.hostility().fromMicros(); at < until; at += MISCHIEF_MICROS) {
                events.at(at, -1, new Happening.Act("harm", harm));
            }
        }
    }

    private void newcomers(long atMicros, int count, long overMicros) {
        for (int i = 0; i < count; i++) {
            events.at(atMicros + overMicros * i / count, -1, new Happening.Act("born", this::bear));
        }
    }

    private void plan(Ownership.Decrees decrees) {
        for (long at = decrees.fromMicros(); at < decrees.toMicros(); at += decrees.everyMicros()) {
            events.at(at, -1, new Happening.Act("decrees", () -> rulings.rule(decrees)));
        }
    }

    private void plan(Fault fault) {
        switch (fault) {
            case Fault.Kill kill ->
                at(kill.atMicros(), () -> {
                    List<Node> living = shuffled(Node::isPresent);
                    long count = Math.round(living.size() * kill.share());
                    living.subList(0, (int) count).forEach(node -> end(node, kill.ending()));
                });
            case Fault.Partition part -> {
                at(part.fromMicros(), () -> cut(part));
                at(part.toMicros(), this::heal);
            }
            case Fault.Sleep sleep ->
                at(sleep.fromMicros(), () -> {
                    List<Node> awake = shuffled(Node::isPresent);
                    List<Node> tired = awake.subList(0, Math.min(sleep.peers(), awake.size()));
                    tired.forEach(Node::sleep);
                    at(sleep.toMicros(), () -> tired.forEach(this::wake));
                });
            case Fault.Churn churn -> {
                for (long at = churn.fromMicros(); at < churn.toMicros(); at += churn.everyMicros()) {
                    at(at, () -> {
                        List<Node> present = shuffled(Node::isPresent);
                        present.stream()
                                .filter(node -> churn.ending().returns() || !isOwner(node))
                                .limit(1)
                                .forEach(node -> end(node, churn.ending()));
                        if (!churn.ending().returns()) {
                            bear();
                        }
                    });
                }
            }
            case Fault.ServerDeath death -> {
                at(death.fromMicros(), server::die);
                at(death.toMicros(), () -> server.revive(nodes));
            }
            case Fault.Interception in -> {
                at(in.fromMicros(), () -> network.intercepted = true);
                at(in.toMicros(), () -> network.intercepted = false);
            }
            case Fault.Newcomers come -> newcomers(come.atMicros(), come.peers(), come.overMicros());
        }
    }

    private void at(long micros, Runnable action) {
        if (micros <= scenario.endMicros()) {
            events.at(micros, -1, new Happening.Act("fault", action));
        }
    }

    private void cut(Fault.Partition part) {
        List<Node> living = shuffled(node -> node.alive);
        List<Node> away = living.subList(0, (int) Math.round(living.size() * part.share()));
        away.forEach(node -> node.cutOff = true);
        network.cut(part.oneWay());
        away.forEach(server::cutOff);
    }

    private void heal() {
        network.heal();
        for (Node node : nodes) {
            if (node.cutOff) {
                node.cutOff = false;
                if (node.alive && !node.asleep) {
                    server.onBack(node);
                }
            }
        }
    }

    private void wake(Node node) {
        if (node.alive) {
            node.wake();
        }
    }

    /** Who holds nothing any more is told so by the page, which leaves the room; and tries again, as people do. */
    void goOut(Node node) {
        events.act(0, "out", () -> {
            if (node.isPresent()) {
                end(node, Fault.Ending.RELOAD);
            }
        });
    }

    private void end(Node node, Fault.Ending ending) {
        switch (ending) {
            case LEAVE -> node.leave();
            case CLOSE -> node.die(false);
            case CRASH -> node.die(true);
            case RELOAD -> {
                node.die(false);
                events.act(RELOAD_MICROS, "reloaded", () -> comeBack(node, node.store));
            }
            case WIPE -> {
                node.die(false);
                events.act(RELOAD_MICROS, "back", () -> comeBack(node, new Store()));
            }
        }
    }

    private void comeBack(Node former, Store store) {
        Charter charter = charter(former.keys, former.guest, store);
        Chance draw = chance.child("peer").child(nodes.size());
        Node node = new Node(nodes.size(), former, draw, store, config(true), charter);
        // Where the former was cut off, so is this one.
        node.cutOff = former.cutOff;
        nodes.add(node);
        server.dial(node);
    }

    /** Somebody who can be heard says something. */
    private void say(String text) {
        long now = events.nowMicros();
        for (Node node : shuffled(any -> any.isPresent() && any.isHonest() && any.isMember())) {
            if (node.enteredAtMicros + scenario.settleMicros() <= now) {
                node.tell(talkers.next(node, text + " by " + node.name()));
                return;
            }
        }
    }

    private boolean isOwner(Node node) {
        return ground != null && node.identity.wallet().equals(ground.record.owner());
    }

    List<Node> shuffled(Predicate<Node> which) {
        List<Node> some = new ArrayList<>();
        for (Node node : nodes) {
            if (which.test(node)) {
                some.add(node);
            }
        }
        for (int i = some.size() - 1; i > 0; i--) {
            Collections.swap(some, i, chance.below(i + 1));
        }
        return some;
    }

    // ---- A new peer

    private void bear() {
        int index = nodes.size();
        Chance draw = chance.child("peer").child(index);
        Keys keys = crypto.generate(draw.child("keys"));
        long skewMillis = draw.child("skew").between(-scenario.skewMillisMax(), scenario.skewMillisMax() + 1);
        Node.Traits traits = new Node.Traits(
                network.place(draw.child("place")), nat(draw.child("nat").share()), skewMillis);
        long nowMillis = START_MILLIS + skewMillis + events.nowMicros() / 1000;
        Mischief mischief = mischief(index, draw);
        Ground.Guest guest = ground == null ? null : ground.guest(index, keys, mischief == null, draw.child("guest"));
        Identity identity = new Identity(
                keys.session(),
                keys.sealing(),
                keys.wallet(),
                delegation(keys, nowMillis, isContract(index)),
                profile(index),
                ground == null || guest == null ? null : ground.device(guest));
        Store store = new Store();
        Charter charter = charter(keys, guest, store);
        Node node = new Node(index, identity, keys, traits, draw, this, store, guest, config(false), charter, mischief);
        nodes.add(node);
        server.dial(node);
    }

    private Node.Nat nat(double drawn) {
        double cone = scenario.nat().cone();
        return drawn < cone
                ? Node.Nat.CONE
                : drawn < cone + scenario.nat().symmetric()
                        ? Node.Nat.SYMMETRIC
                        : drawn >= 1 - scenario.nat().closed() ? Node.Nat.CLOSED : Node.Nat.NONE;
    }

    /** Evenly spread over those who come: every so-many-th is hostile. */
    private @Nullable Mischief mischief(int index, Chance draw) {
        Hostility hostility = scenario.hostility();
        long before = (long) (index * hostility.share());
        long after = (long) ((index + 1) * hostility.share());
        if (before == after) {
            return null;
        }
        Hostility.Kind kind =
                hostility.kinds().get((int) (before % hostility.kinds().size()));
        return new Mischief(kind, draw.child("mischief"));
    }

    private boolean isContract(int index) {
        return ground != null && ground.gatekeeper != null && index % CONTRACTS_ONE_IN == CONTRACTS_ONE_IN - 1;
    }

    private Delegation delegation(Keys keys, long nowMillis, boolean isContract) {
        SiweMessage message = SiweMessage.delegating(
                DOMAIN,
                new Account.Ethereum(1, keys.wallet()),
                keys.session(),
                "simulated1",
                nowMillis,
                nowMillis + DAY_MILLIS,
                "Sign in to TropiChat.");
        try {
            WalletSignature signature = isContract
                    ? new ContractSignature(Bytes.utf8("signed by a contract"))
                    : keys.signPersonal(message.toText(crypto.hashes()));
            return Delegation.of(Cacao.of(message, signature));
        } catch (Malformed malformed) {
            throw new AssertionError("a delegation of our own that is refused", malformed);
        }
    }

    private static Profile profile(int index) {
        return new Profile("peer-" + index, "#2080c0");
    }
}
