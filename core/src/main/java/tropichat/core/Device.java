package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;

/**
 * What this device opens by itself: letters, and the secrets of closed rooms.
 *
 * @param key the public half of its lasting X25519 key, to which others seal; the host keeps the other half
 * @param wallet what the person's wallet opens letters with, as {@link Input.ShareWallet} has it; null where it does not
 */
public record Device(Bytes key, Aead aead, @Nullable Bytes wallet) {
    public Device(Bytes key, Aead aead) {
        this(key, aead, null);
    }
}
