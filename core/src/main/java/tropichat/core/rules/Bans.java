package tropichat.core.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bans of an account that count, and what ends them: an end is good for all bans that it has seen. To be told of all
 * before it is asked.
 */
final class Bans {
    private final Ancestry past;
    private final List<Node> bans = new ArrayList<>();
    private final List<Node> ends = new ArrayList<>();

    /** By end: the bans that it has seen, a bit each, so that many bans with many ends stay cheap to ask for. */
    private @Nullable List<int[]> seen;

    Bans(Ancestry past) {
        this.past = past;
    }

    void add(Node ban) {
        bans.add(ban);
    }

    void end(Node by) {
        ends.add(by);
    }

    /** Whether one holds by what {@code rule} has seen; by all that is known where it is null. */
    boolean hold(@Nullable Node rule) {
        if (bans.isEmpty()) {
            return false;
        }
        List<int[]> seenByEnds = seenByEnds();
        int[] open = seenBy(rule);
        for (int i = 0; i < ends.size(); i++) {
            if (isSeen(ends.get(i), rule)) {
                int[] ended = seenByEnds.get(i);
                for (int word = 0; word < open.length; word++) {
                    open[word] &= ~ended[word];
                }
            }
        }
        for (int word : open) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    private List<int[]> seenByEnds() {
        List<int[]> known = seen;
        if (known == null) {
            known = new ArrayList<>();
            for (Node end : ends) {
                known.add(seenBy(end));
            }
            seen = known;
        }
        return known;
    }

    private int[] seenBy(@Nullable Node rule) {
        int[] bits = new int[bans.size() / Integer.SIZE + 1];
        for (int i = 0; i < bans.size(); i++) {
            if (isSeen(bans.get(i), rule)) {
                bits[i / Integer.SIZE] |= 1 << i % Integer.SIZE;
            }
        }
        return bits;
    }

    private boolean isSeen(Node node, @Nullable Node by) {
        return by == null || past.has(node.index(), by.index());
    }
}
