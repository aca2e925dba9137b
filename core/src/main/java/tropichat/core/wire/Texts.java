package tropichat.core.wire;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Utf8;

/**
 * Short texts as they were read lately. A few dozen, most of them names of fields, make up nearly all that maps say beside
 * what people do: each is decoded once, until another that falls on its place is read.
 */
final class Texts {
    /** A {@code did:key} has 56 bytes; what is longer hardly comes twice. */
    private static final int BYTES_MAX = 64;

    /** Several times as many as our formats have names; a power of two. */
    private static final int COUNT = 1024;

    private static final Value.@Nullable Key[] READ = new Value.Key[COUNT];

    private Texts() {}

    /** The text that {@code input} holds from {@code from} up to but not including {@code to}. */
    static String text(Bytes input, int from, int to) throws Malformed {
        return to - from > BYTES_MAX
                ? Utf8.decode(input, from, to)
                : key(input, from, to).text();
    }

    /** The same as the name of a field. */
    static Value.Key key(Bytes input, int from, int to) throws Malformed {
        if (to - from > BYTES_MAX) {
            return decode(input, from, to);
        }
        int place = place(input, from, to);
        Value.Key known = READ[place];
        if (known == null || !known.utf8().isAt(input, from, to)) {
            known = decode(input, from, to);
            READ[place] = known;
        }
        return known;
    }

    private static Value.Key decode(Bytes input, int from, int to) throws Malformed {
        return new Value.Key(input.slice(from, to), Utf8.decode(input, from, to));
    }

    private static int place(Bytes input, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + input.at(i);
        }
        return hash & COUNT - 1;
    }
}
