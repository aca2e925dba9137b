package tropichat.core.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some rules put and others take away, each under a key: it lasts where the rule that put it had seen every one that
 * takes it away. To be told of rules in their order, in which nothing comes before what it has seen.
 */
final class Lasting<K> {
    private final Ancestry past;
    private final Map<K, List<Node>> takings = new LinkedHashMap<>();
    private final Map<K, Node> present = new LinkedHashMap<>();

    Lasting(Ancestry past) {
        this.past = past;
    }

    /** By which rule it is there; null where it is not. */
    @Nullable
    Node get(K key) {
        return present.get(key);
    }

    /** All that is there, in the order in which it came. */
    Map<K, Node> all() {
        return present;
    }

    /** Puts it; of several rules that do, the first counts. */
    void put(K key, Node by) {
        if (!present.containsKey(key) && hasSeenAll(by, key)) {
            present.put(key, by);
        }
    }

    /** Puts it in place of what was there. */
    void replace(K key, Node by) {
        if (hasSeenAll(by, key)) {
            present.put(key, by);
        }
    }

    /** Takes it away: none of the rules before this one in order can have seen it. */
    void take(K key, Node by) {
        present.remove(key);
        takings.computeIfAbsent(key, ignored -> new ArrayList<>()).add(by);
    }

    private boolean hasSeenAll(Node by, K key) {
        for (Node taking : takings.getOrDefault(key, List.of())) {
            if (!past.has(taking.index(), by.index())) {
                return false;
            }
        }
        return true;
    }
}
