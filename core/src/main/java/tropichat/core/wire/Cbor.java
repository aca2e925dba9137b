package tropichat.core.wire;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * Deterministic CBOR (RFC 8949, section 4.2) in the form that DAG-CBOR prescribes: shortest integers, definite lengths,
 * sorted text keys, no tag but 42. One value has one encoding, so that decoding and encoding again gives the same bytes
 * and a content identifier can be recomputed by anybody.
 */
public final class Cbor {
    /** Nesting that a decoder follows; the deepest of our formats has 5 levels. */
    public static final int DEPTH_MAX = 16;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BLOB = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int SIMPLE_FALSE = 20;
    private static final int SIMPLE_TRUE = 21;
    private static final int SIMPLE_NULL = 22;

    /** Tag of a content identifier (DAG-CBOR specification, "Links"). */
    private static final int LINK_TAG = 42;

    /** The smallest numbers that need 1, 2, 4 and 8 bytes. */
    private static final double[] SHORTEST = {24, 0x1p8, 0x1p16, 0x1p32};

    /** The multibase prefix "identity" stands before a binary CID in a link. */
    private static final int LINK_PREFIX = 0;

    private Cbor() {}

    public static Bytes encode(Value value) {
        ByteSink sink = new ByteSink();
        write(value, sink);
        return sink.toBytes();
    }

    /**
     * Reads exactly one value.
     *
     * @throws Malformed where {@code encoded} is not the one encoding of a value, or goes on behind it
     */
    public static Value decode(Bytes encoded) throws Malformed {
        Reader reader = new Reader(encoded);
        Value value = reader.value(0);
        if (reader.remaining() > 0) {
            throw new Malformed(Reason.TRAILING, "bytes behind the CBOR value");
        }
        return value;
    }

    /** Reads exactly one value, which must be a map. */
    public static Fields decodeFields(Bytes encoded) throws Malformed {
        return Fields.of(decode(encoded));
    }

    /**
     * The encoding of the same map without one field: its own bytes, so that nothing has to be encoded anew.
     *
     * @param encoded a map as {@link #decode} takes it
     */
    public static Bytes without(Bytes encoded, String key) throws Malformed {
        Reader reader = new Reader(encoded);
        int count = (int) reader.argument(reader.next() & 0x1f);
        int fieldsAt = reader.at;
        for (int i = 0; i < count; i++) {
            int fieldAt = reader.at;
            Value.Key name = reader.key();
            reader.skip();
            if (name.text().equals(key)) {
                ByteSink sink = new ByteSink(encoded.length());
                writeHead(MAP, count - 1, sink);
                sink.put(encoded, fieldsAt, fieldAt);
                sink.put(encoded, reader.at, encoded.length());
                return sink.toBytes();
            }
        }
        return encoded;
    }

    private static void write(Value value, ByteSink sink) {
        switch (value) {
            case Value.Int number -> writeInt(number.value(), sink);
            case Value.Blob blob -> writeString(BLOB, blob.bytes(), sink);
            case Value.Text text -> writeString(TEXT, Bytes.utf8(text.text()), sink);
            case Value.Bool bool -> writeHead(SIMPLE, bool.value() ? SIMPLE_TRUE : SIMPLE_FALSE, sink);
            case Value.Null ignored -> writeHead(SIMPLE, SIMPLE_NULL, sink);
            case Value.Link link -> writeLink(link.cid().bytes(), sink);
            case Value.Leaf leaf -> writeLink(leaf.cid().leafBytes(), sink);
            case Value.Sequence sequence -> {
                writeHead(ARRAY, sequence.items().size(), sink);
                for (Value item : sequence.items()) {
                    write(item, sink);
                }
            }
            case Value.Mapping mapping -> {
                writeHead(MAP, mapping.size(), sink);
                for (int i = 0; i < mapping.size(); i++) {
                    writeString(TEXT, mapping.key(i).utf8(), sink);
                    write(mapping.value(i), sink);
                }
            }
        }
    }

    private static void writeInt(long value, ByteSink sink) {
        if (value >= 0) {
            writeHead(UNSIGNED, value, sink);
        } else {
            writeHead(NEGATIVE, -1 - value, sink);
        }
    }

    private static void writeLink(Bytes cid, ByteSink sink) {
        writeHead(TAG, LINK_TAG, sink);
        writeHead(BLOB, 1 + cid.length(), sink);
        sink.put(LINK_PREFIX);
        sink.put(cid);
    }

    private static void writeString(int major, Bytes content, ByteSink sink) {
        writeHead(major, content.length(), sink);
        sink.put(content);
    }

    private static void writeHead(int major, long argument, ByteSink sink) {
        if (argument < 24) {
            sink.put(major << 5 | (int) argument);
        } else if (argument < 1L << 8) {
            sink.put(major << 5 | 24);
            sink.putBigEndian(argument, 1);
        } else if (argument < 1L << 16) {
            sink.put(major << 5 | 25);
            sink.putBigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            sink.put(major << 5 | 26);
            sink.putBigEndian(argument, 4);
        } else {
            sink.put(major << 5 | 27);
            sink.putBigEndian(argument, 8);
        }
    }

    /** A cursor over the encoding; every length is checked against what is left before anything is allocated. */
    private static final class Reader {
        private final Bytes input;
        private int at;

        Reader(Bytes input) {
            this.input = input;
        }

        int remaining() {
            return input.length() - at;
        }

        Value value(int depth) throws Malformed {
            checkDepth(depth);
            int head = next();
            int major = head >> 5;
            if (major == SIMPLE) {
                return simple(head & 0x1f);
            }
            double argument = argument(head & 0x1f);
            return switch (major) {
                case UNSIGNED -> new Value.Int((long) argument);
                case NEGATIVE -> negative(argument);
                case BLOB -> new Value.Blob(string(argument));
                case TEXT -> new Value.Text(text(argument));
                case ARRAY -> sequence(argument, depth);
                case MAP -> mapping(argument, depth);
                default -> link(argument, depth);
            };
        }

        /** Goes past one value, of which {@link #value} has found that it is one. */
        void skip() throws Malformed {
            int head = next();
            int major = head >> 5;
            if (major == SIMPLE) {
                return;
            }
            double argument = argument(head & 0x1f);
            switch (major) {
                case BLOB, TEXT -> pass(argument);
                case ARRAY -> skip(argument);
                case MAP -> skip(2 * argument);
                case TAG -> skip();
                default -> {}
            }
        }

        private void skip(double count) throws Malformed {
            for (int i = 0; i < count; i++) {
                skip();
            }
        }

        private Value sequence(double count, int depth) throws Malformed {
            checkCount(count);
            List<Value> items = new ArrayList<>((int) count);
            for (int i = 0; i < count; i++) {
                items.add(value(depth + 1));
            }
            return new Value.Sequence(items);
        }

        private Value mapping(double count, int depth) throws Malformed {
            checkCount(2 * count);
            Value.Mapping mapping = Value.map();
            for (int i = 0; i < count; i++) {
                Value.Key key = key();
                if (!mapping.append(key, value(depth + 1))) {
                    throw new Malformed(Reason.NOT_CANONICAL, "map keys twice or out of order");
                }
            }
            return mapping;
        }

        private Value.Key key() throws Malformed {
            int head = next();
            if (head >> 5 != TEXT) {
                throw new Malformed(Reason.NOT_CANONICAL, "a map key that is not text");
            }
            int from = pass(argument(head & 0x1f));
            return Texts.key(input, from, at);
        }

        private Value link(double tag, int depth) throws Malformed {
            if (tag != LINK_TAG) {
                throw new Malformed(Reason.NOT_CANONICAL, "a tag other than " + LINK_TAG);
            }
            checkDepth(depth + 1);
            int head = next();
            if (head >> 5 != BLOB) {
                throw new Malformed(Reason.SYNTAX, "a link that is not a byte string");
            }
            int from = pass(argument(head & 0x1f));
            if (at == from || input.at(from) != LINK_PREFIX) {
                throw new Malformed(Reason.SYNTAX, "a link without its prefix");
            }
            return Cid.isLeaf(input, from + 1, at)
                    ? new Value.Leaf(Cid.ofLeaf(input.slice(from + 1, at)))
                    : new Value.Link(Cid.of(input, from + 1, at));
        }

        private static Value negative(double argument) throws Malformed {
            if (argument >= Value.Int.MAX) {
                throw new Malformed(Reason.TOO_LARGE, "an integer below -(2^53 - 1)");
            }
            return new Value.Int(-1 - (long) argument);
        }

        private static Value simple(int code) throws Malformed {
            return switch (code) {
                case SIMPLE_FALSE -> new Value.Bool(false);
                case SIMPLE_TRUE -> new Value.Bool(true);
                case SIMPLE_NULL -> new Value.Null();
                default -> throw new Malformed(Reason.NOT_CANONICAL, "a float, undefined or unassigned simple value");
            };
        }

        /**
         * The argument of a head, in its shortest form and within ±(2^53 − 1): a double holds all of these exactly, and
         * pages count with it many times faster than with a long.
         */
        private double argument(int additional) throws Malformed {
            if (additional < 24) {
                return additional;
            }
            if (additional > 27) {
                throw new Malformed(Reason.NOT_CANONICAL, "an indefinite or reserved length");
            }
            double argument = 0;
            for (int width = 1 << (additional - 24); width > 0; width--) {
                argument = 256 * argument + next();
            }
            if (argument > Value.Int.MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a number above 2^53 - 1");
            }
            if (argument < SHORTEST[additional - 24]) {
                throw new Malformed(Reason.NOT_CANONICAL, "a number longer than it need be");
            }
            return argument;
        }

        private String text(double length) throws Malformed {
            int from = pass(length);
            return Texts.text(input, from, at);
        }

        private Bytes string(double length) throws Malformed {
            int from = pass(length);
            return input.slice(from, at);
        }

        /** Goes past a string's content; where that begins. */
        private int pass(double length) throws Malformed {
            if (length > remaining()) {
                throw new Malformed(Reason.TRUNCATED, "a string that ends early");
            }
            int from = at;
            at += (int) length;
            return from;
        }

        private static void checkDepth(int depth) throws Malformed {
            if (depth > DEPTH_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "CBOR nested deeper than " + DEPTH_MAX);
            }
        }

        private void checkCount(double items) throws Malformed {
            if (items > remaining()) {
                throw new Malformed(Reason.TRUNCATED, "a collection that ends early");
            }
        }

        private int next() throws Malformed {
            if (at >= input.length()) {
                throw new Malformed(Reason.TRUNCATED, "CBOR that ends early");
            }
            return input.at(at++);
        }
    }
}
