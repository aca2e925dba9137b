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
     * A signature over {@code message} by a wallet that is a key: of Ethereum as a personal message ({@link Eip191}), of Solana as it is.
     * Wrong where signer and signature are of different kinds of chains.
     */
    record ByWallet(WalletAddress signer, Bytes message, KeySignature signature) implements SignatureCheck {}

    /**
     * Whether the contract that {@code signer} is, or would be, takes a signature of {@code message} for its own, as a personal
     * message ({@link Eip191}). Only the signer's chain can tell: who cannot ask it answers as if it were wrong, and nobody is
     * held to have lied because of that.
     */
    record ByContract(Account.Ethereum signer, Bytes message, ContractSignature signature) implements SignatureCheck {}
}
