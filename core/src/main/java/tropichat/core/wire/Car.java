package tropichat.core.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;

/**
 * A content archive, version 1 (https://ipld.io/specs/transport/car/carv1/): a header that names the roots, then one
 * section for each block. Header and sections begin with their length. {@link CarReader} reads it.
 */
public final class Car {
    static final long VERSION = 1;

    /** A guess: some 1,500 roots, where an archive of ours has one. */
    public static final int HEADER_BYTES_MAX = 64 * 1024;

    /** What peers can send one another can be archived. */
    public static final int BLOCK_BYTES_MAX = Limits.FRAME_BYTES_MAX;

    /** A block behind its identifier. */
    public static final int SECTION_BYTES_MAX = Cid.LENGTH + BLOCK_BYTES_MAX;

    private Car() {}

    /** What a section turns out to be. */
    public sealed interface Section {}

    /**
     * A block that is what its identifier says.
     *
     * @param leaf named as mere bytes, with the codec raw
     */
    public record Block(Cid cid, Bytes bytes, boolean leaf) implements Section {
        public static Block of(Bytes bytes, Hashes hashes) {
            return new Block(Cid.ofBlock(bytes, hashes), bytes, false);
        }

        public static Block leaf(Bytes bytes, Hashes hashes) {
            return new Block(Cid.ofBlock(bytes, hashes), bytes, true);
        }
    }

    /**
     * A section that does not count; those after it do.
     *
     * @param at where it begins, in bytes from the archive's beginning
     * @param cid of which block it claims to be; null where it names none of our kind
     */
    public record Refused(long at, @Nullable Cid cid, Malformed reason) implements Section {}

    /** The whole archive. */
    public static Bytes encode(List<Cid> roots, List<Block> blocks) {
        ByteSink sink = new ByteSink();
        sink.put(header(roots));
        for (Block block : blocks) {
            sink.put(section(block));
        }
        return sink.toBytes();
    }

    /** How an archive begins. */
    public static Bytes header(List<Cid> roots) {
        List<Value> links = new ArrayList<>();
        for (Cid root : roots) {
            links.add(new Value.Link(root));
        }
        Bytes header =
                Cbor.encode(Value.map().with("roots", new Value.Sequence(links)).with("version", VERSION));
        if (header.length() > HEADER_BYTES_MAX) {
            throw new IllegalArgumentException(roots.size() + " roots in one archive");
        }
        return Bytes.concat(length(header.length()), header);
    }

    /** How a block stands in an archive. */
    public static Bytes section(Block block) {
        Bytes bytes = block.bytes();
        if (bytes.length() > BLOCK_BYTES_MAX) {
            throw new IllegalArgumentException("a block of " + bytes.length() + " bytes");
        }
        Bytes name = block.leaf() ? block.cid().leafBytes() : block.cid().bytes();
        return Bytes.concat(length(name.length() + bytes.length()), name, bytes);
    }

    /** An unsigned varint (https://github.com/multiformats/unsigned-varint): seven bits a byte, the lowest first. */
    private static Bytes length(int length) {
        ByteSink sink = new ByteSink();
        int left = length;
        while (left >= 0x80) {
            sink.put((left & 0x7f) | 0x80);
            left >>= 7;
        }
        sink.put(left);
        return sink.toBytes();
    }
}
