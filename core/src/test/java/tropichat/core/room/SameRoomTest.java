package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.wire.Cid;

/** Whoever holds the same entries has the same log and sees the same room, in whatever order they came. */
class SameRoomTest {
    private static final int ENTRIES = 300;
    private static final int LOGS = 3;
    private static final long NOW = 1_000_000;

    private final Talk talk = new Talk();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void threeLogsGivenTheSameEntriesInAnyOrderFoldAlike(long seed) {
        Random random = new Random(seed);
        List<Logged> entries = talk(random);
        Map<EntryKey, Fold.@Nullable Folded> room = null;
        List<EntryKey> keys = null;
        for (int i = 0; i < LOGS; i++) {
            Collections.shuffle(entries, random);
            Log log = new Log(random.nextInt());
            for (Logged each : entries) {
                log.add(each.id(), each.entry());
                // A second copy changes nothing.
                log.add(each.id(), each.entry());
            }
            assertEquals(ENTRIES, log.keys().size(), "seed " + seed);
            keys = keys == null ? keys(log) : keys;
            room = room == null ? fold(entries) : room;
            assertEquals(keys, keys(log), "seed " + seed);
            assertEquals(room, fold(entries), "seed " + seed);
            assertEquals(keys.getLast().lamport() + 1, log.nextLamport(NOW), "seed " + seed);
        }
    }

    private static List<EntryKey> keys(Log log) {
        List<EntryKey> keys = new ArrayList<>();
        for (int i = 0; i < log.keys().size(); i++) {
            keys.add(new EntryKey(
                    log.keys().lamportAt(i), Cid.ofDigest(log.keys().digestAt(i))));
        }
        return keys;
    }

    private static Map<EntryKey, Fold.@Nullable Folded> fold(List<Logged> entries) {
        Map<Cid, List<Logged>> about = new LinkedHashMap<>();
        for (Logged each : entries) {
            Cid target = each.entry().body().target();
            if (target != null) {
                about.computeIfAbsent(target, ignored -> new ArrayList<>()).add(each);
            }
        }
        Map<EntryKey, Fold.@Nullable Folded> folded = new TreeMap<>();
        for (Logged each : entries) {
            folded.put(each.key(), Fold.of(each, about.getOrDefault(each.id(), List.of())));
        }
        return folded;
    }

    /** People talk over one another: lamports are shared, and what is changed is changed by many. */
    private List<Logged> talk(Random random) {
        List<Speaker> speakers = List.of(
                Talk.speaker("ada", "0xA", true),
                Talk.speaker("ada elsewhere", "0xA", true),
                Talk.speaker("eve", "0xE", true),
                Talk.speaker("guest", "0xA", false));
        List<Logged> said = new ArrayList<>();
        List<Cid> texts = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            Speaker by = speakers.get(random.nextInt(speakers.size()));
            Cid about = texts.isEmpty() ? null : texts.get(random.nextInt(texts.size()));
            Logged next = talk.logged(by, 1 + i / 3, body(about, random));
            said.add(next);
            if (next.entry().body() instanceof EntryBody.Text) {
                texts.add(next.id());
            }
        }
        return said;
    }

    private EntryBody body(@Nullable Cid about, Random random) {
        if (about == null || random.nextInt(4) == 0) {
            return new EntryBody.Text("text " + talk.count, false, about);
        }
        return switch (random.nextInt(5)) {
            case 0 -> new EntryBody.Retraction(about);
            case 1, 2 -> new EntryBody.Edit(about, "edit " + talk.count);
            default -> new EntryBody.Reaction(about, random.nextBoolean() ? "🌴" : "🌊", random.nextBoolean());
        };
    }
}
