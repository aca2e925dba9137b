package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.net.Network;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** Real clients and a real peer talk to the service over loopback, which its settings open for that. */
class TurnConversationTest {
    private static final Bytes SECRET = Bytes.utf8("a secret of tests");

    private final TurnCounters counters = new TurnCounters();
    private final SharedSecret secret = new SharedSecret(SECRET);
    private TurnService service = service(List.of("127.0.0.1"), List.of(), 0);

    private static RandomSource secureRandom() {
        SecureRandom secure = new SecureRandom();
        return length -> {
            byte[] bytes = new byte[length];
            secure.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }

    private TurnService service(List<String> hosts, List<String> openNetworks, int port) {
        return service(hosts, openNetworks, port, 0);
    }

    private TurnService service(List<String> hosts, List<String> openNetworks, int port, int alternatePort) {
        TurnSettings settings = new TurnSettings(
                hosts.stream().map(InetAddress::ofLiteral).toList(),
                port,
                alternatePort,
                List.of(),
                SECRET,
                20_000,
                60_000,
                10,
                10,
                0,
                0,
                openNetworks.stream()
                        .map(Network::parse)
                        .filter(Objects::nonNull)
                        .toList());
        return new TurnService(settings, secureRandom(), counters);
    }

    @AfterEach
    void stop() {
        service.stop();
    }

    private TurnClient user(String id) {
        return new TurnClient(secret, SharedSecret.username(id, System.currentTimeMillis() / 1_000 + 3_600));
    }

    private InetSocketAddress allocate(UdpClient socket, TurnClient user, InetSocketAddress server, int family)
            throws IOException {
        user.hear(socket.ask(server, user.allocation()));
        StunMessage answer =
                socket.ask(server, user.seal(user.allocation().integer(Stun.REQUESTED_ADDRESS_FAMILY, family << 24)));
        InetSocketAddress relay = answer.addressOf(Stun.XOR_RELAYED_ADDRESS);
        assertNotNull(relay, () -> "error " + TurnClient.error(answer));
        assertEquals(socket.address(), answer.addressOf(Stun.XOR_MAPPED_ADDRESS));
        assertTrue(user.trusts(answer));
        return relay;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aClientAndAPeerTalkThroughARelay(String host) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral(host);
        assumeTrue(isHere(loopback), host + " is not to be had here");
        service.stop();
        service = service(List.of(host), List.of("127.0.0.0/8", "::1"), 0);
        InetSocketAddress server =
                new InetSocketAddress(loopback, service.start().join());
        int family = host.indexOf(':') < 0 ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6;
        try (UdpClient ana = new UdpClient(loopback);
                UdpClient peer = new UdpClient(loopback)) {
            TurnClient user = user("ana");
            InetSocketAddress relay = allocate(ana, user, server, family);
            assertEquals(0, TurnClient.error(ana.ask(server, user.seal(user.permission(peer.address())))));

            ana.send(server, user.send(peer.address(), new byte[] {1, 2, 3}));
            assertEquals(relay, new InetSocketAddress(loopback, receivedFrom(peer, new byte[] {1, 2, 3})));
            peer.send(relay, ByteBuffer.wrap(new byte[] {4, 5}));
            StunMessage data = new StunMessage();
            assertTrue(data.read(ByteBuffer.wrap(ana.receiveBytes().toArray())));
            assertEquals(Stun.DATA_METHOD, data.method());
            assertEquals(peer.address(), data.addressOf(Stun.XOR_PEER_ADDRESS));

            assertEquals(0, TurnClient.error(ana.ask(server, user.seal(user.channel(0x4000, peer.address())))));
            byte[] large = new byte[1_400];
            for (int i = 0; i < 100; i++) {
                large[0] = (byte) i;
                ana.send(server, TurnClient.channelData(0x4000, large));
                receivedFrom(peer, large);
                peer.send(relay, ByteBuffer.wrap(large));
                assertEquals(Bytes.wrap(TurnClient.channelData(0x4000, large).array()), ana.receiveBytes());
            }
            assertEquals(0, TurnClient.error(ana.ask(server, user.seal(user.refresh(0)))));
            ana.ask(server, user.request(Stun.BINDING)); // NIO frees a port in the turn after it was closed
            try (DatagramSocket free = new DatagramSocket(relay)) {
                assertTrue(free.isBound(), "the relay's port is free again");
            }
        }
        assertEquals(202, counters.packetsRelayed);
        assertEquals(0, counters.allocations);
    }

    private static int receivedFrom(UdpClient peer, byte[] wanted) throws IOException {
        var packet = peer.receive();
        assertEquals(Bytes.copyOf(wanted), Bytes.copyOf(packet.getData()).slice(0, packet.getLength()));
        return packet.getPort();
    }

    private static boolean isHere(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.isBound();
        } catch (SocketException absent) {
            return false;
        }
    }

    @Test
    void twoClientsTalkFromRelayToRelayThoughLoopbackIsClosed() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InetSocketAddress server =
                new InetSocketAddress(loopback, service.start().join());
        try (UdpClient ana = new UdpClient(loopback);
                UdpClient bo = new UdpClient(loopback)) {
            TurnClient anasUser = user("ana");
            TurnClient bosUser = user("bo");
            InetSocketAddress anas = allocate(ana, anasUser, server, Stun.FAMILY_IPV4);
            InetSocketAddress bos = allocate(bo, bosUser, server, Stun.FAMILY_IPV4);
            assertNotEquals(anas, bos);
            assertEquals(0, TurnClient.error(ana.ask(server, anasUser.seal(anasUser.channel(0x4000, bos)))));
            assertEquals(0, TurnClient.error(bo.ask(server, bosUser.seal(bosUser.channel(0x4001, anas)))));
            byte[] hello = {1, 2, 3};
            ana.send(server, TurnClient.channelData(0x4000, hello));
            assertEquals(Bytes.wrap(TurnClient.channelData(0x4001, hello).array()), bo.receiveBytes());
        }
    }

    @Test
    void allOfThisMachinesAddressesAnswerFromWhereTheyWereAsked() throws IOException {
        service.stop();
        service = service(List.of(), List.of(), 0);
        int port = service.start().join();
        List<InetAddress> own = LocalAddresses.all();
        assertTrue(own.size() > 1, "a machine has loopback and another address");
        for (InetAddress host : own) {
            try (UdpClient client = new UdpClient(host)) {
                InetSocketAddress server = new InetSocketAddress(host, port);
                client.send(server, ByteBuffer.wrap(binding()));
                assertEquals(server, client.receive().getSocketAddress());
            }
        }
    }

    @Test
    void theAlternatePortAnswersStunAndNothingElse() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        int port = service.start().join();
        InetSocketAddress alternate = new InetSocketAddress(loopback, service.alternatePort());
        assertNotEquals(port, alternate.getPort());
        try (UdpClient client = new UdpClient(loopback)) {
            TurnClient user = user("ana");
            StunMessage mapped = client.ask(alternate, user.request(Stun.BINDING));
            assertEquals(client.address(), mapped.addressOf(Stun.XOR_MAPPED_ADDRESS));
            StunWriter allocation = user.allocation();
            client.send(alternate, ByteBuffer.wrap(allocation.array(), 0, allocation.length()));
            client.send(alternate, ByteBuffer.wrap(binding()));
            StunMessage next = new StunMessage();
            assertTrue(next.read(ByteBuffer.wrap(client.receiveBytes().toArray())));
            assertEquals(Stun.BINDING, next.method(), "what asks for a relay is not answered");
        }
        assertEquals(1, counters.refusals(TurnRefusal.MALFORMED));
    }

    @Test
    void whereTheAlternatePortIsTakenTurnWorksWithoutIt() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket taken = new DatagramSocket(0, loopback)) {
            service.stop();
            service = service(List.of("127.0.0.1"), List.of(), 0, taken.getLocalPort());
            InetSocketAddress server =
                    new InetSocketAddress(loopback, service.start().join());
            assertEquals(0, service.alternatePort());
            try (UdpClient client = new UdpClient(loopback)) {
                allocate(client, user("ana"), server, Stun.FAMILY_IPV4);
            }
        }
    }

    @Test
    void aDatagramThatMayHaveBeenCutIsCountedAndNotPassedOn() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InetSocketAddress server =
                new InetSocketAddress(loopback, service.start().join());
        try (UdpClient client = new UdpClient(loopback)) {
            client.send(server, ByteBuffer.wrap(new byte[3_000]));
            client.send(server, ByteBuffer.wrap(binding()));
            assertEquals(server, client.receive().getSocketAddress());
        }
        assertEquals(1, counters.refusals(TurnRefusal.TOO_LONG));
    }

    private byte[] binding() {
        var request = user("ana").request(Stun.BINDING);
        return Bytes.copyOf(request.array()).slice(0, request.length()).toArray();
    }

    @Test
    void whereThePortIsTakenItSaysNothingIsThere() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            service.stop();
            service = service(List.of("127.0.0.1"), List.of(), taken.getLocalPort());
            assertEquals(0, service.start().join());
        }
    }
}
