package tropichat.core.identity;

import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A wallet on a chain, which is who a person is: the method {@code did:pkh} over CAIP-10, in the one form
 * {@code did:pkh:eip155:<chain>:<address>} with a decimal chain id and an address checksummed by EIP-55.
 *
 * @param chainId 1 to {@link #CHAIN_ID_MAX} (EIP-155)
 */
public record Account(long chainId, EthereumAddress address) {
    /** What a JavaScript number holds exactly (2^53 − 1), so that pages and this code name the same chain. */
    public static final long CHAIN_ID_MAX = Decimal.MAX;

    private static final String PREFIX = "did:pkh:eip155:";

    public Account {
        if (chainId < 1 || chainId > CHAIN_ID_MAX) {
            throw new IllegalArgumentException("chain id " + chainId);
        }
    }

    /**
     * Reads what {@link #did} writes and nothing else.
     *
     * @throws Malformed {@code SYNTAX}, {@code NOT_CANONICAL} or {@code TOO_LARGE} of the chain id, {@code CHECKSUM}
     */
    public static Account parse(String did, Hashes hashes) throws Malformed {
        int colon = did.lastIndexOf(':');
        if (!did.startsWith(PREFIX) || colon < PREFIX.length()) {
            throw new Malformed(Reason.SYNTAX, "an account is " + PREFIX + "<chain>:<address>");
        }
        long chainId = parseChainId(did.substring(PREFIX.length(), colon));
        return new Account(chainId, EthereumAddress.parseChecksummed(did.substring(colon + 1), hashes));
    }

    public String did(Hashes hashes) {
        return PREFIX + chainId + ":" + address.checksummed(hashes);
    }

    static long parseChainId(String text) throws Malformed {
        long chainId = Decimal.parse(text);
        if (chainId == 0) {
            throw new Malformed(Reason.FIELD, "chain id 0");
        }
        return chainId;
    }
}
