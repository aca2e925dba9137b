package tropichat.core.identity;

import tropichat.core.base.Bytes;

/**
 * A question that core asks whoever drives it, since a page can only answer it asynchronously: is this signature of this
 * message by this signer?
 */
public sealed interface SignatureCheck {

    /** An Ed25519 signature (RFC 8032) over {@code message} by a session's key; 64 bytes, else it is wrong. */
    record BySession(DidKey signer, Bytes message, Bytes signature) implements SignatureCheck {}

    /**
     * A signature over {@code message} by a wallet: of Ethereum as a personal message ({@link Eip191}), of Solana as it is.
     * Wrong where signer and signature are of different kinds of chains.
     */
    record ByWallet(WalletAddress signer, Bytes message, WalletSignature signature) implements SignatureCheck {}
}
