package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tropichat.core.base.Bytes;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** A real UDP socket for tests. */
final class UdpClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int DATAGRAM_BYTES_MAX = 4_096;

    private final DatagramSocket socket;

    UdpClient(InetAddress host) throws IOException {
        this(host, PATIENCE_MILLIS);
    }

    UdpClient(InetAddress host, int patienceMillis) throws IOException {
        socket = new DatagramSocket(0, host);
        socket.setSoTimeout(patienceMillis);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    void send(InetSocketAddress to, ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** The next datagram; fails where none comes. */
    DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_BYTES_MAX], DATAGRAM_BYTES_MAX);
        socket.receive(packet);
        return packet;
    }

    Bytes receiveBytes() throws IOException {
        DatagramPacket packet = receive();
        return Bytes.copyOf(packet.getData()).slice(0, packet.getLength());
    }

    StunMessage ask(InetSocketAddress server, StunWriter request) throws IOException {
        send(server, ByteBuffer.wrap(request.array(), 0, request.length()));
        StunMessage answer = new StunMessage();
        assertTrue(answer.read(ByteBuffer.wrap(receiveBytes().toArray())));
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
