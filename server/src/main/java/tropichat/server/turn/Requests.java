package tropichat.server.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.stun.ErrorCode;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** What clients may ask of TURN (RFC 8656, sections 7, 8, 10 and 12), in the order in which it is to be checked. */
final class Requests {
    private static final int CHANNEL_SHIFT = 16;

    /** The first bit of EVEN-PORT: keep the next port for me. */
    private static final int RESERVE_BIT = 0x80;

    private static final int MILLIS_PER_SECOND = 1_000;

    private final Allocations allocations;
    private final Targets targets;
    private final StunWriter writer;

    /** Answers are written by {@code writer}, without a seal. */
    Requests(Allocations allocations, Targets targets, StunWriter writer) {
        this.allocations = allocations;
        this.targets = targets;
        this.writer = writer;
    }

    static boolean isMethod(int method) {
        return method == Stun.ALLOCATE
                || method == Stun.REFRESH
                || method == Stun.CREATE_PERMISSION
                || method == Stun.CHANNEL_BIND;
    }

    void answer(Request request) throws Refused {
        switch (request.message().method()) {
            case Stun.ALLOCATE -> allocate(request);
            case Stun.REFRESH -> refresh(request);
            case Stun.CREATE_PERMISSION -> createPermission(request);
            default -> bindChannel(request);
        }
    }

    private void allocate(Request request) throws Refused {
        StunMessage message = request.message();
        Allocation before = request.door().allocation(request.client());
        if (before != null && before.expiresAtMillis > request.nowMillis()) {
            throw mismatch();
        }
        if (before != null) {
            allocations.remove(before);
        }
        checkTransport(message);
        checkReservation(message);
        boolean both = wantsBothFamilies(message);
        int family = family(message, Stun.FAMILY_IPV4);
        RelayAddress at = allocations.address(family);
        if (at == null) {
            throw new Refused(ErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED, TurnRefusal.FAMILY);
        }
        String userId = request.sender().userId();
        if (!allocations.isWithinQuota(userId)) {
            throw new Refused(ErrorCode.ALLOCATION_QUOTA_REACHED, TurnRefusal.USER_QUOTA);
        }
        Allocation made = allocations.add(
                request.door(), request.client(), userId, at, message.has(Stun.EVEN_PORT), request.nowMillis());
        if (made == null) {
            throw noCapacity();
        }
        int seconds = lifetimeSeconds(message);
        made.expiresAtMillis = request.nowMillis() + (long) seconds * MILLIS_PER_SECOND;
        writer.answer(StunClass.SUCCESS, message)
                .address(Stun.XOR_RELAYED_ADDRESS, made.relayed)
                .integer(Stun.LIFETIME, seconds)
                .address(Stun.XOR_MAPPED_ADDRESS, request.client());
        if (both) {
            writer.addressError(Stun.FAMILY_IPV6, ErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED);
        }
    }

    private static void checkTransport(StunMessage message) throws Refused {
        int transport = message.octet(Stun.REQUESTED_TRANSPORT, Integer.BYTES);
        if (transport < 0) {
            throw bad();
        }
        if (transport != Stun.TRANSPORT_UDP) {
            throw new Refused(ErrorCode.UNSUPPORTED_TRANSPORT, TurnRefusal.TRANSPORT);
        }
    }

    // We reserve no ports: no token is good, and none is given out.
    private static void checkReservation(StunMessage message) throws Refused {
        boolean evenPort = message.has(Stun.EVEN_PORT);
        if (message.has(Stun.RESERVATION_TOKEN)) {
            throw evenPort || message.has(Stun.REQUESTED_ADDRESS_FAMILY) ? bad() : noCapacity();
        }
        int flags = message.octet(Stun.EVEN_PORT, 1);
        if (evenPort && flags < 0) {
            throw bad();
        }
        if (evenPort && (flags & RESERVE_BIT) != 0) {
            throw noCapacity();
        }
    }

    // One relay has one family here; who asks for two is told so, as section 7.2 has it.
    private static boolean wantsBothFamilies(StunMessage message) throws Refused {
        if (!message.has(Stun.ADDITIONAL_ADDRESS_FAMILY)) {
            return false;
        }
        if (message.has(Stun.REQUESTED_ADDRESS_FAMILY)
                || message.octet(Stun.ADDITIONAL_ADDRESS_FAMILY, Integer.BYTES) != Stun.FAMILY_IPV6) {
            throw bad();
        }
        return true;
    }

    private static int family(StunMessage message, int standard) throws Refused {
        if (!message.has(Stun.REQUESTED_ADDRESS_FAMILY)) {
            return standard;
        }
        int family = message.octet(Stun.REQUESTED_ADDRESS_FAMILY, Integer.BYTES);
        if (family < 0) {
            throw bad();
        }
        return family;
    }

    private static int lifetimeSeconds(StunMessage message) {
        long wanted = message.unsignedInt(Stun.LIFETIME); // -1 where it is not said
        return Math.clamp(wanted, TurnLimits.LIFETIME_SECONDS, TurnLimits.LIFETIME_SECONDS_MAX);
    }

    private void refresh(Request request) throws Refused {
        Allocation allocation = own(request);
        int family = RelayAddress.family(allocation.relayed.getAddress());
        if (family(request.message(), family) != family) {
            throw otherFamily();
        }
        int seconds = 0;
        if (request.message().unsignedInt(Stun.LIFETIME) == 0) {
            allocations.remove(allocation);
        } else {
            seconds = lifetimeSeconds(request.message());
            allocation.expiresAtMillis = request.nowMillis() + (long) seconds * MILLIS_PER_SECOND;
        }
        writer.answer(StunClass.SUCCESS, request.message()).integer(Stun.LIFETIME, seconds);
    }

    private void createPermission(Request request) throws Refused {
        Allocation allocation = own(request);
        StunMessage message = request.message();
        List<InetSocketAddress> peers = new ArrayList<>();
        for (int i = 0; i < message.attributes(); i++) {
            if (message.type(i) == Stun.XOR_PEER_ADDRESS) {
                InetSocketAddress peer = message.address(i);
                if (peer == null) {
                    throw bad();
                }
                peers.add(peer);
            }
        }
        if (peers.isEmpty()) {
            throw bad();
        }
        for (InetSocketAddress peer : peers) {
            reach(allocation, peer.getAddress());
        }
        if (!allocation.hasRoomFor(peers, request.nowMillis())) {
            throw noCapacity();
        }
        for (InetSocketAddress peer : peers) {
            permit(allocation, peer, request.nowMillis());
        }
        writer.answer(StunClass.SUCCESS, message);
    }

    private void bindChannel(Request request) throws Refused {
        Allocation allocation = own(request);
        StunMessage message = request.message();
        long number = message.unsignedInt(Stun.CHANNEL_NUMBER) >> CHANNEL_SHIFT;
        InetSocketAddress peer = message.addressOf(Stun.XOR_PEER_ADDRESS);
        if (number < Stun.CHANNEL_MIN || number > Stun.CHANNEL_MAX || peer == null || peer.getPort() == 0) {
            throw bad();
        }
        Allocation.Channel byNumber = allocation.channel((int) number, request.nowMillis());
        if (byNumber != allocation.channel(peer, request.nowMillis())) {
            throw bad(); // the number is another peer's, or the peer has another number
        }
        Allocation.Permission permission = permit(allocation, peer, request.nowMillis());
        if (byNumber != null) {
            byNumber.expiresAtMillis = request.nowMillis() + TurnLimits.CHANNEL_MILLIS;
        } else if (!allocation.bind((int) number, peer, permission, request.nowMillis())) {
            throw noCapacity();
        }
        writer.answer(StunClass.SUCCESS, message);
    }

    private Allocation.Permission permit(Allocation allocation, InetSocketAddress peer, long nowMillis) throws Refused {
        Reach reach = reach(allocation, peer.getAddress());
        Allocation.Permission permission = allocation.permit(peer.getAddress(), reach, nowMillis);
        if (permission == null) {
            throw noCapacity();
        }
        return permission;
    }

    private Reach reach(Allocation allocation, InetAddress peer) throws Refused {
        if (RelayAddress.family(peer) != RelayAddress.family(allocation.relayed.getAddress())) {
            throw otherFamily();
        }
        Reach reach = new Reach(allocations.isRelays(peer), targets.allows(peer));
        if (!reach.isAnywhere()) {
            throw new Refused(ErrorCode.FORBIDDEN, TurnRefusal.FORBIDDEN_PEER);
        }
        return reach;
    }

    // A credential that was renewed has another name; the user in it stays the same.
    private static Allocation own(Request request) throws Refused {
        Allocation allocation = request.door().allocation(request.client());
        if (allocation == null || allocation.expiresAtMillis <= request.nowMillis()) {
            throw mismatch();
        }
        if (!allocation.user.id.equals(request.sender().userId())) {
            throw new Refused(ErrorCode.WRONG_CREDENTIALS, TurnRefusal.WRONG_USER);
        }
        return allocation;
    }

    private static Refused bad() {
        return new Refused(ErrorCode.BAD_REQUEST, TurnRefusal.BAD_REQUEST);
    }

    private static Refused mismatch() {
        return new Refused(ErrorCode.ALLOCATION_MISMATCH, TurnRefusal.ALLOCATION_MISMATCH);
    }

    private static Refused noCapacity() {
        return new Refused(ErrorCode.INSUFFICIENT_CAPACITY, TurnRefusal.CAPACITY);
    }

    private static Refused otherFamily() {
        return new Refused(ErrorCode.PEER_ADDRESS_FAMILY_MISMATCH, TurnRefusal.FAMILY);
    }
}
