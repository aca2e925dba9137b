package tropichat.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Cid;

/** Blocks from an archive on their way into the log: verified like what a neighbour sends, and counted. */
final class Import {
    private final Room room;
    private final Map<Cid, Bytes> profiles = new TreeMap<>();
    private final Map<Event.ImportRefusal, Integer> refused = new TreeMap<>();
    private int taken;
    private int known;
    private int open;

    Import(Room room) {
        this.room = room;
    }

    void begin(List<Bytes> profileBlocks, List<Bytes> entries) {
        for (Bytes block : profileBlocks) {
            profiles.put(Cid.ofBlock(block, room.config.hashes()), block);
        }
        // One more than there are entries, so that it is not over before all have begun.
        open = entries.size() + 1;
        for (Bytes block : entries) {
            examine(block);
        }
        close();
    }

    private void examine(Bytes block) {
        try {
            Claimed claimed = Claimed.read(room, block, Cid.ofBlock(block, room.config.hashes()));
            if (room.log.contains(claimed.id)) {
                known++;
                close();
                return;
            }
            Cid named = claimed.entry.profile();
            claimed.verify(named == null ? null : profiles.get(named), verdict -> onVerdict(claimed, verdict));
        } catch (Malformed malformed) {
            refuse(Event.ImportRefusal.MALFORMED);
            close();
        }
    }

    private void onVerdict(Claimed claimed, Claimed.Verdict verdict) {
        switch (verdict) {
            case TRUE -> {
                boolean news = room.take(claimed, Output.Origin.ARCHIVE);
                taken += news ? 1 : 0;
                known += news ? 0 : 1;
                room.sync.onImported(news);
            }
            case FORGED -> refuse(Event.ImportRefusal.FORGED);
            case NAMELESS -> refuse(Event.ImportRefusal.NAMELESS);
            case UNCOVERED -> refuse(Event.ImportRefusal.UNCOVERED);
        }
        close();
    }

    private void refuse(Event.ImportRefusal refusal) {
        refused.merge(refusal, 1, Integer::sum);
    }

    private void close() {
        open--;
        if (open == 0) {
            room.host.emit(new Event.Imported(taken, known, refused));
        }
    }
}
