package tropichat.bench.keys;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.bench.room.Author;
import tropichat.core.Event;
import tropichat.core.Input;
import tropichat.core.Output;
import tropichat.core.Peer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.rules.Rule;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SignatureVerifier;

/** The owner's peer and all that it asks of its page, on one thread, in a time of its own. Nobody is linked with it. */
final class Owner {
    /** When the first epoch has long been there that a peer begins by and by. */
    static final long SETTLE_MILLIS = 60_000;

    /** As fast as core lets one person speak for long. */
    static final long MESSAGE_MILLIS = 100;

    /** In hex, with a number before it: the texts of 200 bytes of {@code bench history}. */
    private static final int TEXT_RANDOM_BYTES = 94;

    private static final String DOMAIN = "chat.example";

    /** Processor time of both, milliseconds. */
    record Duration(double firstMillis, double removalMillis) {}

    final Estate estate;
    private final Peer peer;
    private final SignatureVerifier verifier = new SignatureVerifier(Estate.HASHES);
    private final ArrayDeque<Input> answers = new ArrayDeque<>();
    private final List<Input.KeptRule> rules;
    private final Map<Cid, Bytes> epochs = new LinkedHashMap<>();

    /** Blocks of what was said, in the log's order. */
    final Map<Cid, Bytes> entries = new LinkedHashMap<>();

    final Map<Cid, Bytes> profiles = new LinkedHashMap<>();
    private @Nullable State law;
    private long nowMillis;

    Owner(Estate estate) {
        this.estate = estate;
        nowMillis = estate.startMillis;
        rules = new ArrayList<>(estate.rules());
        peer = Peer.createRuled(
                estate.config, estate.charter, estate.owner.identity(estate.owner.device), estate::bytes, nowMillis);
        tell(new Input.LawRestored(estate.rules(), List.of()));
        tell(new Input.Restored(List.of(), List.of(), true));
    }

    /** Begins a room's first epoch, in which everybody's key is checked, and then removes somebody. */
    static Duration measure(int members, long seed) {
        Owner owner = owner(members, DOMAIN, System.currentTimeMillis(), seed);
        double firstMillis = Cpu.millis(owner::settle);
        owner.check(members, 1);
        Input removal = removal(owner.estate);
        double removalMillis = Cpu.millis(() -> owner.tell(removal));
        owner.check(members - 1, 2);
        return new Duration(firstMillis, removalMillis);
    }

    static Owner owner(int members, String domain, long startMillis, long seed) {
        try {
            return new Owner(new Estate(members, domain, startMillis, seed));
        } catch (Malformed malformed) {
            throw new IllegalStateException("a room of our own that is none", malformed);
        }
    }

    /** Whoever came last is removed. */
    static Input removal(Estate estate) {
        return new Input.Decree(new Rule.Remove(estate.guests.getLast().wallet.address()));
    }

    /** Begins the first epoch, and grants it. */
    void settle() {
        long until = nowMillis + SETTLE_MILLIS;
        while (peer.deadlineMillis() <= until) {
            nowMillis = Math.max(nowMillis, peer.deadlineMillis());
            tell(new Input.Tick());
        }
        nowMillis = until;
    }

    /** Says something so many times. */
    void say(int count) {
        for (int i = 0; i < count; i++) {
            nowMillis += MESSAGE_MILLIS;
            tell(new Input.Say(
                    "message " + i + " " + estate.bytes(TEXT_RANDOM_BYTES).hex(), false, null));
        }
        if (entries.size() != count) {
            throw new IllegalStateException("of " + count + " messages " + entries.size() + " were said");
        }
    }

    // ---- What its browser keeps

    List<Input.KeptRule> rules() {
        return rules;
    }

    /** The states of epochs. */
    Map<Cid, Bytes> epochs() {
        return epochs;
    }

    /** Whether all devices of the members were given the epoch's secret. */
    private void check(int members, long number) {
        State state = law;
        Cid epoch = state == null ? null : state.epoch();
        Rule.Epoch rule = state == null || epoch == null ? null : state.epochs().get(epoch);
        int shares = 0;
        if (state != null && epoch != null) {
            for (Rule.Grant grant : state.grants().getOrDefault(epoch, List.of())) {
                shares += grant.shares().size();
            }
        }
        if (rule == null || rule.number() != number || shares != members) {
            throw new IllegalStateException("of " + members + " devices " + shares + " were given epoch " + number);
        }
    }

    /** Hands in an input, and whatever comes of it, to the end. */
    private void tell(Input input) {
        answers.add(input);
        while (!answers.isEmpty()) {
            for (Output output : peer.handle(answers.remove(), nowMillis)) {
                carryOut(output);
            }
        }
    }

    private void carryOut(Output output) {
        Author self = estate.owner;
        switch (output) {
            case Output.Sign sign -> answers.add(new Input.Signed(sign.ticket(), self.session.sign(sign.message())));
            case Output.Verify verify ->
                answers.add(new Input.Verified(verify.ticket(), verifier.verify(verify.check())));
            case Output.Seal seal ->
                answers.add(new Input.Sealed(seal.ticket(), SealingKey.seal(seal.to(), seal.content(), estate::bytes)));
            case Output.Unseal unseal ->
                answers.add(new Input.Unsealed(unseal.ticket(), self.device.open(unseal.sealed())));
            case Output.Store store -> {
                entries.put(store.logged().id(), store.logged().block());
                answers.add(new Input.Stored(store.ticket(), true));
            }
            case Output.StoreProfile store -> profiles.put(store.id(), store.block());
            case Output.StoreRule store -> rules.add(new Input.KeptRule(store.account(), store.block()));
            case Output.StoreEpoch store -> {
                Bytes state = store.state();
                if (state != null) {
                    epochs.put(store.id(), state);
                }
            }
            case Output.Emit emit -> {
                if (emit.event() instanceof Event.LawChanged changed) {
                    law = changed.state();
                }
            }
            case Output.StoreRecord _, Output.AskMembers _, Output.AskTicket _, Output.AskLapses _ -> {}
            default -> throw new IllegalStateException("nobody is there for " + output);
        }
    }
}
