package tropichat.core.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** An epoch of which only the keys are kept that were not used yet: a chain for each session that was in it. */
final class ForwardSecretEpoch implements Epoch {
    private final Map<DidKey, Chain> chains = new LinkedHashMap<>();

    private ForwardSecretEpoch() {}

    /** Makes all chains; the secret is not kept. */
    static ForwardSecretEpoch of(Cid id, Bytes secret, Collection<DidKey> sessions, KeySchedule schedule) {
        if (sessions.size() > GroupKeys.SESSIONS_MAX) {
            throw new IllegalArgumentException(sessions.size() + " sessions in an epoch");
        }
        ForwardSecretEpoch epoch = new ForwardSecretEpoch();
        Bytes root = schedule.root(id, secret);
        for (DidKey session : sessions) {
            epoch.chains.put(session, new Chain(schedule, schedule.chain(root, session, Bytes.EMPTY)));
        }
        return epoch;
    }

    @Override
    public @Nullable Bytes secret() {
        return null;
    }

    @Override
    public int next(DidKey self, int fresh) {
        Chain chain = chains.get(self);
        return chain == null ? fresh : chain.next();
    }

    @Override
    public Opening.@Nullable Reason refusal(DidKey author, Bytes name, int index) {
        Chain chain = chains.get(author);
        if (chain == null || !name.isEmpty()) {
            return Opening.Reason.FALSE;
        }
        if (index >= Chain.KEYS_MAX) {
            return Opening.Reason.TOO_FAR;
        }
        return chain.isErased(index) ? Opening.Reason.USED : null;
    }

    @Override
    public Bytes key(DidKey author, Bytes name, int index) {
        return chain(author).key(index);
    }

    @Override
    public void onUsed(DidKey author, int index) {
        chain(author).erase(index);
    }

    private Chain chain(DidKey author) {
        Chain chain = chains.get(author);
        if (chain == null) {
            throw new IllegalArgumentException("a session that is not in the epoch");
        }
        return chain;
    }

    @Override
    public Value.Mapping encode() {
        List<Value> encoded = new ArrayList<>();
        chains.forEach((session, chain) -> encoded.add(chain.encode().with("session", session.publicKey())));
        return Value.map().with("chains", new Value.Sequence(encoded));
    }

    static ForwardSecretEpoch decode(Fields fields, KeySchedule schedule) throws Malformed {
        ForwardSecretEpoch epoch = new ForwardSecretEpoch();
        for (Value value : fields.list("chains", GroupKeys.SESSIONS_MAX)) {
            Fields chain = Fields.of(value);
            if (epoch.chains.put(DidKey.of(chain, "session"), Chain.decode(chain, schedule)) != null) {
                throw new Malformed(Reason.NOT_CANONICAL, "two chains of one session");
            }
        }
        return epoch;
    }
}
