package tropichat.server.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What receives the datagrams of a {@link UdpSocket}. */
@FunctionalInterface
public interface UdpHandler {
    /** A datagram has come: {@code content} from position to limit, which is void when this returns. On the thread. */
    void onDatagram(InetSocketAddress from, ByteBuffer content);
}
