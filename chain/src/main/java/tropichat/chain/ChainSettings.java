package tropichat.chain;

import java.net.URI;
import java.util.List;

/**
 * Where a chain is asked.
 *
 * @param chain its id (EIP-155)
 * @param urls of nodes that speak JSON-RPC over HTTP, the preferred first; what is in them is secret
 */
public record ChainSettings(long chain, List<URI> urls) {
    public ChainSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a chain without a node");
        }
    }
}
