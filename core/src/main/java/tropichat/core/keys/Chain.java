package tropichat.core.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * The hash ratchet of one author in one epoch of a forward-secret room. It turns as far as a key was asked for; keys that
 * it passed wait for what is still to come. From what it keeps, no key can be made that was erased.
 */
final class Chain {
    /**
     * Keys of a chain, and so how far it can be made to turn and how many keys may wait: twice the entries of an epoch,
     * 1,000, since some go on in it until they hear of the next.
     */
    static final int KEYS_MAX = 2_048;

    private final KeySchedule schedule;
    private final Map<Integer, Bytes> waiting = new TreeMap<>();
    private Bytes secret;
    private int next;

    Chain(KeySchedule schedule, Bytes secret) {
        this.schedule = schedule;
        this.secret = secret;
    }

    /** The first index that no key was asked for at, nor at any after it. */
    int next() {
        return next;
    }

    boolean isErased(int index) {
        return index < next && !waiting.containsKey(index);
    }

    /**
     * The key for an index below {@link #KEYS_MAX} that {@linkplain #isErased is not erased}. Asking erases nothing, so what
     * proves false costs no key.
     */
    Bytes key(int index) {
        for (; next <= index; next++) {
            waiting.put(next, schedule.message(secret, next));
            secret = schedule.step(secret);
        }
        return Objects.requireNonNull(waiting.get(index));
    }

    void erase(int index) {
        waiting.remove(index);
    }

    Value.Mapping encode() {
        List<Value> keys = new ArrayList<>();
        waiting.forEach(
                (index, key) -> keys.add(Value.map().with("index", index).with("key", key)));
        return Value.map().with("secret", secret).with("next", next).with("keys", new Value.Sequence(keys));
    }

    static Chain decode(Fields fields, KeySchedule schedule) throws Malformed {
        Chain chain = new Chain(schedule, secret(fields, "secret"));
        chain.next = (int) fields.integer("next", 0, KEYS_MAX);
        int from = 0;
        for (Value value : fields.list("keys", KEYS_MAX)) {
            Fields kept = Fields.of(value);
            int index = (int) kept.integer("index", from, chain.next - 1);
            chain.waiting.put(index, secret(kept, "key"));
            from = index + 1;
        }
        return chain;
    }

    private static Bytes secret(Fields fields, String name) throws Malformed {
        return fields.blob(name, KeySchedule.SECRET_LENGTH, KeySchedule.SECRET_LENGTH);
    }
}
