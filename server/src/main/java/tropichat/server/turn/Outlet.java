package tropichat.server.turn;

import java.net.InetSocketAddress;

/** A UDP socket as the machine sees it: where it can send from. */
interface Outlet {
    /**
     * Sends one datagram: the first {@code headBytes} of {@code head}, then {@code bytes} bytes of the datagram that is
     * being handled, from its byte {@code from} on, then {@code padding} zeros. Nothing tells whether it arrives.
     */
    void send(InetSocketAddress to, byte[] head, int headBytes, int from, int bytes, int padding);

    void close();
}
