package tropichat.core.identity;

import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** A wallet on a chain, which is who a person is: the method {@code did:pkh} over CAIP-10, in one form for each chain. */
public sealed interface Account {
    /** What a JavaScript number holds exactly (2^53 − 1), so that pages and this code name the same chain. */
    long CHAIN_ID_MAX = Decimal.MAX;

    /**
     * {@code did:pkh:eip155:<chain>:<address>} with a decimal chain id and an address checksummed by EIP-55.
     *
     * @param chainId 1 to {@link #CHAIN_ID_MAX} (EIP-155)
     */
    record Ethereum(long chainId, EthereumAddress address) implements Account {
        public Ethereum {
            if (chainId < 1 || chainId > CHAIN_ID_MAX) {
                throw new IllegalArgumentException("chain id " + chainId);
            }
        }

        @Override
        public Chain chain() {
            return Chain.ETHEREUM;
        }

        @Override
        public String reference() {
            return Long.toString(chainId);
        }
    }

    /** {@code did:pkh:solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:<address>}. */
    record Solana(SolanaAddress address) implements Account {
        /**
         * The main cluster by CAIP-2: the first 32 characters of its genesis block's hash. A key is the same on all
         * clusters and nothing is looked up on one, so there is no other: a wallet is one account.
         */
        public static final String REFERENCE = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

        @Override
        public Chain chain() {
            return Chain.SOLANA;
        }

        @Override
        public String reference() {
            return REFERENCE;
        }
    }

    WalletAddress address();

    Chain chain();

    /** Of the chain, as CAIP-2 has it. */
    String reference();

    /**
     * Reads what {@link #did} writes and nothing else.
     *
     * @throws Malformed {@code SYNTAX}, and as {@link Chain#account} does
     */
    static Account parse(String did, Hashes hashes) throws Malformed {
        for (Chain chain : Chain.values()) {
            String prefix = prefix(chain);
            int colon = did.lastIndexOf(':');
            if (did.startsWith(prefix) && colon >= prefix.length()) {
                return chain.account(did.substring(prefix.length(), colon), did.substring(colon + 1), hashes);
            }
        }
        throw new Malformed(Reason.SYNTAX, "an account is did:pkh:<eip155 or solana>:<chain>:<address>");
    }

    default String did(Hashes hashes) {
        return prefix(chain()) + reference() + ":" + address().text(hashes);
    }

    private static String prefix(Chain chain) {
        return "did:pkh:" + chain.namespace + ":";
    }
}
