package tropichat.bench.turn;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tropichat.bench.load.LoadFailure;

/** A client with a relay: sets it up, step by step, and waits for each answer. */
final class TurnUser {
    static final String SECRET = "bench";

    private static final int CREDENTIAL_SECONDS = 3_600;
    private static final int UDP = 17;
    private static final int ERROR_CODE = 0x0009;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int ANSWER_BYTES_MAX = 2_048;

    final DatagramChannel socket;
    private final String username;
    private final String password;
    private String realm = "";
    private String nonce = "";
    private byte[] key = new byte[0];
    private long transactions;

    TurnUser(String id, InetSocketAddress server) throws IOException {
        socket = bound().connect(server);
        username = System.currentTimeMillis() / 1_000 + CREDENTIAL_SECONDS + ":" + id;
        password = password(username);
    }

    /** A socket at any free port of loopback. */
    static DatagramChannel bound() throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static String password(String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", missing);
        }
    }

    /** Opens a relay; its address. */
    InetSocketAddress allocate() throws IOException {
        ByteBuffer challenge = ask(allocation().toBuffer());
        realm = text(challenge, StunQuestion.REALM);
        nonce = text(challenge, StunQuestion.NONCE);
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            key = md5.digest((username + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
        ByteBuffer value = attribute(askSealed(allocation()), StunQuestion.XOR_RELAYED_ADDRESS);
        int port = (value.getShort(value.position() + 2) ^ (StunQuestion.MAGIC_COOKIE >>> Short.SIZE)) & 0xFFFF;
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private StunQuestion allocation() {
        return new StunQuestion(StunQuestion.ALLOCATE, ++transactions)
                .integer(StunQuestion.REQUESTED_TRANSPORT, UDP << 24);
    }

    void permit(InetSocketAddress peer) throws IOException {
        askSealed(new StunQuestion(StunQuestion.CREATE_PERMISSION, ++transactions)
                .address(StunQuestion.XOR_PEER_ADDRESS, peer));
    }

    void bind(int channel, InetSocketAddress peer) throws IOException {
        askSealed(new StunQuestion(StunQuestion.CHANNEL_BIND, ++transactions)
                .integer(StunQuestion.CHANNEL_NUMBER, channel << 16)
                .address(StunQuestion.XOR_PEER_ADDRESS, peer));
    }

    private ByteBuffer askSealed(StunQuestion question) throws IOException {
        question.text(StunQuestion.USERNAME, username)
                .text(StunQuestion.REALM, realm)
                .text(StunQuestion.NONCE, nonce);
        ByteBuffer answer = ask(question.sealed(key));
        ByteBuffer error = find(answer, ERROR_CODE);
        if (error != null) {
            throw new LoadFailure("the TURN server answers with error " + (100 * error.get(2) + error.get(3)));
        }
        return answer;
    }

    private ByteBuffer ask(ByteBuffer question) throws IOException {
        socket.configureBlocking(true);
        socket.socket().setSoTimeout(TIMEOUT_MILLIS);
        byte[] bytes = new byte[question.remaining()];
        question.get(bytes);
        socket.socket().send(new DatagramPacket(bytes, bytes.length, socket.getRemoteAddress()));
        byte[] answer = new byte[ANSWER_BYTES_MAX];
        DatagramPacket packet = new DatagramPacket(answer, answer.length);
        socket.socket().receive(packet);
        return ByteBuffer.wrap(answer, 0, packet.getLength()).slice();
    }

    private static String text(ByteBuffer answer, int attribute) {
        return StandardCharsets.UTF_8.decode(attribute(answer, attribute)).toString();
    }

    private static ByteBuffer attribute(ByteBuffer answer, int attribute) {
        ByteBuffer value = find(answer, attribute);
        if (value == null) {
            throw new LoadFailure("the TURN server's answer lacks attribute " + attribute);
        }
        return value;
    }

    private static @Nullable ByteBuffer find(ByteBuffer answer, int attribute) {
        int at = StunQuestion.HEADER_BYTES;
        while (at < answer.limit()) {
            int length = answer.getShort(at + 2);
            if (answer.getShort(at) == attribute) {
                return answer.slice(at + 4, length);
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return null;
    }
}
