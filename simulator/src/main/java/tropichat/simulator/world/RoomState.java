package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Fold;
import tropichat.core.room.Logged;
import tropichat.core.room.Speaker;
import tropichat.core.wire.Cid;

/**
 * What a room has become by its entries, as somebody who holds them sees it.
 *
 * @param texts each text with what was made of it, in the log's order
 * @param names how each session called itself last, by its identifier
 */
record RoomState(Map<EntryKey, Shown> texts, Map<String, Speaker> names) {
    /** One text as it is to be shown. */
    record Shown(Speaker author, @Nullable Cid reply, Fold.@Nullable Folded folded) {}

    /** Folds entries, in the order in which they came. */
    static RoomState of(Collection<Logged> entries) {
        Map<Cid, List<Logged>> about = new LinkedHashMap<>();
        for (Logged each : entries) {
            Cid target = each.entry().body().target();
            if (target != null) {
                about.computeIfAbsent(target, ignored -> new ArrayList<>()).add(each);
            }
        }
        Map<EntryKey, Shown> texts = new TreeMap<>();
        Map<String, Logged> named = new TreeMap<>();
        for (Logged each : entries) {
            if (each.entry().body() instanceof EntryBody.Text text) {
                Fold.Folded folded = Fold.of(each, about.getOrDefault(each.id(), List.of()));
                texts.put(each.key(), new Shown(each.speaker(), text.reply(), folded));
            } else if (each.entry().body() instanceof EntryBody.AboutAuthor) {
                named.merge(each.entry().author().did(), each, RoomState::later);
            }
        }
        Map<String, Speaker> names = new TreeMap<>();
        named.forEach((did, profile) -> names.put(did, profile.speaker()));
        return new RoomState(texts, names);
    }

    private static Logged later(Logged one, Logged other) {
        return one.key().compareTo(other.key()) > 0 ? one : other;
    }
}
