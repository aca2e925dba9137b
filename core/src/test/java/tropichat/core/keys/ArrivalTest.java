package tropichat.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Cid;

/** Entries of several authors in several epochs arrive in any order, some never, some twice, and pages are reloaded. */
class ArrivalTest {
    private static final int AUTHORS = 4;
    private static final int EPOCHS = 3;
    private static final int ENTRIES = 400;

    private record Entry(Keyholder author, Sealed sealed, Bytes context, String text) {}

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"SHARED, 1", "SHARED, 2", "SHARED, 3", "FORWARD_SECRET, 1", "FORWARD_SECRET, 2", "FORWARD_SECRET, 3"})
    void whatArrivesOpens(History history, long seed) throws Malformed {
        Random random = new Random(seed);
        List<Keyholder> authors = new ArrayList<>();
        for (int i = 0; i < AUTHORS; i++) {
            authors.add(new Keyholder("author " + i + " of " + seed, history));
        }
        Keyholder reader = new Keyholder("reader of " + seed, history);
        List<Keyholder> all = new ArrayList<>(authors);
        all.add(reader);
        List<Cid> epochs = new ArrayList<>();
        for (int i = 0; i < EPOCHS; i++) {
            Cid epoch = Keyholder.epoch("epoch " + i);
            epochs.add(epoch);
            Keyholder.begin(epoch, all.toArray(Keyholder[]::new));
        }
        List<Entry> arriving = arriving(spoken(authors, epochs, random), random);
        Set<Sealed> opened = new LinkedHashSet<>();
        int again = 0;
        for (Entry entry : arriving) {
            if (random.nextInt(20) == 0) {
                reader.reload();
            }
            Opening opening = reader.keys.open(entry.author().session, entry.context(), entry.sealed());
            boolean first = opened.add(entry.sealed());
            again += first ? 0 : 1;
            assertEquals(
                    first || history == History.SHARED
                            ? new Opening.Opened(Bytes.utf8(entry.text()))
                            : new Opening.Refused(Opening.Reason.USED),
                    opening,
                    entry.text());
        }
        assertTrue(again > 0 && opened.size() < ENTRIES, again + " came again, " + opened.size() + " came at all");
    }

    private static List<Entry> spoken(List<Keyholder> authors, List<Cid> epochs, Random random) throws Malformed {
        List<Entry> spoken = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            Keyholder author = authors.get(random.nextInt(AUTHORS));
            if (random.nextInt(20) == 0) {
                author.reload();
            }
            Bytes context = Bytes.utf8("parents of " + i);
            String text = "entry " + i;
            spoken.add(
                    new Entry(author, author.seal(epochs.get(random.nextInt(EPOCHS)), context, text), context, text));
        }
        return spoken;
    }

    /** A tenth is lost, and a fifth of the rest comes twice. */
    private static List<Entry> arriving(List<Entry> spoken, Random random) {
        List<Entry> arriving = new ArrayList<>();
        for (Entry entry : spoken) {
            if (random.nextInt(10) > 0) {
                arriving.add(entry);
                if (random.nextInt(5) == 0) {
                    arriving.add(entry);
                }
            }
        }
        Collections.shuffle(arriving, random);
        return arriving;
    }
}
