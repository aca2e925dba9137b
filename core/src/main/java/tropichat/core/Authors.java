package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;

/** Those who have spoken lately, linked or not: the rate of each, and the profile entry by which it says who it is. */
final class Authors {
    /** More who speak at once than a person could follow; the one silent for longest is forgotten. */
    static final int AUTHORS_MAX = 2_000;

    /** One who speaks. */
    static final class Author {
        private final TokenBucket bucket;
        private @Nullable Bytes block;
        private @Nullable Entry entry;

        /** How to show the person; null until its profile entry has come. */
        @Nullable
        Profile profile;

        String wallet = "";
        boolean proven;

        Author(long nowMillis) {
            bucket = new TokenBucket(Limits.AUTHOR_ENTRIES_PER_SECOND, Limits.AUTHOR_ENTRIES_BURST, nowMillis);
        }

        /** The block of the newest profile entry; null where none has come. */
        @Nullable
        Bytes profileBlock() {
            return block;
        }
    }

    private final Host host;
    private final Config config;
    private final Map<DidKey, Author> authors = new LinkedHashMap<>();

    Authors(Host host, Config config) {
        this.host = host;
        this.config = config;
    }

    @Nullable
    Author find(DidKey session) {
        return authors.get(session);
    }

    /** The block that says who {@code session} is; null where it is not known. */
    @Nullable
    Bytes profileBlock(DidKey session) {
        Author author = authors.get(session);
        return author == null ? null : author.block;
    }

    /** Whether the author may say one thing more just now. */
    boolean mayTake(DidKey session) {
        return speaking(session).bucket.take(1, host.nowMillis());
    }

    /** Takes note of a profile entry whose signatures are right; an older one than is known changes nothing. */
    boolean learn(Entry entry, Bytes block, EntryBody.AboutAuthor about) {
        Author author = speaking(entry.author());
        Entry known = author.entry;
        if (known != null
                && (entry.timeMillis() < known.timeMillis()
                        || (entry.timeMillis() == known.timeMillis() && entry.lamport() <= known.lamport()))) {
            return false;
        }
        author.entry = entry;
        author.block = block;
        author.profile = about.profile();
        author.wallet = about.wallet().checksummed(config.hashes());
        author.proven = about.delegation() != null;
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
