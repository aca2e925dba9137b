package tropichat.core.gossip;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cid;

/** The entries said lately, kept so that others can be told of them and given them. Oldest first. */
public final class Recent {
    /** As long as the repair of a torn room takes in simulations, three times. */
    public static final long KEPT_MILLIS = 60_000;

    /** A room at eight entries a second, for {@link #KEPT_MILLIS}. */
    public static final int ENTRIES_MAX = 512;

    /** Bytes of blocks that are kept at most: half of them may be texts of the greatest length. */
    public static final int BYTES_MAX = 2 * 1024 * 1024;

    /**
     * An entry and how its first copy came.
     *
     * @param profile what says who the author is; null where the entry itself does
     * @param hops links that it came over to us; 0 for our own
     * @param wave the front on which it came
     * @param link the number of the link that it came over; 0 for our own
     * @param direct it came from its author
     */
    public record Kept(
            Cid id,
            Bytes block,
            DidKey author,
            @Nullable Cid profile,
            int hops,
            int wave,
            int link,
            boolean direct,
            long atMillis) {}

    private final Map<Cid, Kept> kept = new LinkedHashMap<>();
    private int bytes;

    public void add(Kept entry) {
        kept.put(entry.id(), entry);
        bytes += entry.block().length();
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            Kept first = oldest.next();
            boolean old = entry.atMillis() - first.atMillis() > KEPT_MILLIS;
            if (!old && kept.size() <= ENTRIES_MAX && bytes <= BYTES_MAX) {
                return;
            }
            bytes -= first.block().length();
            oldest.remove();
        }
    }

    public @Nullable Kept find(Cid id) {
        return kept.get(id);
    }

    /** Those that came at {@code sinceMillis} or later, the last {@code countMax} of them. */
    public List<Kept> since(long sinceMillis, int countMax) {
        List<Kept> since = new ArrayList<>();
        for (Kept entry : kept.values()) {
            if (entry.atMillis() >= sinceMillis) {
                since.add(entry);
            }
        }
        return since.subList(Math.max(0, since.size() - countMax), since.size());
    }
}
