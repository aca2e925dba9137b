package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;

/**
 * Seals for a page's key by that key's public half alone: what is sealed is hidden from those who see only what travels,
 * and from nobody else.
 */
public final class TestSealing {
    private static final TestHashes HASHES = new TestHashes();
    private static final int TAG_BYTES = 32;
    private static final int BOX_HEAD_BYTES = 56;

    private TestSealing() {}

    /** The key of a page, both halves in one. */
    public static Bytes key(String name) {
        return HASHES.sha256(Bytes.utf8("sealing " + name));
    }

    public static Bytes seal(Bytes to, Bytes content) {
        Bytes tag = HASHES.sha256(Bytes.concat(to, content));
        return Bytes.concat(tag, mask(to, tag, content));
    }

    /** The content; null where it was sealed for another key. */
    public static @Nullable Bytes unseal(Bytes own, Bytes sealed) {
        if (sealed.length() < TAG_BYTES) {
            return null;
        }
        Bytes tag = sealed.slice(0, TAG_BYTES);
        Bytes content = mask(own, tag, sealed.slice(TAG_BYTES, sealed.length()));
        return HASHES.sha256(Bytes.concat(own, content)).equals(tag) ? content : null;
    }

    /** The same in the shape of a wallet's box: a key and a nonce stand before it. */
    public static Bytes box(Bytes to, Bytes content) {
        return Bytes.concat(Bytes.wrap(new byte[BOX_HEAD_BYTES]), seal(to, content));
    }

    /** What a wallet finds in a box; null where it was made for another. */
    public static @Nullable Bytes unbox(Bytes own, Bytes box) {
        return box.length() < BOX_HEAD_BYTES ? null : unseal(own, box.slice(BOX_HEAD_BYTES, box.length()));
    }

    private static Bytes mask(Bytes key, Bytes tag, Bytes text) {
        byte[] masked = text.toArray();
        for (int at = 0; at < masked.length; at += TAG_BYTES) {
            Bytes stream = HASHES.sha256(Bytes.concat(key, tag, Bytes.utf8("" + at)));
            for (int i = at; i < Math.min(at + TAG_BYTES, masked.length); i++) {
                masked[i] ^= (byte) stream.at(i - at);
            }
        }
        return Bytes.wrap(masked);
    }
}
