package tropichat.chain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;

/** Addresses that only this machine or its neighbours should reach: no stranger may have this server ask there. */
final class InsideAddresses {
    /** Special-purpose addresses of IPv4 (IANA's registry, RFC 6890), each with the bits that count. */
    private static final Range[] IPV4 = {
        range("0.0.0.0", 8), // this network
        range("10.0.0.0", 8), // private (RFC 1918), as are 172.16 and 192.168
        range("100.64.0.0", 10), // behind carriers' NAT (RFC 6598)
        range("127.0.0.0", 8), // loopback
        range("169.254.0.0", 16), // link-local; clouds keep their secrets there
        range("172.16.0.0", 12),
        range("192.0.0.0", 24), // protocol assignments
        range("192.0.2.0", 24), // documentation, as are 198.51.100 and 203.0.113
        range("192.168.0.0", 16),
        range("198.18.0.0", 15), // benchmarks
        range("198.51.100.0", 24),
        range("203.0.113.0", 24),
        range("224.0.0.0", 4), // multicast
        range("240.0.0.0", 4), // reserved, and broadcast
    };

    /** The only addresses of IPv6 that lead anywhere (IANA's registry of global unicast). */
    private static final Range GLOBAL = range("2000::", 3);

    /** Within those: IPv4 in disguise, and what leads nowhere. */
    private static final Range[] IPV6 = {
        range("2001::", 23), // protocol assignments; Teredo, IPv4 within
        range("2001:db8::", 32), // documentation
        range("2002::", 16), // 6to4: IPv4 within
        range("3fff::", 20), // documentation (RFC 9637)
    };

    private record Range(InetAddress first, int bits) {
        boolean contains(InetAddress address) {
            byte[] one = address.getAddress();
            byte[] other = first.getAddress();
            int whole = bits / Byte.SIZE;
            int rest = Byte.SIZE - bits % Byte.SIZE;
            return one.length == other.length
                    && Arrays.equals(one, 0, whole, other, 0, whole)
                    && (rest == Byte.SIZE || ((one[whole] ^ other[whole]) & 0xff) >>> rest == 0);
        }
    }

    private InsideAddresses() {}

    /**
     * Whether nobody is to be asked there. IPv4 mapped into IPv6 is IPv4 for Java, and judged as such; translated by NAT64 or
     * embedded otherwise it is inside whatever it stands for.
     */
    static boolean isInside(InetAddress address) {
        boolean isSpecial = address instanceof Inet4Address
                ? isIn(IPV4, address)
                : !GLOBAL.contains(address) || isIn(IPV6, address);
        return isSpecial || isOwn(address);
    }

    private static boolean isIn(Range[] ranges, InetAddress address) {
        return Arrays.stream(ranges).anyMatch(range -> range.contains(address));
    }

    /** Whether this machine itself has it. */
    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private static Range range(String first, int bits) {
        return new Range(InetAddress.ofLiteral(first), bits);
    }
}
