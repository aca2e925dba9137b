package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;

/** What a wallet really signs when it signs a personal message (EIP-191, version {@code 0x45}). */
public final class Eip191 {
    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    private Eip191() {}

    /** The 32 bytes to sign: Keccak-256 of a prefix, the message's length in bytes as a decimal number, the message. */
    public static Bytes digest(Bytes message, Hashes hashes) {
        return hashes.keccak256(Bytes.concat(Bytes.utf8(PREFIX + message.length()), message));
    }
}
