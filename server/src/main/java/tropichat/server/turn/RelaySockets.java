package tropichat.server.turn;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of relays. */
interface RelaySockets {
    /** A socket at {@code at}; what it receives is handed to the machine as {@code owner}'s. Null where it is taken. */
    @Nullable
    Outlet open(InetSocketAddress at, Allocation owner);
}
