package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** What a wallet gave when it was asked to sign a text. */
public sealed interface WalletSignature permits KeySignature, ContractSignature {

    /** Before a contract's signature where nothing else says what it is. */
    String CONTRACT_PREFIX = ContractSignature.TYPE + ":";

    Bytes bytes();

    Chain chain();

    /** In a capability (CAIP-74). */
    String type();

    /** As wallets write it. */
    String text();

    /**
     * Reads a key's signature as wallets write it ({@code 0} is no digit of base58), or a contract's, which looks like nothing in
     * particular, behind its type and a colon.
     *
     * @throws Malformed as the type's own parser does
     */
    static WalletSignature parse(String text) throws Malformed {
        if (text.startsWith(CONTRACT_PREFIX)) {
            return ContractSignature.parse(text.substring(CONTRACT_PREFIX.length()));
        }
        return text.startsWith("0") ? EthereumSignature.parse(text) : SolanaSignature.parse(text);
    }

    /**
     * Reads a signature of a type.
     *
     * @throws Malformed {@code UNKNOWN_VERSION}, and as the type's own parser does
     */
    static WalletSignature parse(String type, String text) throws Malformed {
        return switch (type) {
            case EthereumSignature.TYPE -> EthereumSignature.parse(text);
            case ContractSignature.TYPE -> ContractSignature.parse(text);
            case SolanaSignature.TYPE -> SolanaSignature.parse(text);
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "a signature of a type that is not known");
        };
    }
}
