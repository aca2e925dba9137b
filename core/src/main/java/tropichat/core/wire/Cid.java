package tropichat.core.wire;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A content identifier, version 1, of a DAG-CBOR block by its SHA-256: 36 bytes, as text multibase base32 in lower case
 * ({@code bafyrei…}, 59 characters). Other codecs and hashes are refused. All but the digest is the same for every
 * identifier of ours: that alone is kept, and the rest made when asked for.
 */
public final class Cid implements Comparable<Cid> {
    /** Version 1, codec dag-cbor (0x71), hash sha2-256 (0x12) of 32 bytes (multicodec table). */
    private static final Bytes PREFIX = Bytes.wrap(new byte[] {0x01, 0x71, 0x12, 0x20});

    /** The same with the codec raw (0x55), by which a block is named as mere bytes. */
    private static final Bytes LEAF_PREFIX = Bytes.wrap(new byte[] {0x01, 0x55, 0x12, 0x20});

    /** Bytes of the binary form. */
    public static final int LENGTH = 36;

    /** Bytes of a SHA-256. */
    public static final int DIGEST_LENGTH = 32;

    /** Multibase prefix of base32 in lower case without padding. */
    private static final char BASE32_PREFIX = 'b';

    private final Bytes digest;

    private Cid(Bytes digest) {
        if (digest.length() != DIGEST_LENGTH) {
            throw new IllegalArgumentException("a SHA-256 has " + DIGEST_LENGTH + " bytes");
        }
        this.digest = digest;
    }

    /** The identifier of {@code block}. */
    public static Cid ofBlock(Bytes block, Hashes hashes) {
        return new Cid(hashes.sha256(block));
    }

    /** The identifier of the block that has this SHA-256, {@link #DIGEST_LENGTH} bytes. */
    public static Cid ofDigest(Bytes digest) {
        return new Cid(digest);
    }

    /** Reads the binary form. */
    public static Cid of(Bytes bytes) throws Malformed {
        if (bytes.length() != LENGTH) {
            throw new Malformed(
                    bytes.length() < LENGTH ? Reason.TRUNCATED : Reason.TRAILING, "a CID has " + LENGTH + " bytes");
        }
        if (!bytes.startsWith(PREFIX)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a CID that is not version 1, dag-cbor, sha2-256");
        }
        return new Cid(bytes.slice(LENGTH - DIGEST_LENGTH, LENGTH));
    }

    /** Whether {@code bytes} name a block as mere bytes, with the codec raw. */
    public static boolean isLeaf(Bytes bytes) {
        return bytes.length() == LENGTH && bytes.startsWith(LEAF_PREFIX);
    }

    /** The identifier of the block that {@code bytes}, for which {@link #isLeaf}, name. */
    public static Cid ofLeaf(Bytes bytes) throws Malformed {
        if (!isLeaf(bytes)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a CID that is not version 1, raw, sha2-256");
        }
        return ofDigest(bytes.slice(LENGTH - DIGEST_LENGTH, LENGTH));
    }

    /** The binary form. */
    public Bytes bytes() {
        return Bytes.concat(PREFIX, digest);
    }

    /** The block's name as mere bytes: the same digest with the codec raw. */
    public Bytes leafBytes() {
        return Bytes.concat(LEAF_PREFIX, digest);
    }

    /** Reads the text form. */
    public static Cid parse(String text) throws Malformed {
        if (text.isEmpty() || text.charAt(0) != BASE32_PREFIX) {
            throw new Malformed(Reason.SYNTAX, "a CID's text starts with b");
        }
        return of(Base32.decode(text.substring(1)));
    }

    /** The SHA-256 of the block. */
    public Bytes digest() {
        return digest;
    }

    public String text() {
        return BASE32_PREFIX + Base32.encode(bytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cid cid && digest.equals(cid.digest);
    }

    /** Digests are spread as evenly as hashes can be: four bytes of one say enough. */
    @Override
    public int hashCode() {
        return digest.at(0) << 24 | digest.at(1) << 16 | digest.at(2) << 8 | digest.at(3);
    }

    @Override
    public int compareTo(Cid other) {
        return digest.compareTo(other.digest);
    }

    @Override
    public String toString() {
        return text();
    }
}
