package tropichat.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.sync.MessageWriter.Budget;

/** Whether two sets come to know their difference, in the bytes that negentropy's reference implementation says. */
class ReconciliationTest {
    // ---- Against what the reference implementation said

    /**
     * Hashes of what js/Negentropy.js of github.com/hoytech/negentropy (MIT) said for these sets, without a limit; its
     * repository has no vectors of its own. The digest of number i is SHA-256 of "entry i".
     */
    @Test
    void saysWhatTheReferenceSays() throws Malformed {
        expect(
                run(12, i -> 1000 + i / 3, i -> i % 4 != 0, i -> i % 5 != 0),
                "04ab22816ce97bccee60dd8883d7086e6030d4da7aa07d0dc82770965a7857ae",
                "79bf5bd5af418bc7be3d15235753c43543efaec0ac613b8460ee33360d465f12");
        expect(
                run(5000, i -> 1 + i / 7, i -> i % 50 != 3, i -> i % 70 != 5),
                "f865d1ee6498f002a25702966cd083628417d72e604f77c5170c025b763725bd",
                "de511f0026eee7e8005ce5dcd6cd7234fcbb26c1837f77b27ad590202c6abab9",
                "9fa7c776ae09392b800bc4d26dad7df792cb0ed3122ba4d80c182ffb6d8d424e",
                "b62a628dc12d88968eed234bbafd21241e865ae04571bc8ba2bf9ee39ace42a5");
        expect(
                run(3000, i -> 7, i -> i % 500 != 3, i -> i % 700 != 5),
                "492b1bf47c88f9e7efbcc46112ad4f90d15ae9cdcc06d7e4ff04699b4fc518e3",
                "2cae80c2ec1d141f3d935b3a0b6ecce374137fcd02bb47fdf753df636d8dd013",
                "090205b26209af246d4c652838e2f6fdc590676cda9dc3650441796b9957cdbc",
                "75109185414c9b3a814b679432951f0d89d8aa355683791f6fd572933804b869");
        expect(
                run(300, i -> 100_000 + 1000 * i, i -> false, i -> true),
                "567d6544edf71f4928076701afc38e1a94b8f0c5ff2e8c38e91edb359f0ce389",
                "0503ec24297ab616c6ff9311f28848a5ea8e5be5b6db062d0fac2fb48f4dd83e");
    }

    private static TestSession run(int count, IntUnaryOperator lamport, IntPredicate isIn, IntPredicate isInOther)
            throws Malformed {
        IdSet set = new IdSet(1);
        IdSet other = new IdSet(2);
        for (int i = 0; i < count; i++) {
            Bytes digest = TestSession.HASHES.sha256(Bytes.utf8("entry " + i));
            if (isIn.test(i)) {
                set.add(lamport.applyAsInt(i), digest);
            }
            if (isInOther.test(i)) {
                other.add(lamport.applyAsInt(i), digest);
            }
        }
        return TestSession.run(set, 0, other, 0, TestSession.LARGE);
    }

    private static void expect(TestSession session, String... hashes) {
        assertEquals(
                List.of(hashes),
                session.transcript.stream()
                        .map(message -> TestSession.HASHES.sha256(message).hex())
                        .toList());
    }

    /** A whole talk in the same bytes, where one message is enough for a turn. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void saysWhatPlainNegentropySays(long seed) throws Malformed {
        Random random = new Random(seed);
        Sets sets = Sets.random(random, 4_000);
        TestSession session = sets.run(0, 0, TestSession.LARGE);
        PlainNegentropy initiator = new PlainNegentropy(sets.mine);
        PlainNegentropy responder = new PlainNegentropy(sets.theirs);
        List<Bytes> plain = new ArrayList<>();
        Bytes message = initiator.begin();
        while (plain.isEmpty() || !message.equals(Reconciliation.NOTHING)) {
            plain.add(message);
            Bytes answer = responder.reply(message, false);
            plain.add(answer);
            message = initiator.reply(answer, true);
        }
        assertEquals(plain, session.transcript, "seed " + seed);
        assertEquals(initiator.need, new LinkedHashSet<>(session.need), "seed " + seed);
        assertEquals(initiator.have, new LinkedHashSet<>(session.have), "seed " + seed);
    }

    // ---- Against the sets

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void findsTheDifference(long seed) throws Malformed {
        Sets sets = Sets.random(new Random(seed), 20_000);
        TestSession session = sets.run(0, 0, TestSession.LARGE);
        assertEquals(sorted(TestKey.missing(sets.theirs, sets.mine)), sorted(session.need), "seed " + seed);
        assertEquals(sorted(TestKey.missing(sets.mine, sets.theirs)), sorted(session.have), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void findsTheDifferenceWithinSmallLimits(long seed) throws Malformed {
        Random random = new Random(seed);
        Sets sets = Sets.random(random, 1_500);
        int messageBytes = Budget.MIN_BYTES + random.nextInt(1000);
        TestSession session = sets.run(0, 0, new Budget(messageBytes, messageBytes + random.nextInt(4000)));
        assertEquals(
                new TreeSet<>(TestKey.missing(sets.theirs, sets.mine)), new TreeSet<>(session.need), "seed " + seed);
        assertEquals(sorted(TestKey.missing(sets.mine, sets.theirs)), sorted(session.have), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void leavesOutWhatLiesBelowEitherFloor(long seed) throws Malformed {
        Random random = new Random(seed);
        Sets sets = Sets.random(random, 3_000);
        long floor = sets.someLamport(random);
        long otherFloor = sets.someLamport(random);
        long higher = Math.max(floor, otherFloor);
        if (random.nextBoolean()) {
            // As it should be; but what lies below a floor need not have been removed yet.
            sets.mine.removeIf(key -> key.lamport() < floor);
            sets.theirs.removeIf(key -> key.lamport() < otherFloor);
        }
        int messageBytes = Budget.MIN_BYTES + random.nextInt(10_000);
        TestSession session = sets.run(floor, otherFloor, new Budget(messageBytes, 2 * messageBytes));
        sets.mine.removeIf(key -> key.lamport() < higher);
        sets.theirs.removeIf(key -> key.lamport() < higher);
        assertEquals(
                new TreeSet<>(TestKey.missing(sets.theirs, sets.mine)), new TreeSet<>(session.need), "seed " + seed);
        assertEquals(sorted(TestKey.missing(sets.mine, sets.theirs)), sorted(session.have), "seed " + seed);
    }

    @Test
    void tellsANewcomerTheNewestFirstPageByPage() throws Malformed {
        TreeSet<TestKey> log = new TreeSet<>(TestKey.many(3_000, new Random(1)));
        IdSet full = TestKey.set(log, 1);
        Budget budget = new Budget(2_000, 5_000);
        List<Bytes> newestFirst = TestKey.missing(log, new TreeSet<>());
        TestSession asking = TestSession.run(new IdSet(1), 0, full, 0, budget);
        assertEquals(newestFirst, asking.need);
        assertEquals(List.of(), asking.have);
        TestSession asked = TestSession.run(full, 0, new IdSet(1), 0, budget);
        assertEquals(newestFirst, asked.have);
        assertEquals(List.of(), asked.need);
    }

    @Test
    void tellsANewcomerAllThatOneTurnHolds() throws Malformed {
        TreeSet<TestKey> log = new TreeSet<>(TestKey.many(32_000, new Random(1)));
        TestSession session = TestSession.run(new IdSet(1), 0, TestKey.set(log, 1), 0, TestSession.LARGE);
        assertEquals(TestKey.missing(log, new TreeSet<>()), session.need);
        assertEquals(1, session.roundTrips);
    }

    @Test
    void goesOnWhileTheSetsGrow() throws Malformed {
        TreeSet<TestKey> log = new TreeSet<>(TestKey.many(2_000, new Random(1)));
        IdSet full = TestKey.set(log, 1);
        IdSet growing = new IdSet(1);
        Budget budget = new Budget(1_000, 2_000);
        List<Bytes> turn = Reconciliation.begin(growing, 0, TestSession.HASHES, budget);
        int turns = 0;
        while (!turn.isEmpty()) {
            assertTrue(turns++ < 1_000, "does not end");
            List<Bytes> next = new ArrayList<>();
            for (Bytes message : turn) {
                for (Bytes answer : Reconciliation.answer(full, 0, message, TestSession.HASHES, budget)) {
                    Reconciliation.Step step = Reconciliation.step(growing, 0, answer, TestSession.HASHES, budget);
                    next.addAll(step.next());
                    step.need().forEach(digest -> growing.add(full.lamportOf(digest), digest));
                }
            }
            turn = next;
        }
        assertEquals(full.size(), growing.size());
    }

    @Test
    void saysNothingOfWhatIsTheSame() throws Malformed {
        IdSet set = TestKey.set(TestKey.many(1_000, new Random(1)), 1);
        List<Bytes> begin = Reconciliation.begin(set, 0, TestSession.HASHES);
        assertEquals(1, begin.size());
        assertEquals(List.of(Reconciliation.NOTHING), Reconciliation.answer(set, 0, begin.get(0), TestSession.HASHES));
        assertEquals(
                new Reconciliation.Step(List.of(), List.of(), List.of()),
                Reconciliation.step(set, 0, Reconciliation.NOTHING, TestSession.HASHES));
    }

    private static List<Bytes> sorted(List<Bytes> digests) {
        return digests.stream().sorted().toList();
    }

    /** Two sets that share some keys, few or many. */
    private record Sets(TreeSet<TestKey> mine, TreeSet<TestKey> theirs) {
        static Sets random(Random random, int sizeMax) {
            int count = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(sizeMax);
            double missingHere = random.nextInt(3) * random.nextDouble() / (random.nextBoolean() ? 2 : 40);
            double missingThere = random.nextInt(3) * random.nextDouble() / (random.nextBoolean() ? 2 : 40);
            Sets sets = new Sets(new TreeSet<>(), new TreeSet<>());
            for (TestKey key : TestKey.many(count, random)) {
                if (random.nextDouble() >= missingHere) {
                    sets.mine.add(key);
                }
                if (random.nextDouble() >= missingThere) {
                    sets.theirs.add(key);
                }
            }
            return sets;
        }

        TestSession run(long floor, long otherFloor, Budget budget) throws Malformed {
            return TestSession.run(TestKey.set(mine, 1), floor, TestKey.set(theirs, 2), otherFloor, budget);
        }

        long someLamport(Random random) {
            List<TestKey> all = new ArrayList<>(random.nextBoolean() ? mine : theirs);
            return all.isEmpty() ? 5 : all.get(random.nextInt(all.size())).lamport();
        }
    }
}
