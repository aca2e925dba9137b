package tropichat.core.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;

/** Makes of something valid what a broken or hostile peer might send. */
public final class Mutants {
    private Mutants() {}

    /** One wrong bit or byte, the end missing, a part twice. */
    public static Bytes ofBytes(Bytes valid, Random random) {
        byte[] mutant = valid.toArray();
        int at = random.nextInt(mutant.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                mutant[at] ^= (byte) (1 << random.nextInt(8));
                yield Bytes.wrap(mutant);
            }
            case 1 -> {
                mutant[at] = (byte) random.nextInt();
                yield Bytes.wrap(mutant);
            }
            case 2 -> valid.slice(0, at);
            case 3 -> Bytes.concat(valid.slice(0, at), valid.slice(random.nextInt(at + 1), mutant.length));
            default -> Bytes.concat(valid, valid.slice(at, mutant.length));
        };
    }

    /** The encoding of a map in which one field is missing, or is something else. */
    public static Bytes ofMap(Bytes valid, Random random) {
        try {
            Value.Mapping map = Cbor.decodeFields(valid).mapping();
            String key = map.keys().get(random.nextInt(map.size()));
            Value value = map.get(key);
            if (random.nextInt(8) == 0) {
                return Cbor.encode(map.without(key));
            }
            if (value instanceof Value.Blob blob && !blob.bytes().isEmpty() && random.nextBoolean()) {
                return Cbor.encode(map.with(key, new Value.Blob(of(blob.bytes(), random))));
            }
            if (value instanceof Value.Mapping inner && inner.size() > 0 && random.nextBoolean()) {
                return Cbor.encode(map.with(key, Cbor.decode(ofMap(Cbor.encode(inner), random))));
            }
            return Cbor.encode(map.with(key, other(random)));
        } catch (Malformed malformed) {
            throw new AssertionError("not valid to begin with", malformed);
        }
    }

    /** Either of the above, where {@code bytes} may be a map or not. */
    public static Bytes of(Bytes bytes, Random random) {
        boolean isMap = bytes.at(0) >> 5 == 5 && bytes.at(0) != 0xa0;
        if (!isMap || random.nextInt(3) == 0) {
            return ofBytes(bytes, random);
        }
        try {
            Cbor.decodeFields(bytes);
            return ofMap(bytes, random);
        } catch (Malformed chance) {
            return ofBytes(bytes, random);
        }
    }

    private static Value other(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> new Value.Int(random.nextBoolean() ? random.nextInt() : Value.Int.MAX);
            case 1 -> new Value.Blob(Bytes.wrap(new byte[random.nextInt(100)]));
            case 2 -> new Value.Text("x".repeat(random.nextInt(100)));
            case 3 -> new Value.Bool(random.nextBoolean());
            case 4 -> new Value.Null();
            case 5 -> Value.map().with("x", random.nextInt());
            default -> {
                List<Value> items = new ArrayList<>();
                for (int i = random.nextInt(12); i > 0; i--) {
                    items.add(new Value.Int(i));
                }
                yield new Value.Sequence(items);
            }
        };
    }
}
