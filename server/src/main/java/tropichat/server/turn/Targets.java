package tropichat.server.turn;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tropichat.server.net.Network;

/** Where a relay may send to: the internet, and nothing that only this server or its neighbours should reach. */
final class Targets {
    /** Special-purpose addresses (IANA's registries, RFC 6890); those for documentation lead nowhere and are left out. */
    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private (RFC 1918), as are 172.16 and 192.168
            "100.64.0.0/10", // behind carriers' NAT (RFC 6598)
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local; clouds keep their secrets there
            "172.16.0.0/12",
            "192.0.0.0/24", // protocol assignments
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "::/96", // unspecified, loopback, and IPv4 in its oldest disguise
            "::fffe:0:0/95", // IPv4, mapped, which cannot be written here without becoming IPv4, and what lies beside
            // it
            "64:ff9b::/96", // IPv4, translated (RFC 6052)
            "64:ff9b:1::/48", // the same within a network (RFC 8215)
            "100::/64", // discarded
            "2001::/32", // Teredo: IPv4 within
            "2002::/16", // 6to4: IPv4 within
            "fc00::/7", // unique local
            "fe80::/10", // link-local
            "fec0::/10", // site-local
            "ff00::/8"); // multicast

    private final List<Network> allowed;
    private final List<Network> refused;

    /** {@code allowed} counts over what is refused otherwise, {@code own} addresses of this machine included. */
    Targets(List<Network> allowed, List<InetAddress> own) {
        this.allowed = List.copyOf(allowed);
        refused = new ArrayList<>(SPECIAL);
        own.forEach(address -> refused.add(Network.of(address)));
    }

    boolean allows(InetAddress address) {
        return contains(allowed, address) || !contains(refused, address);
    }

    private static boolean contains(List<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Network> networks(String... texts) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            networks.add(Objects.requireNonNull(Network.parse(text), text));
        }
        return List.copyOf(networks);
    }
}
