package tropichat.chain;

import java.util.Objects;
import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;

/**
 * Where names of ENS are looked up.
 *
 * @param chain by its id (EIP-155): one of those that can be asked
 * @param resolver the Universal Resolver there
 * @param asksInside whether gateways are also asked at inside addresses and by plain HTTP: for tests alone
 */
public record NameSettings(long chain, EthereumAddress resolver, boolean asksInside) {
    /** Ethereum's main network, where names live. */
    public static final long CHAIN = 1;

    /** The proxy that ENS keeps before its newest resolver, on its main network and Sepolia (docs.ens.domains/resolvers/universal). */
    public static final EthereumAddress RESOLVER =
            new EthereumAddress(Objects.requireNonNull(Bytes.parseHex("eeeeeeee14d718c2b47d9923deab1335e144eeee")));

    public static NameSettings of(long chain, EthereumAddress resolver) {
        return new NameSettings(chain, resolver, false);
    }
}
