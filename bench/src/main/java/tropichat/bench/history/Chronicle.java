package tropichat.bench.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tropichat.bench.room.Author;
import tropichat.core.base.Bytes;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/**
 * What was said in a room, signed for real: authors in turn, each with a wallet's delegation, one entry a second until
 * now, each naming the one before.
 */
final class Chronicle {
    static final RoomName ROOM = new RoomName("archive");

    /** Bytes of a text. */
    static final int TEXT_BYTES = 200;

    /** Occurs in one message of {@link #RARE_EVERY}, as the first and second search look for it. */
    static final List<String> RARE_WORDS = List.of("mangrove", "pineapple");

    static final int RARE_EVERY = 1_000;

    private static final int AUTHORS = 20;
    private static final long GAP_MILLIS = 1_000;

    /** Before the first entry, so that clocks that differ a little change nothing. */
    private static final long MARGIN_MILLIS = 60_000;

    private static final int WORDS = 2_000;
    private static final int LETTERS_MIN = 2;
    private static final int LETTERS_MAX = 9;

    private final List<String> words = new ArrayList<>();
    private final Random random;
    final Map<Cid, Bytes> profiles = new LinkedHashMap<>();

    /** In the log's order. */
    final Map<Cid, Bytes> blocks = new LinkedHashMap<>();

    final List<EntryKey> keys = new ArrayList<>();
    final List<Author> authors = new ArrayList<>();

    /** @param domain for which the wallets have delegated */
    Chronicle(int entries, String domain, long nowMillis, long seed) {
        random = new Random(seed);
        for (int i = 0; i < WORDS; i++) {
            words.add(word());
        }
        long startMillis = nowMillis - entries * GAP_MILLIS;
        long[] validMillis = {startMillis - MARGIN_MILLIS, nowMillis + 24 * 60 * 60 * 1000};
        List<Cid> named = new ArrayList<>();
        for (int i = 0; i < AUTHORS; i++) {
            Author author = new Author("Author " + i, domain, validMillis, random);
            Bytes profile = author.profileBlock(ROOM, startMillis);
            authors.add(author);
            named.add(Author.idOf(profile));
            profiles.put(named.get(i), profile);
        }
        List<Cid> parents = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            Author author = authors.get(i % AUTHORS);
            Entry entry = new Entry(
                    ROOM,
                    author.session.did(),
                    1 + i,
                    startMillis + i * GAP_MILLIS,
                    parents,
                    named.get(i % AUTHORS),
                    new EntryBody.Text(text(i), false, null));
            Bytes block = author.signed(entry);
            Cid id = Author.idOf(block);
            blocks.put(id, block);
            keys.add(new EntryKey(entry.lamport(), id));
            parents = List.of(id);
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int letters = LETTERS_MIN + random.nextInt(LETTERS_MAX - LETTERS_MIN + 1);
        for (int i = 0; i < letters; i++) {
            word.append((char) ('a' + random.nextInt('z' - 'a' + 1)));
        }
        return word.toString();
    }

    private String text(int number) {
        StringBuilder text = new StringBuilder("message " + number);
        if (number % RARE_EVERY < RARE_WORDS.size()) {
            text.append(' ').append(RARE_WORDS.get(number % RARE_EVERY));
        }
        while (text.length() < TEXT_BYTES) {
            text.append(' ').append(words.get(random.nextInt(WORDS)));
        }
        text.setLength(TEXT_BYTES);
        return text.toString();
    }
}
