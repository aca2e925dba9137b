package tropichat.core.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** Parts that several kinds of frames have. */
final class Parts {
    private Parts() {}

    /** A flag that is left out where it is not set. */
    static @Nullable Value flag(boolean on) {
        return on ? new Value.Bool(true) : null;
    }

    static boolean isSet(Fields fields, String key) throws Malformed {
        return fields.has(key) && fields.flag(key);
    }

    static Value blobs(List<Bytes> blobs) {
        List<Value> values = new ArrayList<>();
        for (Bytes blob : blobs) {
            values.add(new Value.Blob(blob));
        }
        return new Value.Sequence(values);
    }

    static List<Bytes> blobs(Fields fields, String key, int countMax) throws Malformed {
        List<Bytes> blobs = new ArrayList<>();
        for (Value value : fields.list(key, countMax)) {
            if (!(value instanceof Value.Blob blob) || blob.bytes().isEmpty()) {
                throw new Malformed(Reason.FIELD, "a block that is none");
            }
            blobs.add(blob.bytes());
        }
        return blobs;
    }

    /** Identifiers as their digests, one behind the other. */
    static Bytes packIds(List<Cid> ids) {
        Bytes[] parts = new Bytes[ids.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = ids.get(i).digest();
        }
        return Bytes.concat(parts);
    }

    static List<Cid> ids(Fields fields, int countMin, int countMax) throws Malformed {
        Bytes packed = fields.blob("ids", countMin * Cid.DIGEST_LENGTH, countMax * Cid.DIGEST_LENGTH);
        if (packed.length() % Cid.DIGEST_LENGTH != 0) {
            throw new Malformed(Reason.FIELD, "ids are not whole");
        }
        List<Cid> ids = new ArrayList<>();
        for (int at = 0; at < packed.length(); at += Cid.DIGEST_LENGTH) {
            ids.add(Cid.ofDigest(packed.slice(at, at + Cid.DIGEST_LENGTH)));
        }
        return ids;
    }
}
