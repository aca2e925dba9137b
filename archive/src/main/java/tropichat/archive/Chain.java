package tropichat.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Batch;
import tropichat.core.wire.Cid;

/** The batches of an archive, from its roots back to the first ones, and what they link. */
final class Chain {
    private final Map<Cid, Batch> batches = new HashMap<>();
    private final Set<Cid> linked = new HashSet<>();
    private final Set<Cid> entries = new HashSet<>();
    private @Nullable RoomName room;
    private int reached;

    void add(Cid cid, Batch batch) {
        batches.put(cid, batch);
    }

    /** The room of the newest batch; null before {@link #walk}, and where there is none. */
    @Nullable
    RoomName room() {
        return room;
    }

    /** Batches that belong to the room's chain. */
    int reached() {
        return reached;
    }

    /** Whether a batch of the chain links the block, or is it. */
    boolean holds(Cid block) {
        return linked.contains(block);
    }

    /** Whether the block is part of the log, and not only the profile of one who speaks there. */
    boolean logs(Cid block) {
        return entries.contains(block);
    }

    /** Follows the chain; tells what is missing or wrong in it. */
    void walk(List<Cid> roots, Set<Cid> present, Refusals refusals) {
        if (roots.isEmpty()) {
            refusals.add("the file names no root, so nobody knows where the room begins");
        }
        for (Cid root : roots) {
            Cid newer = null;
            Cid at = root;
            while (at != null && linked.add(at)) {
                Batch batch = batches.get(at);
                if (batch == null) {
                    refusals.add(missing(at, newer, present.contains(at)));
                    break;
                }
                if (room != null && !room.equals(batch.room())) {
                    refusals.add(
                            at,
                            "a batch of another room, "
                                    + Trouble.quote(batch.room().text()));
                    break;
                }
                room = batch.room();
                reached++;
                link(at, batch, present, refusals);
                newer = at;
                at = batch.previous();
            }
        }
    }

    private static String missing(Cid batch, @Nullable Cid newer, boolean present) {
        String what = present ? "is not a batch" : "is not in the file";
        return newer == null
                ? "root " + batch + " " + what
                : "the chain of batches ends at " + newer + ": the one before it, " + batch + ", " + what;
    }

    private void link(Cid cid, Batch batch, Set<Cid> present, Refusals refusals) {
        entries.addAll(batch.entries());
        List<Cid> missing = new ArrayList<>();
        for (List<Cid> links : List.of(batch.profiles(), batch.law(), batch.entries())) {
            for (Cid link : links) {
                linked.add(link);
                if (!present.contains(link)) {
                    missing.add(link);
                }
            }
        }
        if (!missing.isEmpty()) {
            refusals.add("batch " + cid + " links " + missing.size()
                    + " blocks that are not in the file or were refused, " + "as " + missing.get(0));
        }
    }
}
