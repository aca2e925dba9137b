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
    private final Map<Event.ImportRefusal, Integer> refused = new TreeMap<>();
    private int taken;
    private int known;
    private int open;

    Import(Room room) {
        this.room = room;
    }

    void begin(List<Bytes> profileBlocks, List<Bytes> entries) {
        Map<Cid, Bytes> profiles = Claimed.byId(profileBlocks, room.config.hashes());
        // One more than there are entries, so that it is not over before all have begun.
        open = entries.size() + 1;
        for (Bytes block : entries) {
            examine(block, profiles);
        }
        close();
    }

    private void examine(Bytes block, Map<Cid, Bytes> profiles) {
        try {
            Claimed claimed = Claimed.read(room, block, Cid.ofBlock(block, room.config.hashes()));
            if (room.log.contains(claimed.id)) {
                known++;
                close();
                return;
            }
            claimed.verify(profiles, verdict -> onVerdict(claimed, verdict));
        } catch (Malformed malformed) {
            // Who does not know the room cannot tell what is sealed in it from anything else.
            boolean isShut = room.law != null && room.law.record() == null;
            refuse(isShut ? Event.ImportRefusal.LOCKED : Event.ImportRefusal.MALFORMED);
            close();
        }
    }

    private void onVerdict(Claimed claimed, Claimed.Verdict verdict) {
        switch (verdict) {
            case TRUE -> {
                boolean news = room.take(claimed, Output.Origin.ARCHIVE);
                if (news) {
                    taken++;
                    // The room may have lost it.
                    room.sync.spreadSoon();
                } else {
                    known++;
                }
            }
            case EARLY -> refuse(Event.ImportRefusal.MALFORMED);
            case FORGED -> refuse(Event.ImportRefusal.FORGED);
            case NAMELESS -> refuse(Event.ImportRefusal.NAMELESS);
            case UNCOVERED -> refuse(Event.ImportRefusal.UNCOVERED);
            case LOCKED -> refuse(Event.ImportRefusal.LOCKED);
            case UNLAWFUL -> refuse(Event.ImportRefusal.UNLAWFUL);
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
