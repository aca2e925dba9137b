package tropichat.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tropichat.core.keys.Keyholder.EPOCH;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** What is kept of an epoch is taken back as it was, or refused. */
class StateTest {
    private final Keyholder ada = new Keyholder("ada", History.FORWARD_SECRET);
    private final Keyholder bob = new Keyholder("bob", History.FORWARD_SECRET);

    @BeforeEach
    void someKeysWait() {
        Keyholder.begin(EPOCH, ada, bob);
        ada.seal("0");
        ada.seal("1");
        bob.assertOpens("2", ada, ada.seal("2"));
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameWhenTakenBack(History history) throws Malformed {
        Keyholder one = new Keyholder("one", history);
        Keyholder.begin(EPOCH, one, ada);
        Bytes before = one.keys.state(EPOCH);
        one.reload();
        assertEquals(before, one.keys.state(EPOCH));
    }

    @Test
    void keysThatWaitAreTakenBack() throws Malformed {
        Bytes before = bob.keys.state(EPOCH);
        bob.reload();
        assertEquals(before, bob.keys.state(EPOCH));
    }

    @Test
    void ofAnotherVersionIsRefused() throws Malformed {
        assertRefused(Reason.UNKNOWN_VERSION, state().with("v", 2));
    }

    @Test
    void ofARoomOfTheOtherKindIsRefused() throws Malformed {
        Keyholder shared = new Keyholder("carol", History.SHARED);
        Keyholder.begin(EPOCH, shared);
        assertRefused(Reason.FIELD, Cbor.decodeFields(stateOf(shared)).mapping());
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> shared.keys.restore(stateOf(bob)))
                        .reason());
    }

    @Test
    void withTwoChainsOfOneSessionIsRefused() throws Malformed {
        Value first = chains().get(0);
        assertRefused(Reason.NOT_CANONICAL, state().with("chains", new Value.Sequence(List.of(first, first))));
    }

    @Test
    void withTooManyChainsIsRefused() throws Malformed {
        List<Value> many = new ArrayList<>();
        for (int i = 0; i <= GroupKeys.SESSIONS_MAX; i++) {
            many.add(chains().get(0));
        }
        assertRefused(Reason.TOO_LARGE, state().with("chains", new Value.Sequence(many)));
    }

    @Test
    void withKeysThatItCannotHaveIsRefused() throws Malformed {
        for (int[] indexes : new int[][] {{3}, {0, 0}, {1, 0}, {-1}, {0, 3}}) {
            List<Value> keys = new ArrayList<>();
            for (int index : indexes) {
                keys.add(Value.map().with("index", index).with("key", Bytes.wrap(new byte[32])));
            }
            assertRefused(Reason.FIELD, withChain(chain().with("keys", new Value.Sequence(keys))));
        }
        assertRefused(Reason.FIELD, withChain(chain().with("next", Chain.KEYS_MAX + 1)));
        assertRefused(Reason.FIELD, withChain(chain().with("next", -1)));
        assertRefused(Reason.FIELD, withChain(chain().with("secret", Bytes.wrap(new byte[31]))));
        assertRefused(Reason.FIELD, withChain(chain().with("session", Bytes.wrap(new byte[31]))));
    }

    private void assertRefused(Reason reason, Value state) {
        Keyholder reloaded = new Keyholder("bob", History.FORWARD_SECRET);
        Malformed malformed = assertThrows(Malformed.class, () -> reloaded.keys.restore(Cbor.encode(state)));
        assertEquals(reason, malformed.reason());
    }

    /** Bob's state, in which Ada's chain, the first, has passed three keys. */
    private Value.Mapping state() throws Malformed {
        return Cbor.decodeFields(stateOf(bob)).mapping();
    }

    private List<Value> chains() throws Malformed {
        return Cbor.decodeFields(stateOf(bob)).list("chains", GroupKeys.SESSIONS_MAX);
    }

    private Value.Mapping chain() throws Malformed {
        return Fields.of(chains().get(0)).mapping();
    }

    private Value.Mapping withChain(Value chain) throws Malformed {
        return state().with("chains", new Value.Sequence(List.of(chain)));
    }

    private static Bytes stateOf(Keyholder holder) {
        Bytes state = holder.keys.state(EPOCH);
        if (state == null) {
            throw new AssertionError("no state");
        }
        return state;
    }
}
