package tropichat.core.identity;

import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** The kinds of chains whose wallets sign in, and what differs between them in texts that wallets sign. */
public enum Chain {
    /** Every chain of EIP-155. */
    ETHEREUM("Ethereum", "eip155", "eip4361"),

    /** Solana: its profile of CAIP-122, whose statement is that of EIP-4361 but for the chain's name and reference. */
    SOLANA("Solana", "solana", "caip122");

    /** As a sign-in statement has it: {@code … with your Ethereum account:}. */
    final String title;

    /** Of CAIP-2, and so of {@code did:pkh}. */
    final String namespace;

    /** Type of the header of a capability (CAIP-74). */
    final String headerType;

    Chain(String title, String namespace, String headerType) {
        this.title = title;
        this.namespace = namespace;
        this.headerType = headerType;
    }

    /**
     * Reads an account of this kind of chain.
     *
     * @param reference of the chain, as CAIP-2 has it
     * @throws Malformed {@code SYNTAX}, {@code NOT_CANONICAL}, {@code TOO_LARGE} or {@code FIELD} of the chain id,
     *     {@code UNKNOWN_VERSION} of Solana's reference, as the addresses' parsers do
     */
    Account account(String reference, String address, Hashes hashes) throws Malformed {
        return switch (this) {
            case ETHEREUM ->
                new Account.Ethereum(chainId(reference), EthereumAddress.parseChecksummed(address, hashes));
            case SOLANA -> {
                SolanaAddress parsed = SolanaAddress.parse(address);
                if (!reference.equals(Account.Solana.REFERENCE)) {
                    throw new Malformed(Reason.UNKNOWN_VERSION, "a Solana chain that is not the main one");
                }
                yield new Account.Solana(parsed);
            }
        };
    }

    private static long chainId(String text) throws Malformed {
        long chainId = Decimal.parse(text);
        if (chainId == 0) {
            throw new Malformed(Reason.FIELD, "chain id 0");
        }
        return chainId;
    }
}
