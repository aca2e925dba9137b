package tropichat.simulator.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.Charter;
import tropichat.core.Config;
import tropichat.core.Event;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.Output;
import tropichat.core.Peer;
import tropichat.core.base.Bytes;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.crypto.Keys;

/** One simulated page: a real {@link Peer}, its clock, its connections, and what its driver does. */
final class Node {
    /** What a signature costs a page from asking to answer; WebCrypto measured at 0.1 ms and a task each way. */
    private static final long CRYPTO_MICROS = 500;

    /** What it costs a page to read one part of what it has kept; some thousand records from IndexedDB take as long. */
    private static final long READ_MICROS = 100_000;

    private static final long MICROS_PER_MILLI = 1_000;

    /** Where a peer is on the network's map, in milliseconds. */
    record Place(double x, double y, double accessMillis) {}

    /** What stands between a peer and the others. */
    enum Nat {
        NONE,
        CONE,
        SYMMETRIC,
        CLOSED
    }

    final int index;
    final Identity identity;
    final Keys keys;
    final Place place;
    final Nat nat;
    final long skewMillis;
    final Chance chance;
    final Store store;

    /** Null where the room is everybody's. */
    final Ground.@Nullable Guest guest;

    /** Which question for a ticket is waited for. */
    int ticketQuestion;

    /** The room's law as the person was told last; null before, and where the room is everybody's. */
    @Nullable
    State law;

    final Map<Integer, End> ends = new LinkedHashMap<>();
    private final World world;
    private final Peer peer;
    private final @Nullable Mischief mischief;
    private final ArrayDeque<Input> inbox = new ArrayDeque<>();
    private long tickAtMicros = Long.MAX_VALUE;

    boolean alive = true;
    boolean asleep;

    /** How often it has slept. */
    int naps;

    boolean cutOff;
    int openLinks;
    long uplinkFreeAtMicros;
    final long bornAtMicros;

    /** When it was let into the room first. */
    long enteredAtMicros = Long.MAX_VALUE;

    /** From the birth to the first message shown; −1 before. */
    long firstShownMicros = -1;

    /** What the peer wants signed, by its ticket. */
    private final Map<Integer, Bytes> asked = new HashMap<>();

    /** What the peer was told last that it is signed. */
    Bytes signing = Bytes.EMPTY;

    SignalingServer.@Nullable Socket socket;

    Node(
            int index,
            Identity identity,
            Keys keys,
            Traits traits,
            Chance chance,
            World world,
            Store store,
            Ground.@Nullable Guest guest,
            Config config,
            @Nullable Charter charter,
            @Nullable Mischief mischief) {
        this.index = index;
        this.identity = identity;
        this.keys = keys;
        this.place = traits.place();
        this.nat = traits.nat();
        this.skewMillis = traits.skewMillis();
        this.chance = chance;
        this.world = world;
        this.mischief = mischief;
        this.store = store;
        this.guest = guest;
        this.bornAtMicros = world.events.nowMicros();
        this.peer = peer(config, charter);
    }

    private Peer peer(Config config, @Nullable Charter charter) {
        return charter == null
                ? Peer.create(config, identity, chance.child("peer"), nowMillis())
                : Peer.createRuled(config, charter, identity, chance.child("peer"), nowMillis());
    }

    /** A page of the same person's after another: the peer is told what the store has from before. */
    Node(int index, Node former, Chance chance, Store store, Config config, @Nullable Charter charter) {
        this.index = index;
        this.identity = former.identity;
        this.keys = former.keys;
        this.place = former.place;
        this.nat = former.nat;
        this.skewMillis = former.skewMillis;
        this.chance = chance;
        this.world = former.world;
        this.mischief = former.mischief == null ? null : former.mischief.again(chance.child("mischief"));
        this.store = store;
        this.guest = former.guest;
        this.bornAtMicros = world.events.nowMicros();
        this.peer = peer(config, charter);
        long afterMicros = 0;
        if (guest != null) {
            world.events.after(afterMicros, index, new Happening.Tell(store.law()));
        }
        for (Input.Restored part : store.restored()) {
            afterMicros += READ_MICROS;
            world.events.after(afterMicros, index, new Happening.Tell(part));
        }
    }

    /** What chance gave a peer. */
    record Traits(Place place, Nat nat, long skewMillis) {}

    boolean isHonest() {
        return mischief == null;
    }

    String name() {
        return identity.profile().name();
    }

    /** The peer's own clock, Unix milliseconds. */
    long nowMillis() {
        return World.START_MILLIS + skewMillis + world.events.nowMicros() / MICROS_PER_MILLI;
    }

    /** Whether an entry is in its peer's log. */
    boolean knows(Cid id) {
        return peer.find(id) != null;
    }

    /** Whether it can be spoken with just now. */
    boolean isPresent() {
        return alive && !asleep && enteredAtMicros != Long.MAX_VALUE;
    }

    /** Whether it may speak, as far as it knows itself. */
    boolean isMember() {
        State known = law;
        return guest == null || (known != null && known.isMember(identity.wallet()));
    }

    void tell(Input input) {
        if (!alive) {
            return;
        }
        if (asleep) {
            inbox.add(input);
            return;
        }
        if (input instanceof Input.FragmentReceived received) {
            Node sender = world.network.sender(this, received.link());
            if (sender == null) {
                return;
            }
            world.ledger.onReceived(this, sender, received.fragment());
            if (mischief != null) {
                mischief.heard(received.fragment());
            }
        }
        if (input instanceof Input.Signed signed) {
            signing = Objects.requireNonNull(asked.remove(signed.ticket()), "an answer to no question");
        }
        carryOut(peer.handle(input, nowMillis()));
        planTick();
    }

    void tick() {
        if (alive && !asleep && world.events.nowMicros() >= tickAtMicros) {
            tickAtMicros = Long.MAX_VALUE;
            carryOut(peer.handle(new Input.Tick(), nowMillis()));
            if (peer.deadlineMillis() <= nowMillis()) {
                throw new Violation(name() + " has a deadline that a tick does not move");
            }
            planTick();
        }
    }

    private void planTick() {
        long deadline = peer.deadlineMillis();
        if (!alive || deadline == Long.MAX_VALUE) {
            return;
        }
        long atMicros = (deadline - World.START_MILLIS - skewMillis) * MICROS_PER_MILLI;
        if (atMicros < tickAtMicros) {
            tickAtMicros = Math.max(atMicros, world.events.nowMicros());
            world.events.at(tickAtMicros, index, Happening.Tick.TICK);
        }
    }

    private void carryOut(List<Output> outputs) {
        for (Output output : outputs) {
            if (mischief == null) {
                carryOut(output);
            } else {
                mischief.instead(output).forEach(this::carryOut);
            }
        }
    }

    private void carryOut(Output output) {
        if (!alive) {
            return;
        }
        switch (output) {
            case Output.OpenLink open -> world.network.open(this, open.link(), open.initiator(), open.polite());
            case Output.OpenRelay open -> world.network.openRelayed(this, open.link(), open.initiator(), open.polite());
            case Output.AskTicket _ -> world.server.askTicket(this);
            case Output.AskLapses ask -> world.server.askLapses(this, ask.wallets());
            case Output.Recheck _ -> throw new IllegalStateException("nobody asks a chain here");
            case Output.AskMembers _ -> world.server.askMembers(this);
            case Output.ApplySignal apply -> world.network.apply(this, apply.link(), apply.kind(), apply.body());
            case Output.SendSignal send -> world.server.signal(this, send);
            case Output.SendFragment send -> world.network.send(this, send.link(), send.bulk(), send.fragment());
            // The simulated network takes any path that there is.
            case Output.RepairLink _ -> {}
            case Output.CloseLink close -> world.network.close(this, close.link());
            case Output.Sign sign -> {
                asked.put(sign.ticket(), sign.message());
                answer(new Input.Signed(sign.ticket(), keys.sign(sign.message())));
            }
            case Output.Verify verify -> {
                boolean valid = world.crypto.verify(verify.check());
                world.ledger.onVerified(this, verify.check(), valid);
                answer(new Input.Verified(verify.ticket(), valid));
            }
            case Output.Seal seal ->
                answer(new Input.Sealed(seal.ticket(), world.crypto.seal(seal.to(), seal.content(), chance)));
            case Output.Unseal unseal -> answer(new Input.Unsealed(unseal.ticket(), unsealed(unseal)));
            case Output.MakePreKey make -> {
                Keys made = world.crypto.generate(chance);
                store.putPreKey(made);
                answer(new Input.PreKeyMade(make.ticket(), made.sealing()));
            }
            case Output.ErasePreKeys erase -> store.erasePreKeys(erase.before());
            case Output.Store keep -> {
                store.put(world.shared(keep.logged()));
                answer(new Input.Stored(keep.ticket(), true));
            }
            case Output.StoreProfile keep -> store.putProfile(keep.id(), keep.block());
            case Output.StoreRecord keep -> store.putRecord(keep.block());
            case Output.StoreRule rule -> {
                store.putRule(rule);
                world.watch.onRule(rule);
            }
            case Output.StoreEpoch epoch -> {
                store.putEpoch(epoch.id(), epoch.state());
                world.watch.onEpoch(this, epoch);
            }
            case Output.Erase erase ->
                erase.keys().forEach(key -> {
                    store.erase(key.id());
                    world.ledger.onErased(this, key.id());
                });
            case Output.Drop drop -> store.dropBelow(drop.belowLamport());
            case Output.Load load -> {
                List<@Nullable Bytes> blocks = new ArrayList<>();
                load.keys().forEach(key -> blocks.add(store.block(key.id())));
                answer(new Input.Loaded(load.ticket(), blocks));
            }
            case Output.LoadProfiles load -> {
                List<@Nullable Bytes> blocks = new ArrayList<>();
                load.ids().forEach(id -> blocks.add(store.profile(id)));
                answer(new Input.Loaded(load.ticket(), blocks));
            }
            case Output.Emit emit -> {
                if (emit.event() instanceof Event.LawChanged changed) {
                    law = changed.state();
                    world.watch.onLaw(this, changed.state());
                }
                world.ledger.onEvent(this, emit.event());
            }
        }
    }

    private @Nullable Bytes unsealed(Output.Unseal unseal) {
        return switch (unseal.purpose()) {
            case SIGNAL -> keys.unseal(unseal.sealed());
            case GRANT, LETTER -> guest == null ? null : unsealed(guest.device(), unseal.sealed());
            // Only a person has the wallet open something, and none is here.
            case WALLET -> null;
        };
    }

    private @Nullable Bytes unsealed(Keys device, Bytes sealed) {
        Bytes content = device.unseal(sealed);
        for (Keys prekey : store.prekeys()) {
            content = content == null ? prekey.unseal(sealed) : content;
        }
        return content;
    }

    private void answer(Input input) {
        world.events.after(CRYPTO_MICROS, index, new Happening.Tell(input));
    }

    /** A hostile peer does what it is here for. */
    void misbehave() {
        if (mischief != null && isPresent()) {
            mischief.act(this, world);
        }
    }

    void sleep() {
        asleep = true;
        naps++;
        tickAtMicros = Long.MAX_VALUE;
        world.network.sleep(this);
        world.server.sleep(this);
    }

    /** Everything that came in the meantime comes at once. */
    void wake() {
        asleep = false;
        while (!inbox.isEmpty()) {
            tell(inbox.remove());
        }
        planTick();
        world.server.onBack(this);
    }

    void leave() {
        tell(new Input.Leave());
        die(false);
    }

    void die(boolean silently) {
        alive = false;
        inbox.clear();
        world.network.end(this, silently);
        world.server.end(this, silently);
    }
}
