package tropichat.server.turn;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses that this machine has itself. */
final class LocalAddresses {
    /** Documentation addresses (RFC 5737, RFC 3849): a way out leads there as to everywhere. Nothing is sent. */
    private static final List<String> ELSEWHERE = List.of("203.0.113.1", "2001:db8::1");

    private static final int SOME_PORT = 9;

    private LocalAddresses() {}

    /** All but link-local ones. */
    static List<InetAddress> all() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .forEach(addresses::add);
        } catch (SocketException unknown) {
            addresses.add(InetAddress.getLoopbackAddress());
        }
        return addresses;
    }

    /** Those from which the internet is reached, one of a family at most; the first of all where there is no way out. */
    static List<InetAddress> outward(List<InetAddress> all) {
        List<InetAddress> outward = new ArrayList<>();
        for (String elsewhere : ELSEWHERE) {
            InetAddress address = towards(InetAddress.ofLiteral(elsewhere));
            if (address != null) {
                outward.add(address);
            }
        }
        return outward.isEmpty() ? all.subList(0, Math.min(1, all.size())) : outward;
    }

    private static @Nullable InetAddress towards(InetAddress elsewhere) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(elsewhere, SOME_PORT));
            InetAddress address = socket.getLocalAddress();
            return address.isAnyLocalAddress() || address.isLinkLocalAddress() ? null : address;
        } catch (SocketException | UncheckedIOException noWay) {
            return null;
        }
    }
}
