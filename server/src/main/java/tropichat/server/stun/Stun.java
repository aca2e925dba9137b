package tropichat.server.stun;

/** Numbers of the protocol (RFC 8489, sections 5 and 18; RFC 8656, sections 17 to 19). */
public final class Stun {
    public static final int HEADER_BYTES = 20;
    public static final int ATTRIBUTE_HEADER_BYTES = 4;
    public static final int TRANSACTION_BYTES = 12;
    public static final int MAGIC_COOKIE = 0x2112A442;

    public static final int BINDING = 0x001;
    public static final int ALLOCATE = 0x003;
    public static final int REFRESH = 0x004;
    public static final int SEND = 0x006;
    public static final int DATA_METHOD = 0x007;
    public static final int CREATE_PERMISSION = 0x008;
    public static final int CHANNEL_BIND = 0x009;

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int CHANNEL_NUMBER = 0x000C;
    public static final int LIFETIME = 0x000D;
    public static final int XOR_PEER_ADDRESS = 0x0012;
    public static final int DATA = 0x0013;
    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    public static final int EVEN_PORT = 0x0018;
    public static final int REQUESTED_TRANSPORT = 0x0019;
    public static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int RESERVATION_TOKEN = 0x0022;

    /** From here on, who does not know an attribute passes over it. */
    public static final int COMPREHENSION_OPTIONAL = 0x8000;

    public static final int ADDITIONAL_ADDRESS_FAMILY = 0x8000;
    public static final int ADDRESS_ERROR_CODE = 0x8001;
    public static final int FINGERPRINT = 0x8028;

    public static final int FAMILY_IPV4 = 0x01;
    public static final int FAMILY_IPV6 = 0x02;

    /** Number of UDP among the protocols above IP. */
    public static final int TRANSPORT_UDP = 17;

    /** Channels are numbered from here. */
    public static final int CHANNEL_MIN = 0x4000;

    /** RFC 8656, section 12, ends at 4FFF; clients by RFC 5766 still go on to here. */
    public static final int CHANNEL_MAX = 0x7FFF;

    /** Channel number and length of the data. */
    public static final int CHANNEL_HEADER_BYTES = 4;

    /** The two first bits of a datagram of channel data, in its first byte: 01. */
    private static final int CHANNEL_BITS = 1;

    private static final int FIRST_BITS_SHIFT = 6;

    private Stun() {}

    /** Whether a datagram that begins with {@code firstByte} carries channel data; a message begins with 00. */
    public static boolean isChannelData(byte firstByte) {
        return (firstByte & 0xFF) >>> FIRST_BITS_SHIFT == CHANNEL_BITS;
    }

    /** {@code bytes}, rounded up to the boundary on which attributes begin. */
    public static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }
}
