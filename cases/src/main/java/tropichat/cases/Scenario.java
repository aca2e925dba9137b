package tropichat.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Event;
import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.Output;
import tropichat.core.Signal;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/**
 * A small room that lives through what a seed says: six peers come, more than are linked each with each, talk, rename
 * themselves, lose links and the server, invite one another by hand, receive broken bytes, and leave. All that the peers put out goes into one digest, so that two builds of core that
 * differ in anything at all answer differently. A change of what core does on purpose changes the vectors: the tests say
 * what the new ones are.
 */
final class Scenario {
    private static final long START_MILLIS = 1_800_000_000_000L;
    private static final String[] NAMES = {"Ada", "Bob", "Carol", "Dan", "Eve", "Frank"};

    /** Whose network lets no connection through. */
    private static final String SHUT_IN = "Frank";

    private static final String[] TEXTS = {"aloha", "🌴🌊 at the beach", "half of a pair: \ud83c", "مرحبا", "  ", "ä\tß"
    };
    private static final int ACTIONS = 60;
    private static final int ACTION_MILLIS_MAX = 2_000;
    private static final int LATENCY_MILLIS_MAX = 200;
    private static final int STOP_MILLIS_MAX = 20_000;
    private static final int END_MILLIS = 120_000;

    private record Happening(long atMillis, Runnable what) {}

    /** One end of a connection. */
    private static final class End {
        final Toy owner;
        final int link;

        /** The server carries it. */
        final boolean relayed;

        @Nullable
        End far;

        long arrivalMillis;
        boolean closed;

        End(Toy owner, int link, boolean relayed) {
            this.owner = owner;
            this.link = link;
            this.relayed = relayed;
        }

        boolean isShutIn() {
            return owner.name.equals(SHUT_IN) && !relayed;
        }
    }

    private final Hashes hashes;
    private final Chance chance;
    private final List<Toy> toys = new ArrayList<>();
    private final Map<String, End> ends = new LinkedHashMap<>();
    private final List<Toy> room = new ArrayList<>();
    private final List<Happening> future = new ArrayList<>();
    private boolean serving = true;
    private long nowMillis = START_MILLIS;
    private Bytes digest = Bytes.EMPTY;
    private int ids;
    private int outputs;
    private int messages;

    /** Between whom people carry codes just now. */
    private @Nullable Toy inviter;

    private @Nullable Toy invited;

    private Scenario(String seed, Hashes hashes) {
        this.hashes = hashes;
        this.chance = new Chance(seed, hashes);
    }

    /** The digest, and how much there was of it. */
    static String run(String seed, Hashes hashes) throws Malformed {
        Scenario scenario = new Scenario(seed, hashes);
        for (int i = 0; i < NAMES.length; i++) {
            Toy toy = new Toy(NAMES[i], i % 2 == 0, scenario.chance, hashes, START_MILLIS);
            scenario.toys.add(toy);
            scenario.after(scenario.chance.below(ACTION_MILLIS_MAX), () -> scenario.enter(toy));
        }
        long atMillis = 0;
        for (int i = 0; i < ACTIONS; i++) {
            atMillis += scenario.chance.below(ACTION_MILLIS_MAX);
            scenario.after(atMillis, scenario::act);
        }
        scenario.live(START_MILLIS + END_MILLIS);
        return scenario.digest.hex() + ", outputs " + scenario.outputs + ", messages " + scenario.messages;
    }

    // ---- Time

    private void live(long untilMillis) {
        while (true) {
            Happening next = null;
            for (Happening happening : future) {
                if (next == null || happening.atMillis() < next.atMillis()) {
                    next = happening;
                }
            }
            Toy waiting = null;
            long atMillis = next == null ? Long.MAX_VALUE : next.atMillis();
            for (Toy toy : toys) {
                if (toy.peer.deadlineMillis() < atMillis) {
                    atMillis = toy.peer.deadlineMillis();
                    waiting = toy;
                }
            }
            if (atMillis > untilMillis) {
                return;
            }
            nowMillis = Math.max(nowMillis, atMillis);
            if (waiting != null) {
                tell(waiting, new Input.Tick());
            } else if (next != null) {
                future.remove(next);
                next.what().run();
            }
        }
    }

    private void after(long millis, Runnable what) {
        future.add(new Happening(nowMillis + millis, what));
    }

    private void later(Toy toy, Input input) {
        after(1 + chance.below(LATENCY_MILLIS_MAX), () -> tell(toy, input));
    }

    // ---- What happens

    private void enter(Toy toy) {
        if (!serving || room.contains(toy)) {
            return;
        }
        toy.id = toy.name + " " + ++ids;
        for (Toy other : room) {
            tell(other, new Input.Joined(toy.introduction()));
        }
        room.add(toy);
        tell(toy, new Input.Entered(toy.id, others(toy), room.size(), true));
    }

    private List<Introduction> others(Toy toy) {
        List<Introduction> others = new ArrayList<>();
        for (Toy other : room) {
            if (other != toy) {
                others.add(other.introduction());
            }
        }
        return others;
    }

    private void drop(Toy toy) {
        if (room.remove(toy)) {
            tell(toy, new Input.SignalingLost());
            for (Toy other : room) {
                tell(other, new Input.Left(toy.id));
            }
            after(chance.below(3 * ACTION_MILLIS_MAX), () -> enter(toy));
        }
    }

    /** The server stops for a while; everybody finds it again when it is back. */
    private void stop() {
        if (!serving) {
            return;
        }
        serving = false;
        room.clear();
        for (Toy toy : toys) {
            tell(toy, new Input.SignalingLost());
        }
        after(chance.below(STOP_MILLIS_MAX), () -> {
            serving = true;
            for (Toy toy : toys) {
                after(chance.below(ACTION_MILLIS_MAX), () -> enter(toy));
            }
        });
    }

    /** One gives another a code, and gets the reply where there is one. */
    private void invite(Toy toy) {
        invited = toys.get(chance.below(toys.size()));
        tell(toy, new Input.Invite());
    }

    private void carry(Toy from, Event.CodeMade made) {
        Toy to = made.reply() ? inviter : invited;
        if (to != null) {
            inviter = made.reply() ? null : from;
            later(to, new Input.TakeCode(made.code()));
        }
    }

    private void act() {
        Toy toy = toys.get(chance.below(toys.size()));
        switch (chance.below(14)) {
            case 0 -> breakLink();
            case 1 -> drop(toy);
            case 2 -> tell(toy, new Input.ChangeProfile(toy.profile(toy.name + " " + chance.below(10))));
            case 3 -> tell(toy, new Input.SetTyping(chance.below(2) == 0));
            case 4 -> garble();
            case 5 -> {
                if (chance.below(4) == 0) {
                    tell(toy, new Input.Leave());
                }
            }
            case 6 -> {
                if (chance.below(2) == 0) {
                    stop();
                }
            }
            case 7 -> invite(toy);
            case 8 -> amend(toy);
            default -> tell(toy, new Input.Say(TEXTS[chance.below(TEXTS.length)], chance.below(4) == 0));
        }
    }

    /** Somebody changes or marks something that it keeps, its own or not. */
    private void amend(Toy toy) {
        List<Cid> kept = new ArrayList<>(toy.blocks.keySet());
        if (kept.isEmpty()) {
            return;
        }
        Cid target = kept.get(chance.below(kept.size()));
        switch (chance.below(3)) {
            case 0 -> tell(toy, new Input.Edit(target, TEXTS[0]));
            case 1 -> tell(toy, new Input.Retract(target));
            default -> tell(toy, new Input.React(target, "🌴", chance.below(3) > 0));
        }
    }

    private @Nullable End anyEnd() {
        List<End> open = new ArrayList<>();
        for (End end : ends.values()) {
            if (!end.closed) {
                open.add(end);
            }
        }
        return open.isEmpty() ? null : open.get(chance.below(open.size()));
    }

    private void breakLink() {
        End end = anyEnd();
        if (end != null) {
            close(end);
            tell(end.owner, new Input.LinkClosed(end.link));
        }
    }

    private void garble() {
        End end = anyEnd();
        if (end != null && chance.below(2) == 0) {
            tell(
                    end.owner,
                    new Input.FragmentReceived(end.link, chance.below(2) == 0, chance.next(1 + chance.below(40))));
        }
    }

    // ---- What the peers want

    private void tell(Toy toy, Input input) {
        for (Output output : toy.peer.handle(input, nowMillis)) {
            outputs++;
            Bytes line = Bytes.utf8(nowMillis + " " + toy.name + " " + output);
            digest = hashes.sha256(Bytes.concat(digest, line));
            carryOut(toy, output);
        }
    }

    private void carryOut(Toy toy, Output output) {
        switch (output) {
            case Output.OpenLink open -> open(toy, open.link(), open.initiator(), false);
            case Output.OpenRelay open -> open(toy, open.link(), open.initiator(), true);
            case Output.ApplySignal apply -> apply(end(toy, apply.link()), apply.kind(), apply.body());
            case Output.SendSignal send -> {
                for (Toy to : room) {
                    if (to.id.equals(send.to())) {
                        later(to, new Input.SignalReceived(toy.id, send.signal()));
                    }
                }
            }
            case Output.AskTicket ignored -> {}
            case Output.AskLapses ignored -> {}
            case Output.Recheck ignored -> {}
            case Output.AskMembers ignored -> {
                if (room.contains(toy)) {
                    later(toy, new Input.Sampled(others(toy), room.size()));
                }
            }
            case Output.SendFragment send -> {
                End far = end(toy, send.link()).far;
                if (far != null) {
                    inOrder(far, new Input.FragmentReceived(far.link, send.bulk(), send.fragment()));
                }
            }
            // Connections of toys need no repair: they are there or not.
            case Output.RepairLink ignored -> {}
            case Output.CloseLink close -> close(end(toy, close.link()));
            case Output.Sign sign -> later(toy, new Input.Signed(sign.ticket(), toy.sign(sign.message())));
            case Output.Verify verify ->
                later(toy, new Input.Verified(verify.ticket(), Toy.isValid(verify.check(), hashes)));
            case Output.Seal seal ->
                later(toy, new Input.Sealed(seal.ticket(), Toy.seal(seal.to(), seal.content(), hashes)));
            case Output.Unseal unseal -> later(toy, new Input.Unsealed(unseal.ticket(), toy.unseal(unseal.sealed())));
            case Output.Store store -> {
                toy.blocks.put(store.logged().id(), store.logged().block());
                later(toy, new Input.Stored(store.ticket(), true));
            }
            case Output.StoreProfile store -> toy.blocks.put(store.id(), store.block());
            case Output.Drop ignored -> {}
            // The toys' room is everybody's.
            case Output.StoreRecord ignored -> {}
            case Output.StoreRule ignored -> {}
            case Output.StoreEpoch ignored -> {}
            case Output.MakePreKey ignored -> {}
            case Output.ErasePreKeys ignored -> {}
            case Output.Erase ignored -> {}
            case Output.Load load -> {
                List<@Nullable Bytes> blocks = new ArrayList<>();
                for (EntryKey key : load.keys()) {
                    blocks.add(toy.blocks.get(key.id()));
                }
                later(toy, new Input.Loaded(load.ticket(), blocks));
            }
            case Output.LoadProfiles load -> {
                List<@Nullable Bytes> blocks = new ArrayList<>();
                for (Cid id : load.ids()) {
                    blocks.add(toy.blocks.get(id));
                }
                later(toy, new Input.Loaded(load.ticket(), blocks));
            }
            case Output.Emit emit -> {
                messages += emit.event() instanceof Event.Message ? 1 : 0;
                if (emit.event() instanceof Event.CodeMade made) {
                    carry(toy, made);
                }
            }
        }
    }

    private void open(Toy toy, int link, boolean initiator, boolean relayed) {
        ends.put(key(toy, link), new End(toy, link, relayed));
        if (initiator) {
            later(toy, new Input.SignalMade(link, Signal.Kind.OFFER, key(toy, link)));
        }
    }

    private void apply(End end, Signal.Kind kind, String body) {
        End far = ends.get(body);
        if (far == null || end.closed || far.closed || end.isShutIn() || far.isShutIn()) {
            return;
        }
        end.far = far;
        if (kind == Signal.Kind.OFFER) {
            later(end.owner, new Input.SignalMade(end.link, Signal.Kind.ANSWER, key(end.owner, end.link)));
        } else {
            far.far = end;
            inOrder(end, opened(end, far));
            inOrder(far, opened(far, end));
        }
    }

    private static Input opened(End end, End far) {
        return new Input.LinkOpened(end.link, "sha-256 " + end.owner.name, "sha-256 " + far.owner.name);
    }

    /** What comes over one connection keeps its order. */
    private void inOrder(End end, Input input) {
        end.arrivalMillis = Math.max(end.arrivalMillis + 1, nowMillis + 1 + chance.below(LATENCY_MILLIS_MAX));
        after(end.arrivalMillis - nowMillis, () -> {
            if (!end.closed) {
                tell(end.owner, input);
            }
        });
    }

    private void close(End end) {
        end.closed = true;
        if (end.far != null && !end.far.closed) {
            inOrder(end.far, new Input.LinkClosed(end.far.link));
        }
    }

    private End end(Toy toy, int link) {
        End end = ends.get(key(toy, link));
        if (end == null) {
            throw new IllegalStateException("a link that was never opened");
        }
        return end;
    }

    private static String key(Toy toy, int link) {
        return toy.name + "/" + link;
    }
}
