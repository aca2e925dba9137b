package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.wire.Cid;

/** Whoever has the same rules sees the same room, and it is the one that the document describes. */
class SameLawTest {
    private static final int LAWS = 20;
    private static final int RULES = 60;
    private static final int KINDS = 21;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void judgesAlikeInAnyOrderOfArrival(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LAWS; i++) {
            RandomLaw law = new RandomLaw(random, RULES);
            State expected = new SlowLaw(law.room.record, law.room.said).state();
            String which = "seed " + seed + ", law " + i;
            for (int replica = 0; replica < 2; replica++) {
                List<Ruled> arriving = new ArrayList<>(law.room.said);
                Collections.shuffle(arriving, random);
                assertEquals(expected, law.room.rulesOf(arriving).state(), which);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void judgesWhatSomebodyHadSeenLikeWhoeverHasNoMore(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LAWS; i++) {
            RandomLaw law = new RandomLaw(random, RULES);
            Rules all = law.room.rulesOf(law.room.said);
            for (int j = 0; j < 4; j++) {
                List<Cid> heads = new ArrayList<>();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    heads.add(law.room
                            .said
                            .get(random.nextInt(law.room.said.size()))
                            .id());
                }
                List<Ruled> seen = seen(law.room.said, heads);
                State expected = law.room.rulesOf(seen).state();
                assertEquals(expected, all.state(heads), "seed " + seed + ", law " + i);
                assertEquals(expected, new SlowLaw(law.room.record, seen).state(), "seed " + seed + ", law " + i);
            }
        }
    }

    /** What the tests above are worth: of each kind there are rules that count and others that do not. */
    @Test
    void meetsBothAnswersForEveryKindOfRule() {
        Random random = new Random(21);
        Map<String, Integer> counting = new TreeMap<>();
        Map<String, Integer> voided = new TreeMap<>();
        for (int i = 0; i < LAWS; i++) {
            RandomLaw law = new RandomLaw(random, RULES);
            SlowLaw slow = new SlowLaw(law.room.record, law.room.said);
            for (Ruled each : law.room.said) {
                (slow.counts(each) ? counting : voided)
                        .merge(each.rule().getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        assertEquals(KINDS, counting.size(), counting.toString());
        // Whoever says that a session is no device any more says it of itself alone: that always counts. A gatekeeper's
        // word
        // that somebody holds nothing does too, unless it is about the owner.
        assertEquals(KINDS - 1, voided.size(), voided.toString());
        int rarest = Math.min(Collections.min(counting.values()), Collections.min(voided.values()));
        assertTrue(rarest >= 3, counting + " count, " + voided + " do not");
    }

    private static List<Ruled> seen(List<Ruled> said, List<Cid> heads) {
        List<Cid> wanted = new ArrayList<>(heads);
        List<Ruled> seen = new ArrayList<>();
        // Parents stand before what names them.
        for (int i = said.size() - 1; i >= 0; i--) {
            Ruled each = said.get(i);
            if (wanted.contains(each.id())) {
                seen.add(0, each);
                wanted.addAll(each.envelope().parents());
            }
        }
        return seen;
    }
}
