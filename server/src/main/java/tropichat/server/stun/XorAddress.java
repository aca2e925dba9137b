package tropichat.server.stun;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Addresses in the form of XOR-MAPPED-ADDRESS (RFC 8489, section 14.2): XOR-ed with magic cookie and transaction id. */
final class XorAddress {
    private static final int PREFIX_BYTES = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORT_MASK = Stun.MAGIC_COOKIE >>> Short.SIZE;

    /** In a message's header: the cookie and, behind it, the transaction id. */
    private static final int MASK_AT = 4;

    private XorAddress() {}

    static int bytes(InetAddress address) {
        return PREFIX_BYTES + (address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES);
    }

    static @Nullable InetSocketAddress read(ByteBuffer buffer, int start, int offset, int length) {
        if (length != PREFIX_BYTES + IPV4_BYTES && length != PREFIX_BYTES + IPV6_BYTES) {
            return null;
        }
        int family = buffer.get(start + offset + 1);
        int bytes = length - PREFIX_BYTES;
        if (family != (bytes == IPV4_BYTES ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6)) {
            return null;
        }
        int port = (buffer.getShort(start + offset + 2) ^ PORT_MASK) & 0xFFFF;
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            address[i] = (byte) (buffer.get(start + offset + PREFIX_BYTES + i) ^ buffer.get(start + MASK_AT + i));
        }
        return new InetSocketAddress(address(address), port);
    }

    // The general method would make an IPv4 address of one that is only mapped into IPv6.
    private static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == IPV4_BYTES
                    ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", wrongLength);
        }
    }

    /** Writes the value at {@code at} of a message whose header is written; the bytes that it has. */
    static int write(byte[] message, int at, InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        int port = address.getPort() ^ PORT_MASK;
        message[at] = 0;
        message[at + 1] = (byte) (bytes.length == IPV4_BYTES ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6);
        message[at + 2] = (byte) (port >>> Byte.SIZE);
        message[at + 3] = (byte) port;
        for (int i = 0; i < bytes.length; i++) {
            message[at + PREFIX_BYTES + i] = (byte) (bytes[i] ^ message[MASK_AT + i]);
        }
        return PREFIX_BYTES + bytes.length;
    }
}
