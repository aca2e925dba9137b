package tropichat.core.identity;

/** By a wallet that is a key: whoever has the text can tell whether it is right. */
public sealed interface KeySignature extends WalletSignature permits EthereumSignature, SolanaSignature {}
