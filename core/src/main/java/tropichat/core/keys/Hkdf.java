package tropichat.core.keys;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;

/** HKDF-SHA256 (RFC 5869), and the HMAC that it is made of (RFC 2104). */
public final class Hkdf {
    /** Bytes of a SHA-256. */
    public static final int HASH_LENGTH = 32;

    /** Bytes that {@link #expand} can give (RFC 5869, section 2.3). */
    public static final int EXPANDED_LENGTH_MAX = 255 * HASH_LENGTH;

    /** Bytes that SHA-256 takes in at once (FIPS 180-4). */
    private static final int BLOCK_LENGTH = 64;

    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5c;

    private Hkdf() {}

    /** HMAC-SHA256 of {@code message}. */
    public static Bytes hmac(Bytes key, Bytes message, Hashes hashes) {
        Bytes block = key.length() > BLOCK_LENGTH ? hashes.sha256(key) : key;
        Bytes inner = hashes.sha256(padded(block, INNER_PAD, message));
        return hashes.sha256(padded(block, OUTER_PAD, inner));
    }

    /** The key that is in {@code material}: {@link #HASH_LENGTH} bytes. */
    public static Bytes extract(Bytes salt, Bytes material, Hashes hashes) {
        return hmac(salt, material, hashes);
    }

    /**
     * A key for one purpose.
     *
     * @param info names the purpose
     * @param length 1 to {@link #EXPANDED_LENGTH_MAX} bytes
     */
    public static Bytes expand(Bytes key, Bytes info, int length, Hashes hashes) {
        if (length < 1 || length > EXPANDED_LENGTH_MAX) {
            throw new IllegalArgumentException("HKDF cannot give " + length + " bytes");
        }
        Bytes expanded = Bytes.EMPTY;
        Bytes block = Bytes.EMPTY;
        for (int count = 1; expanded.length() < length; count++) {
            block = hmac(key, Bytes.concat(block, info, Bytes.wrap(new byte[] {(byte) count})), hashes);
            expanded = Bytes.concat(expanded, block);
        }
        return expanded.slice(0, length);
    }

    /** A key of at most a block, filled up with zeros, each byte combined with {@code pad}; then what is to be hashed. */
    private static Bytes padded(Bytes key, int pad, Bytes content) {
        byte[] padded = new byte[BLOCK_LENGTH + content.length()];
        for (int i = 0; i < BLOCK_LENGTH; i++) {
            padded[i] = (byte) (i < key.length() ? key.at(i) ^ pad : pad);
        }
        System.arraycopy(content.unsafeArray(), 0, padded, BLOCK_LENGTH, content.length());
        return Bytes.wrap(padded);
    }
}
