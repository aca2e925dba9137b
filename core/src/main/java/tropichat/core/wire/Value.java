package tropichat.core.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * A value of the DAG-CBOR data model, without floats: no format of ours has one, and they are where encoders of
 * different languages disagree.
 */
public sealed interface Value {

    /** An integer within ±(2^53 − 1), so that a reader in JavaScript sees the same number. */
    record Int(long value) implements Value {
        public static final long MAX = (1L << 53) - 1;

        public Int {
            if (value > MAX || value < -MAX) {
                throw new IllegalArgumentException("integer outside ±(2^53 - 1): " + value);
            }
        }
    }

    /** A byte string. */
    record Blob(Bytes bytes) implements Value {}

    /** A text string. */
    record Text(String text) implements Value {}

    /** A truth value. */
    record Bool(boolean value) implements Value {}

    /** Nothing. */
    record Null() implements Value {}

    /** A reference to a block by its content identifier (CBOR tag 42). */
    record Link(Cid cid) implements Value {}

    /** An array. */
    record Sequence(List<Value> items) implements Value {
        public Sequence {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }
    }

    /**
     * A map with text keys in the one order that DAG-CBOR allows: by the length of the key's UTF-8, then by its bytes.
     */
    final class Mapping implements Value {
        private final TreeMap<Key, Value> entries = new TreeMap<>();

        private Mapping() {}

        /** Adds a field while the map is being built; a null value leaves the field out. */
        public Mapping with(String key, @Nullable Value value) {
            if (value != null) {
                entries.put(Key.of(key), value);
            }
            return this;
        }

        public Mapping with(String key, @Nullable String text) {
            return with(key, text == null ? null : new Text(text));
        }

        public Mapping with(String key, @Nullable Bytes bytes) {
            return with(key, bytes == null ? null : new Blob(bytes));
        }

        public Mapping with(String key, long number) {
            return with(key, new Int(number));
        }

        /** A copy in which {@code key} is missing. */
        public Mapping without(String key) {
            Mapping copy = new Mapping();
            copy.entries.putAll(entries);
            copy.entries.remove(Key.of(key));
            return copy;
        }

        public @Nullable Value get(String key) {
            return entries.get(Key.of(key));
        }

        public int size() {
            return entries.size();
        }

        /** The fields' names, in order. */
        public List<String> keys() {
            List<String> keys = new ArrayList<>();
            for (Key key : entries.keySet()) {
                keys.add(key.text());
            }
            return keys;
        }

        Iterator<Map.Entry<Key, Value>> iterator() {
            return entries.entrySet().iterator();
        }

        /** Adds a decoded field; false where it does not come after all others. */
        boolean append(Key key, Value value) {
            if (!entries.isEmpty() && entries.lastKey().compareTo(key) >= 0) {
                return false;
            }
            entries.put(key, value);
            return true;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mapping mapping && entries.equals(mapping.entries);
        }

        @Override
        public int hashCode() {
            return entries.hashCode();
        }
    }

    /** A map key, ordered as DAG-CBOR orders it. */
    record Key(Bytes utf8, String text) implements Comparable<Key> {
        static Key of(String text) {
            return new Key(Bytes.utf8(text), text);
        }

        @Override
        public int compareTo(Key other) {
            int byLength = Integer.compare(utf8.length(), other.utf8.length());
            return byLength != 0 ? byLength : utf8.compareTo(other.utf8);
        }
    }

    static Mapping map() {
        return new Mapping();
    }
}
