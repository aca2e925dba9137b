package tropichat.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose request it is: the other end of the connection, or where that is a proxy of ours, the one that the proxy names in
 * X-Forwarded-For. Everybody can write that header, so what others than our proxies say there counts for nothing.
 */
final class Visitors {
    private final RemoteKeys keys;
    private final List<Network> proxies;

    Visitors(RemoteKeys keys, List<Network> proxies) {
        this.keys = keys;
        this.proxies = List.copyOf(proxies);
    }

    RemoteKey of(SocketAddress address) {
        return keys.of(host(address));
    }

    boolean isProxy(SocketAddress address) {
        InetAddress host = host(address);
        return host != null && isProxy(host);
    }

    /**
     * Whom our proxies name: each adds the address that it was called from at the end, so it is the last that is no
     * proxy of ours. Null where that is not an address, or there is none.
     *
     * @param headers the values of X-Forwarded-For, in their order
     */
    @Nullable
    RemoteKey named(List<String> headers) {
        String[] hops = String.join(",", headers).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress address = address(hops[i].strip());
            if (address == null || !isProxy(address)) {
                return address == null ? null : keys.of(address);
            }
        }
        return null;
    }

    private boolean isProxy(InetAddress address) {
        for (Network network : proxies) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable InetAddress host(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }

    /** An address as proxies write it: alone, with a port, or in brackets; never a name, which would be looked up. */
    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(withoutPort(text));
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private static String withoutPort(String text) {
        int colon = text.indexOf(':');
        if (text.startsWith("[")) {
            return text.substring(1, Math.max(1, text.indexOf(']')));
        }
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
