package tropichat.core;

import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;

/**
 * What this device opens by itself: letters, and the secrets of closed rooms.
 *
 * @param key the public half of its lasting X25519 key, to which others seal; the host keeps the other half
 */
public record Device(Bytes key, Aead aead) {}
