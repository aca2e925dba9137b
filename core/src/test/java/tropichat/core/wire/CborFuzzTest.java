package tropichat.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/** Whatever bytes come: a value that is written again as the same bytes, or a refusal; never anything else. */
class CborFuzzTest {
    private static final int RANDOM_INPUTS = 10_000;
    private static final int MUTATED_INPUTS = 40_000;
    private static final int DEPTH = 4;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void randomBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] input = new byte[random.nextInt(64)];
            random.nextBytes(input);
            checkAnswer(Bytes.wrap(input));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void mutatedEncodings(long seed) {
        Random random = new Random(seed);
        int decoded = 0;
        for (int i = 0; i < MUTATED_INPUTS; i++) {
            Bytes valid = Cbor.encode(value(random, DEPTH));
            decoded += checkAnswer(Mutants.ofBytes(valid, random)) ? 1 : 0;
        }
        // Both answers must have been met often, or the test is not one.
        assertTrue(decoded > MUTATED_INPUTS / 100 && decoded < MUTATED_INPUTS * 99 / 100, "decoded " + decoded);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void valuesAreReadAsTheyWereWritten(long seed) throws Malformed {
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            Value value = value(random, DEPTH);
            assertEquals(value, Cbor.decode(Cbor.encode(value)));
        }
    }

    private static boolean checkAnswer(Bytes input) {
        try {
            assertEquals(input, Cbor.encode(Cbor.decode(input)));
            return true;
        } catch (Malformed refused) {
            assertNotNull(refused.reason());
            return false;
        }
    }

    private static Value value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> new Value.Int(integer(random));
            case 1 -> new Value.Blob(bytes(random));
            case 2 -> new Value.Text(text(random));
            case 3 -> new Value.Bool(random.nextBoolean());
            case 4 -> new Value.Null();
            case 5 -> new Value.Link(Cid.ofBlock(bytes(random), new TestHashes()));
            case 6 -> new Value.Leaf(Cid.ofBlock(bytes(random), new TestHashes()));
            case 7 -> {
                List<Value> items = new ArrayList<>();
                for (int i = random.nextInt(30); i > 0; i--) {
                    items.add(value(random, depth - 2));
                }
                yield new Value.Sequence(items);
            }
            default -> {
                Value.Mapping mapping = Value.map();
                for (int i = random.nextInt(6); i > 0; i--) {
                    mapping.with(text(random), value(random, depth - 1));
                }
                yield mapping;
            }
        };
    }

    /** Of any magnitude, the edges between lengths included. */
    private static long integer(Random random) {
        long magnitude = (1L << random.nextInt(54)) - random.nextInt(2);
        long bounded = Math.min(magnitude, Value.Int.MAX);
        return random.nextBoolean() ? bounded : -bounded;
    }

    private static Bytes bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 300 : random.nextInt(30)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(random.nextInt(4) == 0 ? "🌴" : random.nextInt(4) == 0 ? "ü" : "a");
        }
        return text.toString();
    }
}
