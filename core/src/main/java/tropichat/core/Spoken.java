package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.rules.Rule;
import tropichat.core.sync.IdSet;
import tropichat.core.wire.Cid;

/** Which entries were said in which epoch, and by whom: an epoch that ends another lists its entries. */
final class Spoken {
    /** Epochs that are kept apart; those that may still be ended are the last ones. A guess. */
    private static final int EPOCHS_MAX = 64;

    /** Entries that are looked at of those from before: as many as an epoch can list. */
    private static final int LOADED_MAX = Rule.Epoch.LISTED_MAX;

    /** Entries that are read at a time. */
    private static final int PART = 256;

    private final Room room;
    private final Map<Cid, Map<Cid, DidKey>> byEpoch = new LinkedHashMap<>();

    /** What was said before this peer began is here, too. */
    private boolean whole;

    private @Nullable List<Runnable> waiting;

    Spoken(Room room) {
        this.room = room;
        this.whole = !room.config.restores();
    }

    void add(Cid epoch, Cid id, DidKey author) {
        Map<Cid, DidKey> entries = byEpoch.get(epoch);
        if (entries == null) {
            entries = new LinkedHashMap<>();
            byEpoch.put(epoch, entries);
            Oldest.forget(byEpoch.values(), EPOCHS_MAX);
        }
        entries.put(id, author);
        Oldest.forget(entries.keySet(), Rule.Epoch.LISTED_MAX);
    }

    void remove(Cid epoch, Cid id) {
        Map<Cid, DidKey> entries = byEpoch.get(epoch);
        if (entries != null) {
            entries.remove(id);
        }
    }

    List<Cid> epochs() {
        return new ArrayList<>(byEpoch.keySet());
    }

    /** The entries of an epoch, with their authors' sessions. */
    Map<Cid, DidKey> in(Cid epoch) {
        return new LinkedHashMap<>(byEpoch.getOrDefault(epoch, new LinkedHashMap<>()));
    }

    int count(Cid epoch) {
        return byEpoch.getOrDefault(epoch, new LinkedHashMap<>()).size();
    }

    /** Runs once what was said before is known as well. */
    void whenWhole(Runnable then) {
        List<Runnable> others = waiting;
        if (whole) {
            then.run();
        } else if (others != null) {
            others.add(then);
        } else {
            List<Runnable> first = new ArrayList<>();
            first.add(then);
            waiting = first;
            load(newest());
        }
    }

    private List<EntryKey> newest() {
        IdSet keys = room.log.keys();
        List<EntryKey> newest = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0 && newest.size() < LOADED_MAX; i--) {
            newest.add(new EntryKey(keys.lamportAt(i), Cid.ofDigest(keys.digestAt(i))));
        }
        return newest;
    }

    private void load(List<EntryKey> left) {
        if (left.isEmpty()) {
            whole = true;
            List<Runnable> all = waiting == null ? List.of() : waiting;
            waiting = null;
            all.forEach(Runnable::run);
            return;
        }
        List<EntryKey> part = left.subList(0, Math.min(PART, left.size()));
        room.host.load(part, blocks -> {
            for (Bytes block : blocks) {
                read(block);
            }
            load(left.subList(part.size(), left.size()));
        });
    }

    private void read(@Nullable Bytes block) {
        try {
            if (block != null) {
                Entry.Received received = Entry.decode(block, room.config.hashes());
                if (received.entry().body() instanceof EntryBody.Sealed sealed) {
                    add(sealed.sealed().epoch(), received.id(), received.entry().author());
                }
            }
        } catch (Malformed malformed) {
            // A damaged block is none: it is had from others again.
        }
    }
}
