package tropichat.core.wire;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A content identifier, version 1, of a DAG-CBOR block by its SHA-256: 36 bytes, as text multibase base32 in lower case
 * ({@code bafyrei…}, 59 characters). Other codecs and hashes are refused. All but the digest is the same for every
 * identifier of ours: that alone is kept, and the rest made when asked for. The text, once made, is kept, too: it is asked
 * for again.
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
    private static final String BASE32_PREFIX = "b";

    private final Bytes digest;
    private @Nullable String text;

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
        return of(bytes, 0, bytes.length());
    }

    /** Reads the binary form that {@code input} holds from {@code from} up to but not including {@code to}. */
    static Cid of(Bytes input, int from, int to) throws Malformed {
        checkLength(to - from);
        if (!PREFIX.isAt(input, from, to - DIGEST_LENGTH)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a CID that is not version 1, dag-cbor, sha2-256");
        }
        return new Cid(input.slice(to - DIGEST_LENGTH, to));
    }

    private static void checkLength(int length) throws Malformed {
        if (length != LENGTH) {
            throw new Malformed(length < LENGTH ? Reason.TRUNCATED : Reason.TRAILING, "a CID has " + LENGTH + " bytes");
        }
    }

    /** Whether {@code bytes} name a block as mere bytes, with the codec raw. */
    public static boolean isLeaf(Bytes bytes) {
        return isLeaf(bytes, 0, bytes.length());
    }

    /** The same of what {@code input} holds from {@code from} up to but not including {@code to}. */
    static boolean isLeaf(Bytes input, int from, int to) {
        return to - from == LENGTH && LEAF_PREFIX.isAt(input, from, to - DIGEST_LENGTH);
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
        if (!text.startsWith(BASE32_PREFIX)) {
            throw new Malformed(Reason.SYNTAX, "a CID's text starts with b");
        }
        return of(Base32.decode(text.substring(BASE32_PREFIX.length())));
    }

    /** The SHA-256 of the block. */
    public Bytes digest() {
        return digest;
    }

    public String text() {
        String known = text;
        if (known == null) {
            known = Base32.encode(BASE32_PREFIX, PREFIX, digest);
            text = known;
        }
        return known;
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
