package tropichat.core.base;

import org.jspecify.annotations.Nullable;

/**
 * Port to authenticated encryption: AES-256-GCM (NIST SP 800-38D), synchronous. A key and a nonce must never seal twice;
 * lengths other than those below are a fault of the caller's.
 */
public interface Aead {
    /** Bytes of a key. */
    int KEY_LENGTH = 32;

    /** Bytes of a nonce. */
    int NONCE_LENGTH = 12;

    /** Bytes by which what is sealed is longer than its content. */
    int TAG_LENGTH = 16;

    /**
     * The ciphertext, then the tag.
     *
     * @param associated what is not sealed, but without which it cannot be opened
     */
    Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content);

    /** What was sealed; null where {@code sealed} was not sealed so: with this key and nonce and these associated bytes. */
    @Nullable
    Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed);
}
