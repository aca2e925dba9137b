package tropichat.server.turn;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket that clients talk to, with their allocations: door and client's address are TURN's 5-tuple. */
final class Door {
    private @Nullable Outlet outlet;
    private final Map<InetSocketAddress, Allocation> allocations = new HashMap<>();

    void open(Outlet socket) {
        outlet = socket;
    }

    /** Where answers leave; it is there before anything comes in. */
    Outlet outlet() {
        return Objects.requireNonNull(outlet);
    }

    @Nullable
    Allocation allocation(InetSocketAddress client) {
        return allocations.get(client);
    }

    void add(Allocation allocation) {
        allocations.put(allocation.client, allocation);
    }

    void remove(Allocation allocation) {
        allocations.remove(allocation.client);
    }
}
