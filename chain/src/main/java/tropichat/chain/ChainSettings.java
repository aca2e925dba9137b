package tropichat.chain;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain is asked.
 *
 * @param chain its id (EIP-155)
 * @param urls of nodes that speak JSON-RPC over HTTP, the preferred first; what is in them is secret
 * @param feed of a node that tells of new blocks by WebSocket; null where the others are asked every second
 */
public record ChainSettings(
        long chain, List<URI> urls, @Nullable URI feed) {
    public ChainSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a chain without a node");
        }
    }

    public ChainSettings(long chain, List<URI> urls) {
        this(chain, urls, null);
    }
}
