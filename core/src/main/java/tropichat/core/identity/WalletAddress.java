package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Fields;

/**
 * The address of a wallet's account, by which people are known in rooms. In bytes its length tells of which kind of chain
 * it is, in text its beginning: {@code 0} is no digit of base58.
 */
public sealed interface WalletAddress permits EthereumAddress, SolanaAddress {

    /** 20 bytes of Ethereum, 32 of Solana. */
    Bytes bytes();

    /** As wallets of its chain show it: {@code 0x} and 40 digits with the checksum of EIP-55, or base58. */
    String text(Hashes hashes);

    /** Both ends: enough to tell two addresses apart in a log, too little to find the wallet. */
    String shortened();

    /** Reads a field that holds the bytes; {@code FIELD} where they are of no address. */
    static WalletAddress of(Fields fields, String name) throws Malformed {
        return of(fields.blob(name, EthereumAddress.LENGTH, SolanaAddress.LENGTH));
    }

    static WalletAddress of(Bytes bytes) throws Malformed {
        return switch (bytes.length()) {
            case EthereumAddress.LENGTH -> new EthereumAddress(bytes);
            case SolanaAddress.LENGTH -> SolanaAddress.of(bytes);
            default -> throw new Malformed(Reason.FIELD, "no wallet's address has " + bytes.length() + " bytes");
        };
    }

    /** Reads an address as {@link EthereumAddress#parse} or {@link SolanaAddress#parse} does. */
    static WalletAddress parse(String text, Hashes hashes) throws Malformed {
        return text.startsWith("0") ? EthereumAddress.parse(text, hashes) : SolanaAddress.parse(text);
    }
}
