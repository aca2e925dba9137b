package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/** Gives neighbours entries that they ask for, with the profiles that they may not know: one question after the other. */
final class Giving {
    /** Bytes of entries in one frame: what waits before the next live message has its turn. */
    static final int FRAME_BYTES = 72 * 1024;

    /** Bytes of entries that one question is answered with; what is left over is asked for again. */
    static final int ANSWER_BYTES_MAX = 240 * 1024;

    private final Room room;

    Giving(Room room) {
        this.room = room;
    }

    /**
     * Answers in the order of the questions: the host loads in the order in which it is asked.
     *
     * @param graft it is no question of a comparison: each goes with its profile, even if that has been sent before, and
     *     no question ends with it
     * @param whenGiven runs when the blocks have been loaded
     */
    void give(Link to, List<Cid> ids, boolean graft, Runnable whenGiven) {
        List<EntryKey> keys = new ArrayList<>();
        for (Cid id : ids.subList(0, Math.min(ids.size(), Exchange.WANTED_MAX))) {
            EntryKey key = room.log.key(id);
            if (key != null) {
                keys.add(key);
            }
        }
        room.host.load(keys, blocks -> {
            whenGiven.run();
            withProfiles(
                    to,
                    bounded(readable(keys, blocks)),
                    graft,
                    (part, with, last) -> new Frame.Entries(part, with, last && !graft));
        });
    }

    /** How blocks travel, with the profiles that they name. */
    interface Framing {
        /** One part; {@code last} where nothing comes after it. */
        Frame frame(List<Bytes> blocks, List<Bytes> profiles, boolean last);
    }

    /** A block to give, and the profile that it names. */
    record Given(Bytes block, @Nullable Cid named) {}

    /** What the host still has as it was; the rest is missing here, and had from others. */
    private List<Given> readable(List<EntryKey> keys, List<@Nullable Bytes> blocks) {
        List<Given> readable = new ArrayList<>();
        List<Cid> lost = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Cid id = keys.get(i).id();
            Given given = read(id, i < blocks.size() ? blocks.get(i) : null);
            if (given == null) {
                lost.add(id);
            } else {
                readable.add(given);
            }
        }
        if (!lost.isEmpty()) {
            lost.forEach(room.log::forget);
            room.sync.spreadSoon();
        }
        return readable;
    }

    private @Nullable Given read(Cid id, @Nullable Bytes block) {
        try {
            if (block != null) {
                Entry.Received received = Entry.decode(block, room.config.hashes());
                return received.id().equals(id)
                        ? new Given(block, received.entry().profile())
                        : null;
            }
        } catch (Malformed malformed) {
            // A damaged block is none.
        }
        return null;
    }

    private static List<Given> bounded(List<Given> readable) {
        List<Given> given = new ArrayList<>();
        int bytes = 0;
        for (Given each : readable) {
            if (given.isEmpty() || bytes + each.block().length() <= ANSWER_BYTES_MAX) {
                given.add(each);
                bytes += each.block().length();
            }
        }
        return given;
    }

    /** @param anew each profile goes along, even if it has been sent before */
    void withProfiles(Link to, List<Given> given, boolean anew, Framing framing) {
        Map<Cid, Bytes> profiles = new LinkedHashMap<>();
        List<Cid> absent = new ArrayList<>();
        for (Given each : given) {
            Cid named = each.named();
            if (named == null || (to.markTold(named) && !anew)) {
                continue;
            }
            Bytes known = room.profiles.block(named);
            if (known == null) {
                absent.add(named);
            } else {
                profiles.put(named, known);
            }
        }
        if (absent.isEmpty()) {
            send(to, given, profiles, framing);
        } else {
            room.host.loadProfiles(absent, loaded -> {
                for (int i = 0; i < absent.size(); i++) {
                    Bytes profile = i < loaded.size() ? loaded.get(i) : null;
                    if (profile != null) {
                        profiles.put(absent.get(i), profile);
                    }
                }
                send(to, given, profiles, framing);
            });
        }
    }

    /** Each profile goes in front of the first entry that names it. */
    private static void send(Link to, List<Given> given, Map<Cid, Bytes> profiles, Framing framing) {
        if (!to.isProven()) {
            return;
        }
        List<Bytes> part = new ArrayList<>();
        List<Bytes> with = new ArrayList<>();
        int bytes = 0;
        for (Given each : given) {
            Cid named = each.named();
            Bytes profile = named == null ? null : profiles.remove(named);
            int length = each.block().length() + (profile == null ? 0 : profile.length());
            if (bytes + length > FRAME_BYTES && !part.isEmpty()) {
                to.sendBulk(framing.frame(part, with, false));
                part = new ArrayList<>();
                with = new ArrayList<>();
                bytes = 0;
            }
            part.add(each.block());
            if (profile != null) {
                with.add(profile);
            }
            bytes += length;
        }
        to.sendBulk(framing.frame(part, with, true));
    }
}
