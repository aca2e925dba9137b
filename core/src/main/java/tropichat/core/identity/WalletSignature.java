package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;

/** What a wallet gave when it was asked to sign a text. */
public sealed interface WalletSignature permits EthereumSignature, SolanaSignature {

    Bytes bytes();

    Chain chain();

    /** As wallets of its chain write it, which {@link #parse} reads. */
    String text();

    /**
     * Reads a signature as {@link EthereumSignature#parse} or {@link SolanaSignature#parse} does; {@code 0} is no digit of
     * base58.
     */
    static WalletSignature parse(String text) throws Malformed {
        return text.startsWith("0") ? EthereumSignature.parse(text) : SolanaSignature.parse(text);
    }
}
