package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.SeededRandom;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.net.Network;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** The machine with a network that only notes what is sent, and a clock that a test turns. */
final class TurnLab {
    static final InetAddress RELAY = InetAddress.ofLiteral("198.51.100.1");
    static final InetAddress RELAY_IPV6 = InetAddress.ofLiteral("2001:db8::1");
    static final InetSocketAddress ANA = TurnClient.address("203.0.113.5", 5_000);
    static final InetSocketAddress BO = TurnClient.address("203.0.113.6", 6_000);
    static final InetSocketAddress PEER = TurnClient.address("192.0.2.9", 9_000);
    static final int PORT_MIN = 50_000;

    /** A datagram that left. */
    record Sent(Outlet by, InetSocketAddress to, Bytes content) {}

    /** A socket that is open. */
    private final class Socket implements Outlet {
        @Nullable
        InetSocketAddress at;

        @Override
        public void send(InetSocketAddress to, byte[] head, int headBytes, int from, int bytes, int padding) {
            ByteBuffer content =
                    ByteBuffer.allocate(headBytes + bytes + padding).put(head, 0, headBytes);
            content.put(current.slice(current.position() + from, bytes));
            sent.add(new Sent(this, to, Bytes.wrap(content.array())));
        }

        @Override
        public void close() {
            relays.remove(at);
        }
    }

    final TurnCounters counters = new TurnCounters();
    final SharedSecret secret = new SharedSecret(Bytes.utf8("secret"));
    final List<Sent> sent = new ArrayList<>();
    final Map<InetSocketAddress, Allocation> relays = new LinkedHashMap<>();
    final Door door = new Door();
    final TurnServer server;
    long nowMillis = 1_000;
    long unixMillis = 1_800_000_000_000L;
    private ByteBuffer current = ByteBuffer.allocate(0);

    TurnLab() {
        this(new TurnLimits(100, 10, 0, 0, PORT_MIN, PORT_MIN + 999), List.of());
    }

    TurnLab(TurnLimits limits, List<Network> allowed) {
        RandomSource random = SeededRandom.of(42);
        Integrity integrity = new Integrity();
        List<RelayAddress> addresses =
                List.of(new RelayAddress(RELAY, RELAY), new RelayAddress(RELAY_IPV6, RELAY_IPV6));
        server = new TurnServer(
                new Authenticator(secret, new Nonces(random.next(32)), integrity, () -> unixMillis),
                integrity,
                new Allocations(limits, addresses, this::open, random, counters),
                new Targets(allowed, List.of(RELAY, RELAY_IPV6)),
                random,
                counters);
        door.open(new Socket());
    }

    private @Nullable Outlet open(InetSocketAddress at, Allocation owner) {
        if (relays.containsKey(at)) {
            return null;
        }
        Socket socket = new Socket();
        socket.at = at;
        relays.put(at, owner);
        return socket;
    }

    void pass(long millis) {
        nowMillis += millis;
        unixMillis += millis;
        server.tick(nowMillis);
    }

    void fromClient(InetSocketAddress client, ByteBuffer datagram) {
        current = datagram;
        server.onClient(door, client, datagram, nowMillis);
    }

    void fromPeer(InetSocketAddress relay, InetSocketAddress peer, byte[] data) {
        Allocation owner = relays.get(relay);
        assertNotNull(owner, "no relay at " + relay);
        current = ByteBuffer.wrap(data);
        server.onPeer(owner, peer, current, nowMillis);
    }

    /** The one datagram that left since the last call; null where none did. */
    @Nullable
    Sent left() {
        assertTrue(sent.size() <= 1, "more than one datagram left");
        return sent.isEmpty() ? null : sent.removeFirst();
    }

    /** What {@code client} is answered; null where it is not. */
    @Nullable
    StunMessage ask(InetSocketAddress client, StunWriter request) {
        fromClient(client, ByteBuffer.wrap(request.array(), 0, request.length()));
        Sent answer = left();
        if (answer == null) {
            return null;
        }
        assertEquals(client, answer.to());
        StunMessage message = new StunMessage();
        assertTrue(message.read(ByteBuffer.wrap(answer.content().toArray())));
        return message;
    }

    /** A client with a nonce, whose credential has an hour to live. */
    TurnClient client(InetSocketAddress at, String id) {
        TurnClient client = new TurnClient(secret, SharedSecret.username(id, unixMillis / 1_000 + 3_600));
        renewNonce(at, client);
        return client;
    }

    void renewNonce(InetSocketAddress at, TurnClient client) {
        StunMessage challenge = ask(at, client.allocation());
        assertEquals(401, TurnClient.error(challenge));
        client.hear(challenge);
    }

    /** Asks with a seal; the answer has to have one too unless it is a challenge. */
    @Nullable
    StunMessage askSealed(InetSocketAddress at, TurnClient client, StunWriter request) {
        StunMessage answer = ask(at, client.seal(request));
        if (answer != null && !answer.has(Stun.NONCE)) {
            assertTrue(client.trusts(answer));
        }
        return answer;
    }

    /** Has {@code client} a relay; its address. */
    InetSocketAddress allocate(InetSocketAddress at, TurnClient client) {
        StunMessage answer = askSealed(at, client, client.allocation());
        assertEquals(0, TurnClient.error(answer));
        InetSocketAddress relay = answer == null ? null : answer.addressOf(Stun.XOR_RELAYED_ADDRESS);
        assertNotNull(relay);
        return relay;
    }

    void permit(InetSocketAddress at, TurnClient client, InetSocketAddress... peers) {
        assertEquals(0, TurnClient.error(askSealed(at, client, client.permission(peers))));
    }

    void bind(InetSocketAddress at, TurnClient client, int number, InetSocketAddress peer) {
        assertEquals(0, TurnClient.error(askSealed(at, client, client.channel(number, peer))));
    }

    long refusals(TurnRefusal refusal) {
        return counters.refusals(refusal);
    }

    /** The Data indication that was sent. */
    static StunMessage data(Sent sent) {
        StunMessage message = new StunMessage();
        assertTrue(message.read(ByteBuffer.wrap(sent.content().toArray())));
        assertEquals(StunClass.INDICATION, message.messageClass());
        assertEquals(Stun.DATA_METHOD, message.method());
        return message;
    }
}
