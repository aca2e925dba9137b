package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Base58;

/**
 * An Ed25519 signature (RFC 8032) by a Solana wallet, over the very bytes of a text.
 *
 * @param bytes exactly {@link #LENGTH} bytes
 */
public record SolanaSignature(Bytes bytes) implements KeySignature {
    public static final int LENGTH = 64;

    /** Of a capability (CAIP-74). */
    public static final String TYPE = "solana:ed25519";

    /** Most characters of 64 bytes in base58. */
    private static final int TEXT_LENGTH_MAX = 88;

    public SolanaSignature {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a Solana wallet's signature has " + LENGTH + " bytes");
        }
    }

    /** Reads base58 of 64 bytes; else {@code SYNTAX}. */
    public static SolanaSignature parse(String text) throws Malformed {
        Bytes bytes = text.length() <= TEXT_LENGTH_MAX ? Base58.decode(text) : Bytes.EMPTY;
        if (bytes.length() != LENGTH) {
            throw new Malformed(Reason.SYNTAX, "a Solana wallet's signature is " + LENGTH + " bytes in base58");
        }
        return new SolanaSignature(bytes);
    }

    @Override
    public Chain chain() {
        return Chain.SOLANA;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** Base58. */
    @Override
    public String text() {
        return Base58.encode(bytes);
    }
}
