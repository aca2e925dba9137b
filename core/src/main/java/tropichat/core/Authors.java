package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Entry;
import tropichat.core.room.Speaker;

/** Those who have spoken lately, linked or not: the rate of each, and how it calls itself by its newest profile. */
final class Authors {
    /** More who speak at once than a person could follow; the one silent for longest is forgotten. */
    static final int AUTHORS_MAX = 2_000;

    /** One who speaks. */
    private static final class Author {
        final TokenBucket bucket;

        @Nullable
        Entry entry;

        @Nullable
        Speaker speaker;

        Author(long nowMillis) {
            bucket = new TokenBucket(Limits.AUTHOR_ENTRIES_PER_SECOND, Limits.AUTHOR_ENTRIES_BURST, nowMillis);
        }
    }

    private final Host host;
    private final Map<DidKey, Author> authors = new LinkedHashMap<>();

    Authors(Host host) {
        this.host = host;
    }

    /** Who the session says to be; null where it has not been heard. */
    @Nullable
    Speaker find(DidKey session) {
        Author author = authors.get(session);
        return author == null ? null : author.speaker;
    }

    /** Whether the author may say one thing more just now. */
    boolean mayTake(DidKey session) {
        return speaking(session).bucket.take(1, host.nowMillis());
    }

    /** Takes note of a profile that counts; an older one than is known changes nothing. */
    boolean learn(Entry entry, Speaker speaker) {
        Author author = speaking(entry.author());
        Entry known = author.entry;
        if (known != null
                && (entry.timeMillis() < known.timeMillis()
                        || (entry.timeMillis() == known.timeMillis() && entry.lamport() <= known.lamport()))) {
            return false;
        }
        author.entry = entry;
        author.speaker = speaker;
        return true;
    }

    // The one that spoke last stands last.
    private Author speaking(DidKey session) {
        Author author = authors.remove(session);
        if (author == null) {
            author = new Author(host.nowMillis());
        }
        authors.put(session, author);
        Oldest.forget(authors.values(), AUTHORS_MAX);
        return author;
    }
}
