package tropichat.server.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.metrics.TurnCounters;

/** All allocations, by the address that they relay from, and the users who have them. */
final class Allocations {
    private final TurnLimits limits;
    private final List<RelayAddress> addresses;
    private final RelaySockets sockets;
    private final RandomSource random;
    private final TurnCounters counters;
    private final Bandwidth bandwidth;
    private final Map<InetSocketAddress, Allocation> byRelayed = new LinkedHashMap<>();
    private final Map<String, User> users = new HashMap<>();

    Allocations(
            TurnLimits limits,
            List<RelayAddress> addresses,
            RelaySockets sockets,
            RandomSource random,
            TurnCounters counters) {
        this.limits = limits;
        this.addresses = List.copyOf(addresses);
        this.sockets = sockets;
        this.random = random;
        this.counters = counters;
        bandwidth = new Bandwidth(limits.bytesPerSecond());
    }

    /** Where relays of {@code family} send from; null where there are none. */
    @Nullable
    RelayAddress address(int family) {
        for (RelayAddress address : addresses) {
            if (address.family() == family) {
                return address;
            }
        }
        return null;
    }

    /** Whether relays are known by {@code address}. */
    boolean isRelays(InetAddress address) {
        for (RelayAddress one : addresses) {
            if (one.told().equals(address)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Allocation relayedAt(InetSocketAddress address) {
        return byRelayed.get(address);
    }

    /** Whether {@code userId} may have one more. */
    boolean isWithinQuota(String userId) {
        User user = users.get(userId);
        return user == null || user.allocations < limits.userAllocationsMax();
    }

    /** Makes an allocation; null where there is no capacity. A relay's port is drawn by chance (RFC 8656, 7.2). */
    @Nullable
    Allocation add(Door door, InetSocketAddress client, String userId, RelayAddress at, boolean even, long nowMillis) {
        if (byRelayed.size() >= limits.allocationsMax()) {
            return null;
        }
        for (int i = 0; i < TurnLimits.PORT_TRIES_MAX; i++) {
            int port = port(even);
            InetSocketAddress relayed = new InetSocketAddress(at.told(), port);
            if (port > limits.portMax() || byRelayed.containsKey(relayed)) {
                continue;
            }
            User user = users.computeIfAbsent(userId, this::user);
            Allocation allocation = new Allocation(door, client, relayed, user);
            Outlet relay = sockets.open(new InetSocketAddress(at.bound(), port), allocation);
            if (relay != null) {
                allocation.open(relay);
                keep(allocation);
                return allocation;
            }
        }
        return null;
    }

    private User user(String id) {
        return new User(id, new Bandwidth(limits.userBytesPerSecond()), bandwidth);
    }

    private int port(boolean even) {
        Bytes drawn = random.next(Short.BYTES);
        int number = (drawn.at(0) << Byte.SIZE) | drawn.at(1);
        int port = limits.portMin() + number % (limits.portMax() - limits.portMin() + 1);
        return even ? port + (port & 1) : port;
    }

    private void keep(Allocation allocation) {
        byRelayed.put(allocation.relayed, allocation);
        allocation.door.add(allocation);
        allocation.user.allocations++;
        counters.allocationsMade++;
        counters.allocations = byRelayed.size();
    }

    void remove(Allocation allocation) {
        byRelayed.remove(allocation.relayed);
        end(allocation);
    }

    private void end(Allocation allocation) {
        allocation.door.remove(allocation);
        allocation.user.allocations--;
        allocation.close();
        counters.allocations = byRelayed.size();
    }

    /** Ends what has expired, and forgets users without anything. */
    void expire(long nowMillis) {
        Iterator<Allocation> all = byRelayed.values().iterator();
        while (all.hasNext()) {
            Allocation allocation = all.next();
            if (allocation.expiresAtMillis <= nowMillis) {
                all.remove();
                end(allocation);
            }
        }
        users.values().removeIf(user -> user.isForgettable(nowMillis));
    }

    void closeAll() {
        new ArrayList<>(byRelayed.values()).forEach(this::remove);
    }
}
