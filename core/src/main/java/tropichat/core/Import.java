package tropichat.core;

import java.util.List;
import java.util.Map;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Cid;

/** Blocks from an archive on their way into the log: verified like what a neighbour sends, and counted. */
final class Import {
    private final Room room;
    private final ImportTally tally;

    Import(Room room) {
        this.room = room;
        this.tally = new ImportTally(room.host::emit);
    }

    void begin(List<Bytes> profileBlocks, List<Bytes> entries) {
        Map<Cid, Bytes> profiles = Claimed.byId(profileBlocks, room.config.hashes());
        tally.open(entries.size());
        for (Bytes block : entries) {
            examine(block, profiles);
        }
        tally.close();
    }

    private void examine(Bytes block, Map<Cid, Bytes> profiles) {
        try {
            Claimed claimed = Claimed.read(room, block, Cid.ofBlock(block, room.config.hashes()));
            if (room.log.contains(claimed.id)) {
                tally.know();
                tally.close();
                return;
            }
            claimed.verify(profiles, verdict -> onVerdict(claimed, verdict));
        } catch (Malformed malformed) {
            // Who does not know the room cannot tell what is sealed in it from anything else.
            boolean isShut = room.law != null && room.law.record() == null;
            tally.refuse(isShut ? Event.ImportRefusal.LOCKED : Event.ImportRefusal.MALFORMED);
            tally.close();
        }
    }

    private void onVerdict(Claimed claimed, Claimed.Verdict verdict) {
        switch (verdict) {
            case TRUE -> {
                boolean news = room.take(claimed, Output.Origin.ARCHIVE);
                if (news) {
                    tally.take();
                    // The room may have lost it.
                    room.sync.spreadSoon();
                } else {
                    tally.know();
                }
            }
            case EARLY -> tally.refuse(Event.ImportRefusal.MALFORMED);
            case FORGED -> tally.refuse(Event.ImportRefusal.FORGED);
            case NAMELESS -> tally.refuse(Event.ImportRefusal.NAMELESS);
            case UNCOVERED -> tally.refuse(Event.ImportRefusal.UNCOVERED);
            case LOCKED -> tally.refuse(Event.ImportRefusal.LOCKED);
            case UNLAWFUL -> tally.refuse(Event.ImportRefusal.UNLAWFUL);
        }
        tally.close();
    }
}
