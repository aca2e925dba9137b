package tropichat.server.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** Writes what a client of TURN asks, with a credential. */
final class TurnClient {
    final Bytes key;
    String nonce = "";
    private final Integrity integrity = new Integrity();
    private final String username;
    private long transactions;

    TurnClient(SharedSecret secret, String username) {
        this(username, secret.password(username));
    }

    TurnClient(String username, String password) {
        this.username = username;
        key = Integrity.longTermKey(username, Authenticator.REALM, password);
    }

    StunWriter request(int method) {
        return new StunWriter().begin(StunClass.REQUEST, method, ++transactions, username.hashCode());
    }

    StunWriter allocation() {
        return request(Stun.ALLOCATE).integer(Stun.REQUESTED_TRANSPORT, Stun.TRANSPORT_UDP << 24);
    }

    StunWriter permission(InetSocketAddress... peers) {
        StunWriter request = request(Stun.CREATE_PERMISSION);
        for (InetSocketAddress peer : peers) {
            request.address(Stun.XOR_PEER_ADDRESS, peer);
        }
        return request;
    }

    StunWriter channel(int number, InetSocketAddress peer) {
        return request(Stun.CHANNEL_BIND)
                .integer(Stun.CHANNEL_NUMBER, number << 16)
                .address(Stun.XOR_PEER_ADDRESS, peer);
    }

    StunWriter refresh(int seconds) {
        return request(Stun.REFRESH).integer(Stun.LIFETIME, seconds);
    }

    StunWriter seal(StunWriter request) {
        return request.text(Stun.USERNAME, username)
                .text(Stun.REALM, Authenticator.REALM)
                .text(Stun.NONCE, nonce)
                .seal(integrity, false, key);
    }

    ByteBuffer send(InetSocketAddress peer, byte[] data) {
        StunWriter indication = new StunWriter()
                .begin(StunClass.INDICATION, Stun.SEND, ++transactions, 0)
                .address(Stun.XOR_PEER_ADDRESS, peer)
                .bytes(Stun.DATA, Bytes.copyOf(data));
        return ByteBuffer.wrap(indication.array(), 0, indication.length());
    }

    static ByteBuffer channelData(int number, byte[] data) {
        return ByteBuffer.allocate(Stun.CHANNEL_HEADER_BYTES + data.length)
                .putShort((short) number)
                .putShort((short) data.length)
                .put(data)
                .flip();
    }

    boolean trusts(StunMessage answer) {
        return integrity.isSealed(answer, key);
    }

    /** Takes the nonce of a challenge. */
    void hear(@Nullable StunMessage challenge) {
        String told = challenge == null ? null : challenge.text(Stun.NONCE, 128);
        nonce = told == null ? nonce : told;
    }

    /** The number of an error; 0 in what is none. */
    static int error(@Nullable StunMessage answer) {
        if (answer == null) {
            return -1;
        }
        long code = answer.unsignedInt(Stun.ERROR_CODE);
        return code < 0 ? 0 : (int) (((code >> Byte.SIZE) & 0xFF) * 100 + (code & 0xFF));
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
