package tropichat.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.sync.MessageWriter.Budget;
import tropichat.core.wire.Mutants;

/** What a broken or hostile peer says ends in {@link Malformed}, or in an answer within the limits. */
class ReconciliationFuzzTest {
    private static final String ID = "11".repeat(IdSet.DIGEST_BYTES);

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "60, UNKNOWN_VERSION",
        "62, UNKNOWN_VERSION",
        "6100, TRUNCATED",
        "610000, TRUNCATED",
        "61000001, TRUNCATED",
        "6100000201, TRUNCATED",
        // A mode that there is not; a digest that is too long; one at infinity.
        "61000003, TOO_LARGE",
        "610121, TOO_LARGE",
        "6100010000, NOT_CANONICAL",
        // A range after the last.
        "610000000500, TRAILING",
        // One that ends where it begins, by lamport or by zeros of the digest; one that goes back.
        "61010000, NOT_CANONICAL",
        "61050000010000, NOT_CANONICAL",
        "61050107000101020000, NOT_CANONICAL",
        "610501070001010600, NOT_CANONICAL",
        "61050107000102070000, NOT_CANONICAL",
        // Numbers that are not the shortest, or beyond all lamports, or without end.
        "6180050000, NOT_CANONICAL",
        "61908080808080800100, TOO_LARGE",
        "618fffffffffffff7f00008fffffffffffff7f0000, TOO_LARGE",
        "61ffffffffffffffffffffffffffffffffffffffff, TOO_LARGE",
        // More digests than there are bytes.
        "610000028fffffffffffff7f, TOO_LARGE",
        "61000002cc0011, TOO_LARGE",
        "610000020511, TRUNCATED",
    })
    void refusesWhatIsNoMessage(String hex, Reason reason) {
        Bytes message = bytes(hex);
        IdSet set = TestKey.set(TestKey.many(100, new Random(1)), 1);
        for (boolean isInitiator : List.of(true, false)) {
            Malformed malformed =
                    assertThrows(Malformed.class, () -> read(set, message, isInitiator, TestSession.LARGE));
            assertEquals(reason, malformed.reason());
        }
    }

    @Test
    void readsTheGreatestLamport() throws Malformed {
        IdSet set = new IdSet(1);
        set.add(IdSet.LAMPORT_MAX, bytes(ID));
        Bytes upToIt = bytes("6190808080808080000002" + "01" + ID);
        assertEquals(
                List.of(bytes(ID)),
                Reconciliation.step(new IdSet(1), 0, upToIt, TestSession.HASHES).need());
        assertThrows(Malformed.class, () -> Reconciliation.step(set, 0, upToIt, TestSession.HASHES));
        Bytes beyond = bytes("61000002" + "01" + ID);
        assertEquals(
                List.of(),
                Reconciliation.step(set, 0, beyond, TestSession.HASHES).need());
    }

    @Test
    void refusesDigestsThatAreNamedTwiceOrOutOfOrder() {
        IdSet set = new IdSet(1);
        set.add(1, bytes("01".repeat(32)));
        set.add(2, bytes("02".repeat(32)));
        for (String digests : List.of(ID + ID, "01".repeat(64), "02".repeat(32) + "01".repeat(32))) {
            Bytes message = bytes("6100000202" + digests);
            assertThrows(Malformed.class, () -> Reconciliation.step(set, 0, message, TestSession.HASHES));
        }
    }

    @Test
    void refusesAMessageThatIsTooLong() {
        byte[] skips = new byte[Reconciliation.MESSAGE_BYTES_MAX + 1];
        Arrays.fill(skips, (byte) 0x02);
        Malformed malformed =
                assertThrows(Malformed.class, () -> read(new IdSet(1), Bytes.wrap(skips), false, TestSession.LARGE));
        assertEquals(Reason.TOO_LARGE, malformed.reason());
    }

    /** As many ranges as a message holds, each of which asks for something. */
    @ParameterizedTest
    @ValueSource(strings = {"02000200", "020001" + "22222222222222222222222222222222"})
    void answersTheMostExpensiveMessageWithinTheLimits(String range) throws Malformed {
        List<TestKey> keys = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            keys.add(TestKey.random(i / 4, random));
        }
        IdSet set = TestKey.set(keys, 1);
        int ranges = (Reconciliation.MESSAGE_BYTES_MAX - 1) / (range.length() / 2);
        Bytes message = bytes("61" + range.repeat(ranges));
        read(set, message, false, TestSession.LARGE);
        read(set, message, true, TestSession.LARGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesMutantsOfWhatPeersSay(long seed) throws Malformed {
        Random random = new Random(seed);
        TreeSet<TestKey> mine = new TreeSet<>(TestKey.many(2_000, random));
        TreeSet<TestKey> theirs = new TreeSet<>(mine);
        mine.removeIf(key -> random.nextInt(50) == 0);
        theirs.removeIf(key -> random.nextInt(50) == 0);
        IdSet set = TestKey.set(mine, 1);
        Budget budget = new Budget(4_000, 9_000);
        TestSession session = TestSession.run(set, 0, TestKey.set(theirs, 2), 0, budget);
        int refused = 0;
        int mutants = 4_000;
        for (int i = 0; i < mutants; i++) {
            Bytes mutant = session.transcript.get(random.nextInt(session.transcript.size()));
            for (int times = random.nextInt(3); times >= 0 && !mutant.isEmpty(); times--) {
                mutant = Mutants.ofBytes(mutant, random);
            }
            try {
                read(set, mutant, random.nextBoolean(), budget);
            } catch (Malformed malformed) {
                refused++;
            }
        }
        assertTrue(refused > mutants / 10 && refused < mutants, refused + " refused, seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void survivesRandomBytes(long seed) {
        Random random = new Random(seed);
        IdSet set = TestKey.set(TestKey.many(1_000, random), 1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(100)];
            random.nextBytes(bytes);
            for (int at = 1; at < bytes.length; at++) {
                // Small numbers, so that many are ranges.
                bytes[at] = random.nextInt(3) > 0 ? (byte) random.nextInt(4) : bytes[at];
            }
            bytes[0] = 0x61;
            try {
                read(set, Bytes.wrap(bytes), random.nextBoolean(), TestSession.LARGE);
            } catch (Malformed malformed) {
                // As it should be.
            }
        }
    }

    private static void read(IdSet set, Bytes message, boolean isInitiator, Budget budget) throws Malformed {
        List<Bytes> said = isInitiator
                ? Reconciliation.step(set, 0, message, TestSession.HASHES, budget)
                        .next()
                : Reconciliation.answer(set, 0, message, TestSession.HASHES, budget);
        int bytes = 0;
        for (Bytes each : said) {
            assertTrue(each.length() <= budget.messageBytes());
            bytes += each.length();
            // What we say is well-formed whatever was said to us.
            Range.read(each);
        }
        assertTrue(bytes <= budget.turnBytes());
    }

    private static Bytes bytes(String hex) {
        Bytes bytes = Bytes.parseHex(hex);
        if (bytes == null) {
            throw new IllegalArgumentException(hex);
        }
        return bytes;
    }
}
