package tropichat.bench.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A STUN message that is being written: as much of RFC 8489 and RFC 8656 as a client needs that sets up a relay. */
final class StunQuestion {
    static final int ALLOCATE = 0x003;
    static final int CREATE_PERMISSION = 0x008;
    static final int CHANNEL_BIND = 0x009;
    static final int SEND_INDICATION = 0x016;

    static final int USERNAME = 0x0006;
    static final int CHANNEL_NUMBER = 0x000C;
    static final int XOR_PEER_ADDRESS = 0x0012;
    static final int DATA = 0x0013;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int XOR_RELAYED_ADDRESS = 0x0016;
    static final int REQUESTED_TRANSPORT = 0x0019;

    static final int HEADER_BYTES = 20;
    static final int MAGIC_COOKIE = 0x2112A442;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int INTEGRITY_BYTES = 20;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int BYTES_MAX = 1_024;

    private final ByteBuffer message = ByteBuffer.allocate(BYTES_MAX);

    StunQuestion(int type, long transaction) {
        message.putShort((short) type)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .putInt(0)
                .putLong(transaction);
    }

    StunQuestion text(int attribute, String text) {
        return bytes(attribute, text.getBytes(StandardCharsets.UTF_8));
    }

    StunQuestion integer(int attribute, int value) {
        return bytes(attribute, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** An IPv4 address, XOR-ed with the cookie. */
    StunQuestion address(int attribute, InetSocketAddress address) {
        int host = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        ByteBuffer value = ByteBuffer.allocate(8).putShort((short) 1);
        value.putShort((short) (address.getPort() ^ (MAGIC_COOKIE >>> Short.SIZE)));
        return bytes(attribute, value.putInt(host ^ MAGIC_COOKIE).array());
    }

    StunQuestion bytes(int attribute, byte[] value) {
        message.putShort((short) attribute).putShort((short) value.length).put(value);
        while (message.position() % 4 != 0) {
            message.put((byte) 0);
        }
        return this;
    }

    ByteBuffer sealed(byte[] key) {
        setLength(ATTRIBUTE_HEADER_BYTES + INTEGRITY_BYTES);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(message.array(), 0, message.position());
            bytes(MESSAGE_INTEGRITY, mac.doFinal());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", missing);
        }
        return toBuffer();
    }

    ByteBuffer toBuffer() {
        setLength(0);
        return message.duplicate().flip();
    }

    private void setLength(int more) {
        message.putShort(2, (short) (message.position() - HEADER_BYTES + more));
    }
}
