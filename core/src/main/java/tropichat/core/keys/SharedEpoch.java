package tropichat.core.keys;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * An epoch whose secret is kept. Whoever has it can make every key, so a ratchet would hide nothing: each key is made from
 * the chain's first secret when it is asked for, in any order at the same cost, and nothing else is remembered.
 */
record SharedEpoch(KeySchedule schedule, Cid id, Bytes secret) implements Epoch {
    @Override
    public int next(DidKey self, int fresh) {
        return fresh;
    }

    @Override
    public Opening.@Nullable Reason refusal(DidKey author, Bytes chain, int index) {
        return chain.isEmpty() ? Opening.Reason.FALSE : null;
    }

    @Override
    public Bytes key(DidKey author, Bytes chain, int index) {
        return schedule.message(schedule.chain(schedule.root(id, secret), author, chain), index);
    }

    @Override
    public void onUsed(DidKey author, int index) {
        // It may be asked for again.
    }

    @Override
    public Value.Mapping encode() {
        return Value.map().with("secret", secret);
    }

    static SharedEpoch decode(Fields fields, Cid id, KeySchedule schedule) throws Malformed {
        Bytes secret = fields.blob("secret", KeySchedule.SECRET_LENGTH, KeySchedule.SECRET_LENGTH);
        return new SharedEpoch(schedule, id, secret);
    }
}
