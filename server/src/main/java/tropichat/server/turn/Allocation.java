package tropichat.server.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's relay (RFC 8656, section 3.2): its address, who may send to it, and its channels. Short lists. */
final class Allocation {
    /** Lets data from and to an address pass. */
    static final class Permission {
        final InetAddress peer;
        final Reach reach;
        long expiresAtMillis;

        Permission(InetAddress peer, Reach reach) {
            this.peer = peer;
            this.reach = reach;
        }
    }

    /** A number that stands for a peer. */
    static final class Channel {
        final int number;
        final InetSocketAddress peer;
        final Permission permission;
        long expiresAtMillis;

        Channel(int number, InetSocketAddress peer, Permission permission) {
            this.number = number;
            this.peer = peer;
            this.permission = permission;
        }
    }

    final Door door;
    final InetSocketAddress client;
    final InetSocketAddress relayed;
    final User user;
    long expiresAtMillis;
    private @Nullable Outlet relay;
    private final List<Permission> permissions = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    Allocation(Door door, InetSocketAddress client, InetSocketAddress relayed, User user) {
        this.door = door;
        this.client = client;
        this.relayed = relayed;
        this.user = user;
    }

    void open(Outlet socket) {
        relay = socket;
    }

    void close() {
        Outlet socket = relay;
        relay = null;
        if (socket != null) {
            socket.close();
        }
    }

    @Nullable
    Outlet relay() {
        return relay;
    }

    /** The permission for {@code peer} that still holds; null where there is none. */
    @Nullable
    Permission permission(InetAddress peer, long nowMillis) {
        for (int i = 0; i < permissions.size(); i++) {
            Permission permission = permissions.get(i);
            if (permission.peer.equals(peer)) {
                return permission.expiresAtMillis > nowMillis ? permission : null;
            }
        }
        return null;
    }

    /** Makes or renews a permission; null where there are too many. */
    @Nullable
    Permission permit(InetAddress peer, Reach reach, long nowMillis) {
        permissions.removeIf(old -> old.expiresAtMillis <= nowMillis && !old.peer.equals(peer) && !isBound(old));
        Permission permission = null;
        for (Permission one : permissions) {
            permission = one.peer.equals(peer) ? one : permission;
        }
        if (permission == null) {
            if (permissions.size() == TurnLimits.PERMISSIONS_MAX) {
                return null;
            }
            permission = new Permission(peer, reach);
            permissions.add(permission);
        }
        permission.expiresAtMillis = nowMillis + TurnLimits.PERMISSION_MILLIS;
        return permission;
    }

    /** Whether {@code peers} can all be permitted: a request is carried out as a whole or not at all. */
    boolean hasRoomFor(List<InetSocketAddress> peers, long nowMillis) {
        int held = 0;
        for (Permission one : permissions) {
            boolean asked = peers.stream().anyMatch(peer -> peer.getAddress().equals(one.peer));
            held += !asked && (one.expiresAtMillis > nowMillis || isBound(one)) ? 1 : 0;
        }
        long wanted =
                peers.stream().map(InetSocketAddress::getAddress).distinct().count();
        return held + wanted <= TurnLimits.PERMISSIONS_MAX;
    }

    private boolean isBound(Permission permission) {
        return channels.stream().anyMatch(channel -> channel.permission == permission);
    }

    @Nullable
    Channel channel(int number, long nowMillis) {
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            if (channel.number == number) {
                return channel.expiresAtMillis > nowMillis ? channel : null;
            }
        }
        return null;
    }

    @Nullable
    Channel channel(InetSocketAddress peer, long nowMillis) {
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            if (channel.peer.equals(peer)) {
                return channel.expiresAtMillis > nowMillis ? channel : null;
            }
        }
        return null;
    }

    /** Makes a channel; its number and its peer must have none. False where there are too many. */
    boolean bind(int number, InetSocketAddress peer, Permission permission, long nowMillis) {
        channels.removeIf(old -> old.expiresAtMillis <= nowMillis);
        if (channels.size() == TurnLimits.CHANNELS_MAX) {
            return false;
        }
        Channel channel = new Channel(number, peer, permission);
        channel.expiresAtMillis = nowMillis + TurnLimits.CHANNEL_MILLIS;
        channels.add(channel);
        return true;
    }
}
