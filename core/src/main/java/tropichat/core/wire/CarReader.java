package tropichat.core.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * Reads a {@link Car} of any size in pieces. For each piece: {@link #feed}, then {@link #next} until there is none; at
 * the end of the file {@link #end}. No more than a piece and a section are held.
 *
 * <p>A block that is not what it claims to be is reported and passed over, since the lengths still tell where the next
 * one begins. Only where they cannot be followed is the rest lost: then {@link Malformed} is thrown, after everything
 * before it was given.
 */
public final class CarReader {
    /** The most that the specification of varints allows. */
    private static final int LENGTH_BYTES_MAX = 9;

    /** Not all of what comes next is here yet. */
    private static final long UNKNOWN = -1;

    private final Hashes hashes;

    private Bytes input = Bytes.EMPTY;
    private int at;

    /** Bytes that went through before {@link #input}. */
    private long passed;

    /** Bytes of a section that is too large, still to be passed over. */
    private long skipped;

    /** How many bytes the last length took. */
    private int lengthBytes;

    private @Nullable List<Cid> roots;

    public CarReader(Hashes hashes) {
        this.hashes = hashes;
    }

    public void feed(Bytes piece) {
        passed += at;
        input = Bytes.concat(input.slice(at, input.length()), piece);
        at = 0;
    }

    /**
     * The next section; null where it has not come yet.
     *
     * @throws Malformed where this is no archive, or from here on no longer one; again each time
     */
    public Car.@Nullable Section next() throws Malformed {
        if (roots == null && !readHeader()) {
            return null;
        }
        passOver();
        long begin = passed + at;
        long length = length();
        if (length == UNKNOWN) {
            return null;
        }
        if (length == 0) {
            throw new Malformed(Reason.SYNTAX, "the archive is broken at byte " + begin + ": a section of no length");
        }
        if (length > Car.SECTION_BYTES_MAX) {
            at += lengthBytes;
            skipped = length;
            passOver();
            return new Car.Refused(begin, null, new Malformed(Reason.TOO_LARGE, "a block of " + length + " bytes"));
        }
        Bytes section = take((int) length);
        return section == null ? null : read(begin, section);
    }

    /** Must be called when all has been fed and {@link #next} gives nothing more. */
    public void end() throws Malformed {
        if (roots == null) {
            boolean empty = passed + input.length() == 0;
            throw new Malformed(
                    Reason.TRUNCATED, empty ? "the archive is empty" : "the archive ends within its header");
        }
        if (skipped > 0 || at < input.length()) {
            throw new Malformed(
                    Reason.TRUNCATED, "the archive ends early, within the block that begins at byte " + (passed + at));
        }
    }

    /** The roots; none before the header has come. */
    public List<Cid> roots() {
        List<Cid> known = roots;
        return known == null ? new ArrayList<>() : known;
    }

    /** How many bytes of the archive have been read: up to here, everything is whole. */
    public long position() {
        return passed + at;
    }

    private boolean readHeader() throws Malformed {
        try {
            long length = length();
            if (length > Car.HEADER_BYTES_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a header of " + length + " bytes");
            }
            Bytes header = length == UNKNOWN ? null : take((int) length);
            if (header == null) {
                return false;
            }
            Fields fields = Cbor.decodeFields(header);
            if (fields.integer("version", 0, Integer.MAX_VALUE) != Car.VERSION) {
                throw new Malformed(Reason.UNKNOWN_VERSION, "it is of another version");
            }
            roots = Collections.unmodifiableList(links(fields.list("roots", Car.HEADER_BYTES_MAX / Cid.LENGTH)));
            return true;
        } catch (Malformed malformed) {
            throw new Malformed(malformed.reason(), "this is not a CAR file (version 1): " + malformed.getMessage());
        }
    }

    private static List<Cid> links(List<Value> values) throws Malformed {
        List<Cid> links = new ArrayList<>();
        for (Value value : values) {
            if (!(value instanceof Value.Link link)) {
                throw new Malformed(Reason.FIELD, "a root that is not a link");
            }
            links.add(link.cid());
        }
        return links;
    }

    private Car.Section read(long begin, Bytes section) {
        Bytes name = section.slice(0, Math.min(Cid.LENGTH, section.length()));
        boolean leaf = Cid.isLeaf(name);
        Cid cid;
        try {
            cid = leaf ? Cid.ofLeaf(name) : Cid.of(name);
        } catch (Malformed foreign) {
            return new Car.Refused(
                    begin, null, new Malformed(Reason.UNKNOWN_VERSION, "not DAG-CBOR or raw named by its SHA-256"));
        }
        Bytes block = section.slice(Cid.LENGTH, section.length());
        if (!hashes.sha256(block).equals(cid.digest())) {
            return new Car.Refused(
                    begin, cid, new Malformed(Reason.CHECKSUM, "its hash is wrong: it was changed or damaged"));
        }
        return new Car.Block(cid, block, leaf);
    }

    /** So many bytes behind the length that was just read; null, and nothing is taken, where they are not all here. */
    private @Nullable Bytes take(int length) {
        int begin = at + lengthBytes;
        if (length > input.length() - begin) {
            return null;
        }
        at = begin + length;
        return input.slice(begin, at);
    }

    private void passOver() {
        int step = (int) Math.min(skipped, input.length() - at);
        at += step;
        skipped -= step;
    }

    /** The length of what comes next, which is not taken yet. */
    private long length() throws Malformed {
        long length = 0;
        for (int i = 0; at + i < input.length(); i++) {
            if (i == LENGTH_BYTES_MAX) {
                throw new Malformed(
                        Reason.TOO_LARGE,
                        "the archive is broken at byte " + position() + ": a length beyond all bounds");
            }
            int septet = input.at(at + i);
            length |= (long) (septet & 0x7f) << (7 * i);
            if (septet < 0x80) {
                if (septet == 0 && i > 0) {
                    throw new Malformed(
                            Reason.NOT_CANONICAL,
                            "the archive is broken at byte " + position() + ": a length written too long");
                }
                lengthBytes = i + 1;
                return length;
            }
        }
        return UNKNOWN;
    }
}
