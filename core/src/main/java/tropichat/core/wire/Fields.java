package tropichat.core.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A decoded map read by its fields' names, types and bounds. Fields that nobody asks for are left alone: a newer peer
 * may say more than we understand.
 */
public final class Fields {
    private final Value.Mapping mapping;

    private Fields(Value.Mapping mapping) {
        this.mapping = mapping;
    }

    public static Fields of(Value value) throws Malformed {
        if (value instanceof Value.Mapping mapping) {
            return new Fields(mapping);
        }
        throw new Malformed(Reason.FIELD, "a value where a map belongs");
    }

    public Value.Mapping mapping() {
        return mapping;
    }

    public boolean has(String key) {
        return mapping.get(key) != null;
    }

    /** A text of at most {@code charsMax} UTF-16 code units. */
    public String text(String key, int charsMax) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Text text)) {
            throw missing(key, "text");
        }
        if (text.text().length() > charsMax) {
            throw new Malformed(Reason.TOO_LARGE, key + " is longer than " + charsMax + " characters");
        }
        return text.text();
    }

    public @Nullable String optionalText(String key, int charsMax) throws Malformed {
        return has(key) ? text(key, charsMax) : null;
    }

    /** A byte string of {@code lengthMin} to {@code lengthMax} bytes. */
    public Bytes blob(String key, int lengthMin, int lengthMax) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Blob blob)) {
            throw missing(key, "bytes");
        }
        int length = blob.bytes().length();
        if (length < lengthMin || length > lengthMax) {
            throw new Malformed(Reason.FIELD, key + " has " + length + " bytes");
        }
        return blob.bytes();
    }

    public @Nullable Bytes optionalBlob(String key, int lengthMax) throws Malformed {
        return optionalBlob(key, 0, lengthMax);
    }

    public @Nullable Bytes optionalBlob(String key, int lengthMin, int lengthMax) throws Malformed {
        return has(key) ? blob(key, lengthMin, lengthMax) : null;
    }

    public long integer(String key, long min, long max) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Int number)) {
            throw missing(key, "an integer");
        }
        if (number.value() < min || number.value() > max) {
            throw new Malformed(Reason.FIELD, key + " is out of range");
        }
        return number.value();
    }

    public boolean flag(String key) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Bool bool)) {
            throw missing(key, "true or false");
        }
        return bool.value();
    }

    public Cid link(String key) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Link link)) {
            throw missing(key, "a link");
        }
        return link.cid();
    }

    public Fields map(String key) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Mapping inner)) {
            throw missing(key, "a map");
        }
        return new Fields(inner);
    }

    /** A list of at most {@code countMax} values. */
    public List<Value> list(String key, int countMax) throws Malformed {
        if (!(mapping.get(key) instanceof Value.Sequence sequence)) {
            throw missing(key, "a list");
        }
        if (sequence.items().size() > countMax) {
            throw new Malformed(Reason.TOO_LARGE, key + " has more than " + countMax + " items");
        }
        return sequence.items();
    }

    private static Malformed missing(String key, String what) {
        return new Malformed(Reason.FIELD, key + " must be " + what);
    }
}
