package tropichat.bench.keys;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.Event;
import tropichat.core.Input;
import tropichat.core.Output;
import tropichat.core.Peer;
import tropichat.core.base.Malformed;
import tropichat.core.rules.Rule;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SignatureVerifier;

/** The owner's peer and all that it asks of its page, on one thread. Nobody is linked with it. */
final class Owner {
    /** When the first epoch has long been there that a peer begins by and by. */
    private static final long SETTLE_MILLIS = 60_000;

    /** Processor time of both, milliseconds. */
    record Duration(double firstMillis, double removalMillis) {}

    private final Estate estate;
    private final Peer peer;
    private final SignatureVerifier verifier = new SignatureVerifier(Estate.HASHES);
    private final ArrayDeque<Input> answers = new ArrayDeque<>();
    private @Nullable State law;
    private long nowMillis = Estate.START_MILLIS;

    private Owner(Estate estate) {
        this.estate = estate;
        peer = Peer.createRuled(estate.config, estate.charter, estate.identity, estate::bytes, nowMillis);
        tell(estate.kept());
        tell(new Input.Restored(List.of(), List.of(), true));
    }

    /** Begins a room's first epoch, in which everybody's key is checked, and then removes somebody. */
    static Duration measure(int members, long seed) {
        Owner owner = owner(members, seed);
        double firstMillis = Cpu.millis(owner::settle);
        owner.check(members, 1);
        Input removal = new Input.Decree(new Rule.Remove(owner.estate.guests.getLast()));
        double removalMillis = Cpu.millis(() -> owner.tell(removal));
        owner.check(members - 1, 2);
        return new Duration(firstMillis, removalMillis);
    }

    private static Owner owner(int members, long seed) {
        try {
            return new Owner(new Estate(members, seed));
        } catch (Malformed malformed) {
            throw new IllegalStateException("a room of our own that is none", malformed);
        }
    }

    private void settle() {
        long until = nowMillis + SETTLE_MILLIS;
        while (peer.deadlineMillis() <= until) {
            nowMillis = Math.max(nowMillis, peer.deadlineMillis());
            tell(new Input.Tick());
        }
        nowMillis = until;
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
        switch (output) {
            case Output.Sign sign -> answers.add(new Input.Signed(sign.ticket(), estate.session.sign(sign.message())));
            case Output.Verify verify ->
                answers.add(new Input.Verified(verify.ticket(), verifier.verify(verify.check())));
            case Output.Seal seal ->
                answers.add(new Input.Sealed(seal.ticket(), SealingKey.seal(seal.to(), seal.content(), estate::bytes)));
            case Output.Unseal unseal ->
                answers.add(new Input.Unsealed(unseal.ticket(), estate.device.open(unseal.sealed())));
            case Output.Store store -> answers.add(new Input.Stored(store.ticket(), true));
            case Output.Emit emit -> {
                if (emit.event() instanceof Event.LawChanged changed) {
                    law = changed.state();
                }
            }
            case Output.StoreProfile _, Output.StoreRecord _, Output.StoreRule _, Output.StoreEpoch _ -> {}
            case Output.AskMembers _ -> {}
            default -> throw new IllegalStateException("nobody is there for " + output);
        }
    }
}
