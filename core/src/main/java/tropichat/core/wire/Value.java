package tropichat.core.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /**
     * A reference to a block as mere bytes, by the identifier that it has under the codec raw (CBOR tag 42): who follows
     * links, as nodes do that pin, ends there.
     */
    record Leaf(Cid cid) implements Value {}

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
        // Two lists side by side: maps are small, and most are decoded, which only appends.
        private final List<Key> keys = new ArrayList<>();
        private final List<Value> values = new ArrayList<>();

        private Mapping() {}

        /** Adds a field while the map is being built; a null value leaves the field out. */
        public Mapping with(String key, @Nullable Value value) {
            if (value != null) {
                Key added = Key.of(key);
                int at = Collections.binarySearch(keys, added);
                if (at >= 0) {
                    values.set(at, value);
                } else {
                    keys.add(-1 - at, added);
                    values.add(-1 - at, value);
                }
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
            for (int i = 0; i < size(); i++) {
                if (!keys.get(i).text().equals(key)) {
                    copy.append(keys.get(i), values.get(i));
                }
            }
            return copy;
        }

        public @Nullable Value get(String key) {
            // Looking at each of a handful is faster than encoding the key and halving.
            for (int i = 0; i < size(); i++) {
                if (keys.get(i).text().equals(key)) {
                    return values.get(i);
                }
            }
            return null;
        }

        public int size() {
            return keys.size();
        }

        /** The fields' names, in order. */
        public List<String> keys() {
            List<String> names = new ArrayList<>();
            for (Key key : keys) {
                names.add(key.text());
            }
            return names;
        }

        Key key(int index) {
            return keys.get(index);
        }

        Value value(int index) {
            return values.get(index);
        }

        /** Adds a decoded field; false where it does not come after all others. */
        boolean append(Key key, Value value) {
            if (!keys.isEmpty() && keys.get(size() - 1).compareTo(key) >= 0) {
                return false;
            }
            keys.add(key);
            values.add(value);
            return true;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mapping mapping && keys.equals(mapping.keys) && values.equals(mapping.values);
        }

        @Override
        public int hashCode() {
            return 31 * keys.hashCode() + values.hashCode();
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
