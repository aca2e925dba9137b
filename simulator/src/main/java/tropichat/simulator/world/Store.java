package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.crypto.Keys;

/** What a page keeps of the room. It outlives the page where that is loaded anew. */
final class Store {
    /** Keys that are read at a time, so that a log comes back while the room goes on. */
    private static final int PART_KEYS = 500;

    /** The newest blocks, which tell where the log ends; as the page has it. */
    private static final int NEWEST = 64;

    /** In the order in which they came. */
    private final Map<Cid, Logged> entries = new LinkedHashMap<>();

    private final Map<Cid, Bytes> profiles = new HashMap<>();
    private final List<Cid> texts = new ArrayList<>();

    /** In the order in which they came: each after its parents. */
    private final Map<Cid, Input.KeptRule> rules = new LinkedHashMap<>();

    private final Map<Cid, Bytes> epochs = new LinkedHashMap<>();
    /** Keys of the device's for the room, the oldest first. */
    private final List<Keys> prekeys = new ArrayList<>();

    private @Nullable Bytes record;

    /** Takes an entry once. */
    void put(Logged logged) {
        if (entries.put(logged.id(), logged) == null && logged.entry().body() instanceof EntryBody.Text) {
            texts.add(logged.id());
        }
    }

    void putProfile(Cid id, Bytes block) {
        profiles.put(id, block);
    }

    void dropBelow(long lamport) {
        entries.values().removeIf(logged -> logged.entry().lamport() < lamport);
        texts.removeIf(id -> !entries.containsKey(id));
    }

    void putPreKey(Keys prekey) {
        prekeys.add(prekey);
    }

    void erasePreKeys(Bytes before) {
        while (!prekeys.isEmpty() && !prekeys.getFirst().sealing().equals(before)) {
            prekeys.removeFirst();
        }
    }

    List<Keys> prekeys() {
        return Collections.unmodifiableList(prekeys);
    }

    void putRecord(Bytes block) {
        record = block;
    }

    @Nullable
    Bytes record() {
        return record;
    }

    void putRule(Output.StoreRule rule) {
        rules.put(rule.id(), new Input.KeptRule(rule.account(), rule.block()));
    }

    /** By their identifiers, in the order in which they came. */
    Map<Cid, Input.KeptRule> rules() {
        return Collections.unmodifiableMap(rules);
    }

    /** @param state null where it is to be kept no longer */
    void putEpoch(Cid id, @Nullable Bytes state) {
        if (state == null) {
            epochs.remove(id);
        } else {
            epochs.put(id, state);
        }
    }

    /** What opens epochs, by their identifiers. */
    Map<Cid, Bytes> epochs() {
        return Collections.unmodifiableMap(epochs);
    }

    void erase(Cid id) {
        entries.remove(id);
        texts.remove(id);
    }

    /** In the order in which they came. */
    Collection<Logged> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    @Nullable
    Logged find(Cid id) {
        return entries.get(id);
    }

    @Nullable
    Bytes block(Cid id) {
        Logged logged = entries.get(id);
        return logged == null ? null : logged.block();
    }

    @Nullable
    Bytes profile(Cid id) {
        return profiles.get(id);
    }

    /** Some text that is kept; null where there is none. */
    @Nullable
    Cid anyText(Chance chance) {
        return texts.isEmpty() ? null : texts.get(chance.below(texts.size()));
    }

    /** The newest text of a session's own; null where there is none. */
    @Nullable
    Cid lastTextOf(DidKey author) {
        for (int i = texts.size() - 1; i >= 0; i--) {
            Logged logged = entries.get(texts.get(i));
            if (logged != null && logged.entry().author().equals(author)) {
                return texts.get(i);
            }
        }
        return null;
    }

    /** What a new page tells its peer of the room's law. */
    Input.LawRestored law() {
        return new Input.LawRestored(List.copyOf(rules.values()), List.copyOf(epochs.values()));
    }

    /** What a new page tells its peer of it, part by part; at least one. */
    List<Input.Restored> restored() {
        List<Logged> newestFirst = new ArrayList<>(entries.values());
        newestFirst.sort(Comparator.comparing(Logged::key).reversed());
        List<EntryKey> keys = newestFirst.stream().map(Logged::key).toList();
        List<Bytes> newest =
                newestFirst.stream().limit(NEWEST).map(Logged::block).toList();
        List<Input.Restored> parts = new ArrayList<>();
        int at = 0;
        do {
            int end = Math.min(at + PART_KEYS, keys.size());
            parts.add(new Input.Restored(keys.subList(at, end), at == 0 ? newest : List.of(), end == keys.size()));
            at = end;
        } while (at < keys.size());
        return parts;
    }
}
