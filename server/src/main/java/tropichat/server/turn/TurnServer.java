package tropichat.server.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.stun.ErrorCode;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/**
 * STUN and TURN over UDP (RFC 8489, RFC 8656), as a machine: it is handed what arrives, with the time, and sends by
 * {@link Outlet}s. Data is never copied here: an outlet is told which part of the datagram at hand to send on. No bytes
 * make it throw; what it does not take is counted.
 */
final class TurnServer {
    private static final byte[] NO_HEAD = new byte[0];

    private final Authenticator authenticator;
    private final Integrity integrity;
    private final Allocations allocations;
    private final Requests requests;
    private final Strangers strangers;
    private final TurnCounters counters;
    private final Answers answers = new Answers();
    private final StunMessage message = new StunMessage();
    private final StunWriter writer;
    private final byte[] channelHead = new byte[Stun.CHANNEL_HEADER_BYTES];
    private final long indicationHigh;
    private int indications;

    TurnServer(
            Authenticator authenticator,
            Integrity integrity,
            Allocations allocations,
            Targets targets,
            RandomSource random,
            TurnCounters counters) {
        this.authenticator = authenticator;
        this.integrity = integrity;
        this.allocations = allocations;
        this.counters = counters;
        writer = new StunWriter();
        requests = new Requests(allocations, targets, writer);
        ByteBuffer drawn =
                ByteBuffer.wrap(random.next(Long.BYTES + Integer.BYTES).unsafeArray());
        indicationHigh = drawn.getLong();
        strangers = new Strangers(drawn.getInt());
    }

    /** A client's datagram has come in by {@code door}. */
    void onClient(Door door, InetSocketAddress from, ByteBuffer datagram, long nowMillis) {
        if (datagram.hasRemaining() && Stun.isChannelData(datagram.get(datagram.position()))) {
            onChannelData(door, from, datagram, nowMillis);
        } else if (!message.read(datagram)) {
            counters.refused(TurnRefusal.MALFORMED);
        } else if (message.messageClass() == StunClass.REQUEST) {
            onRequest(door, from, nowMillis);
        } else if (message.messageClass() == StunClass.INDICATION) {
            onIndication(door, from, nowMillis);
        } else {
            counters.refused(TurnRefusal.MALFORMED);
        }
    }

    /** A datagram has come in by a {@code door} at which there is STUN alone. */
    void onStunClient(Door door, InetSocketAddress from, ByteBuffer datagram, long nowMillis) {
        if (message.read(datagram) && message.messageClass() == StunClass.REQUEST && message.method() == Stun.BINDING) {
            bind(door, from, nowMillis);
        } else {
            counters.refused(TurnRefusal.MALFORMED);
        }
    }

    /** Somebody's datagram has come to the relay of {@code allocation}. */
    void onPeer(Allocation allocation, InetSocketAddress from, ByteBuffer datagram, long nowMillis) {
        toClient(allocation, from, 0, datagram.remaining(), nowMillis);
    }

    /** Ends what has expired; to be called every second or so. */
    void tick(long nowMillis) {
        allocations.expire(nowMillis);
        answers.forget(nowMillis);
    }

    void close() {
        allocations.closeAll();
    }

    private void onChannelData(Door door, InetSocketAddress from, ByteBuffer datagram, long nowMillis) {
        int start = datagram.position();
        if (datagram.remaining() < Stun.CHANNEL_HEADER_BYTES) {
            counters.refused(TurnRefusal.MALFORMED);
            return;
        }
        int number = datagram.getShort(start) & 0xFFFF;
        int bytes = datagram.getShort(start + 2) & 0xFFFF;
        Allocation allocation = live(door, from, nowMillis);
        if (bytes > datagram.remaining() - Stun.CHANNEL_HEADER_BYTES) {
            counters.refused(TurnRefusal.MALFORMED);
        } else if (allocation != null) {
            Allocation.Channel channel = allocation.channel(number, nowMillis);
            if (channel == null) {
                counters.refused(TurnRefusal.NO_CHANNEL);
            } else if (channel.permission.expiresAtMillis <= nowMillis) {
                counters.refused(TurnRefusal.NO_PERMISSION);
            } else {
                toPeer(allocation, channel.permission.reach, channel.peer, Stun.CHANNEL_HEADER_BYTES, bytes, nowMillis);
            }
        }
    }

    private void onIndication(Door door, InetSocketAddress from, long nowMillis) {
        if (message.method() == Stun.BINDING) {
            return; // keeps a NAT's mapping alive
        }
        int data = message.find(Stun.DATA);
        InetSocketAddress peer = message.addressOf(Stun.XOR_PEER_ADDRESS);
        if (message.method() != Stun.SEND || data < 0 || peer == null || peer.getPort() == 0) {
            counters.refused(TurnRefusal.BAD_REQUEST);
            return;
        }
        if (hasUnknown()) {
            counters.refused(TurnRefusal.UNKNOWN_ATTRIBUTE);
            return;
        }
        Allocation allocation = live(door, from, nowMillis);
        if (allocation != null) {
            Allocation.Permission permission = allocation.permission(peer.getAddress(), nowMillis);
            if (permission == null) {
                counters.refused(TurnRefusal.NO_PERMISSION);
            } else {
                toPeer(allocation, permission.reach, peer, message.offset(data), message.length(data), nowMillis);
            }
        }
    }

    private @Nullable Allocation live(Door door, InetSocketAddress client, long nowMillis) {
        Allocation allocation = door.allocation(client);
        if (allocation == null || allocation.expiresAtMillis <= nowMillis) {
            counters.refused(TurnRefusal.ALLOCATION_MISMATCH);
            return null;
        }
        return allocation;
    }

    private void toPeer(
            Allocation allocation, Reach reach, InetSocketAddress peer, int from, int bytes, long nowMillis) {
        if (!allocation.user.mayRelay(bytes, nowMillis)) {
            counters.refused(TurnRefusal.BANDWIDTH);
            return;
        }
        Allocation other = reach.byRelays() ? allocations.relayedAt(peer) : null;
        Outlet relay = allocation.relay();
        if (other != null) {
            toClient(other, allocation.relayed, from, bytes, nowMillis);
        } else if (reach.bySocket() && relay != null) {
            relay.send(peer, NO_HEAD, 0, from, bytes, 0);
            relayed(bytes);
        } else {
            counters.refused(TurnRefusal.NO_RELAY);
        }
    }

    private void toClient(Allocation allocation, InetSocketAddress peer, int from, int bytes, long nowMillis) {
        if (allocation.expiresAtMillis <= nowMillis || allocation.permission(peer.getAddress(), nowMillis) == null) {
            counters.refused(TurnRefusal.NO_PERMISSION);
            return;
        }
        if (!allocation.user.mayRelay(bytes, nowMillis)) {
            counters.refused(TurnRefusal.BANDWIDTH);
            return;
        }
        Allocation.Channel channel = allocation.channel(peer, nowMillis);
        if (channel != null) {
            channelHead[0] = (byte) (channel.number >>> Byte.SIZE);
            channelHead[1] = (byte) channel.number;
            channelHead[2] = (byte) (bytes >>> Byte.SIZE);
            channelHead[3] = (byte) bytes;
            allocation.door.outlet().send(allocation.client, channelHead, channelHead.length, from, bytes, 0);
        } else {
            writer.begin(StunClass.INDICATION, Stun.DATA_METHOD, indicationHigh, indications++)
                    .address(Stun.XOR_PEER_ADDRESS, peer)
                    .open(Stun.DATA, bytes);
            int padding = Stun.padded(bytes) - bytes;
            allocation.door.outlet().send(allocation.client, writer.array(), writer.length(), from, bytes, padding);
        }
        relayed(bytes);
    }

    private void relayed(int bytes) {
        counters.packetsRelayed++;
        counters.bytesRelayed += bytes;
    }

    private void onRequest(Door door, InetSocketAddress from, long nowMillis) {
        if (message.method() == Stun.BINDING) {
            bind(door, from, nowMillis);
        } else if (!Requests.isMethod(message.method())) {
            counters.refused(TurnRefusal.MALFORMED);
        } else {
            switch (authenticator.identify(message, from)) {
                case Authenticator.Outcome.Unknown unknown -> turnAway(door, from, unknown.error(), nowMillis);
                case Authenticator.Outcome.Known sender ->
                    answer(door, new Request(door, from, message, sender, nowMillis));
            }
        }
    }

    // For everybody: where a datagram seems to come from (RFC 8489, section 2).
    private void bind(Door door, InetSocketAddress from, long nowMillis) {
        if (!mayBeAnswered(from, nowMillis)) {
            return;
        }
        if (hasUnknown()) {
            refuseUnknown();
        } else {
            counters.bindings++;
            writer.answer(StunClass.SUCCESS, message).address(Stun.XOR_MAPPED_ADDRESS, from);
        }
        send(door, from);
    }

    private void turnAway(Door door, InetSocketAddress from, ErrorCode error, long nowMillis) {
        if (!mayBeAnswered(from, nowMillis)) {
            return;
        }
        writer.answer(StunClass.ERROR, message).error(error);
        if (error == ErrorCode.BAD_REQUEST) {
            counters.refused(TurnRefusal.BAD_REQUEST);
        } else {
            writer.text(Stun.REALM, Authenticator.REALM).text(Stun.NONCE, authenticator.nonce(from));
            countChallenge(error);
        }
        send(door, from);
    }

    private void countChallenge(ErrorCode error) {
        if (error == ErrorCode.STALE_NONCE) {
            counters.refused(TurnRefusal.STALE_NONCE);
        } else if (message.has(Stun.USERNAME)) {
            counters.refused(TurnRefusal.CREDENTIAL);
        } else {
            counters.challenges++;
        }
    }

    private boolean mayBeAnswered(InetSocketAddress client, long nowMillis) {
        boolean may = strangers.mayBeAnswered(client.getAddress(), nowMillis);
        if (!may) {
            counters.refused(TurnRefusal.STRANGER_RATE);
        }
        return may;
    }

    private void answer(Door door, Request request) {
        int method = message.method();
        long high = message.transactionHigh();
        int low = message.transactionLow();
        boolean kept = method == Stun.ALLOCATE || method == Stun.REFRESH;
        Bytes before = kept ? answers.find(request.client(), method, high, low, request.nowMillis()) : null;
        if (before != null) {
            byte[] bytes = before.unsafeArray();
            door.outlet().send(request.client(), bytes, bytes.length, 0, 0, 0);
            return;
        }
        carryOut(request);
        writer.seal(integrity, request.sender().longer(), request.sender().key());
        send(door, request.client());
        if (kept) {
            answers.keep(request.client(), method, high, low, writer.toBytes(), request.nowMillis());
        }
    }

    private void carryOut(Request request) {
        if (hasUnknown()) {
            refuseUnknown();
            return;
        }
        try {
            requests.answer(request);
        } catch (Refused refused) {
            counters.refused(refused.refusal());
            writer.answer(StunClass.ERROR, message).error(refused.code());
        }
    }

    private void refuseUnknown() {
        counters.refused(TurnRefusal.UNKNOWN_ATTRIBUTE);
        writer.answer(StunClass.ERROR, message)
                .error(ErrorCode.UNKNOWN_ATTRIBUTE)
                .unknownAttributes(message, TurnServer::isUnknown);
    }

    private boolean hasUnknown() {
        for (int i = 0; i < message.attributes(); i++) {
            if (isUnknown(message.type(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnknown(int attribute) {
        return switch (attribute) {
            case Stun.USERNAME,
                    Stun.MESSAGE_INTEGRITY,
                    Stun.MESSAGE_INTEGRITY_SHA256,
                    Stun.ERROR_CODE,
                    Stun.UNKNOWN_ATTRIBUTES,
                    Stun.CHANNEL_NUMBER,
                    Stun.LIFETIME,
                    Stun.XOR_PEER_ADDRESS,
                    Stun.DATA,
                    Stun.REALM,
                    Stun.NONCE,
                    Stun.XOR_RELAYED_ADDRESS,
                    Stun.REQUESTED_ADDRESS_FAMILY,
                    Stun.EVEN_PORT,
                    Stun.REQUESTED_TRANSPORT,
                    Stun.XOR_MAPPED_ADDRESS,
                    Stun.RESERVATION_TOKEN -> false;
            default -> attribute < Stun.COMPREHENSION_OPTIONAL;
        };
    }

    private void send(Door door, InetSocketAddress to) {
        if (message.has(Stun.FINGERPRINT)) {
            writer.fingerprint();
        }
        door.outlet().send(to, writer.array(), writer.length(), 0, 0, 0);
    }
}
