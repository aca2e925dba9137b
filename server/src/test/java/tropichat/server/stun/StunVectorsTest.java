package tropichat.server.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;

/** The test vectors of RFC 5769, and that of RFC 8489, appendix B.1, as erratum 6268 corrects it. */
class StunVectorsTest {
    private static final Bytes PASSWORD = Bytes.utf8("VOkJxbRl1RmTxUk/WvJxBt");
    private static final String USERNAME = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";

    private static final String REQUEST = """
            00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74 00240004
            6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014 9aeaa70c bfd8cb56
            781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf""";

    private static final String IPV4_RESPONSE = """
            0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008 0001a147
            e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96""";

    private static final String IPV6_RESPONSE = """
            01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014 0002a147
            0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004
            c8fb0b4c""";

    private static final String LONG_TERM_REQUEST = """
            00010060 2112a442 78ad3433 c6ad72c0 29da412e 00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
            0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341 0014000b 6578616d 706c652e
            6f726700 00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666""";

    private static final String SHA256_REQUEST = """
            00010090 2112a442 78ad3433 c6ad72c0 29da412e 001e0020 4a3cf38f ef6992bd a952c678 0417da0f 24819415
            569e60b2 05c46e41 407f1704 00150029 6f624d61 744a6f73 32414141 43662f2f 3439396b 39353464 364f4c33
            346f4c39 46535476 79363473 41000000 0014000b 6578616d 706c652e 6f726700 001d0004 00020000 001c0020
            b5c7bf00 5b6c52a2 1c51c5e8 92f81924 136296cb 927c4314 9309278c c6518e65""";

    private final StunMessage message = new StunMessage();
    private final Integrity integrity = new Integrity();

    private static ByteBuffer bytes(String hex) {
        Bytes bytes = Bytes.parseHex(hex.replaceAll("\\s", ""));
        assertNotNull(bytes);
        return ByteBuffer.wrap(bytes.toArray());
    }

    @Test
    void sampleRequest() {
        assertTrue(message.read(bytes(REQUEST)));
        assertEquals(StunClass.REQUEST, message.messageClass());
        assertEquals(Stun.BINDING, message.method());
        assertEquals("evtj:h6vY", message.text(Stun.USERNAME, 128));
        assertTrue(integrity.isSealed(message, PASSWORD));
        assertFalse(integrity.isSealed(message, Bytes.utf8("another")));
    }

    @Test
    void sampleIpv4Response() {
        assertTrue(message.read(bytes(IPV4_RESPONSE)));
        assertEquals(StunClass.SUCCESS, message.messageClass());
        assertEquals(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853),
                message.addressOf(Stun.XOR_MAPPED_ADDRESS));
        assertTrue(integrity.isSealed(message, PASSWORD));
    }

    @Test
    void sampleIpv6Response() {
        assertTrue(message.read(bytes(IPV6_RESPONSE)));
        assertEquals(
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32853),
                message.addressOf(Stun.XOR_MAPPED_ADDRESS));
        assertTrue(integrity.isSealed(message, PASSWORD));
    }

    @Test
    void sampleRequestWithLongTermAuthentication() {
        assertTrue(message.read(bytes(LONG_TERM_REQUEST)));
        assertEquals(USERNAME, message.text(Stun.USERNAME, 128));
        assertEquals("f//499k954d6OL34oL9FSTvy64sA", message.text(Stun.NONCE, 128));
        assertTrue(integrity.isSealed(message, Integrity.longTermKey(USERNAME, "example.org", "TheMatrIX")));
    }

    @Test
    void sampleRequestWithTheLongerSeal() throws NoSuchAlgorithmException {
        byte[] name = (USERNAME + ":example.org:TheMatrIX").getBytes(StandardCharsets.UTF_8);
        Bytes key = Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(name));
        assertTrue(message.read(bytes(SHA256_REQUEST)));
        assertTrue(integrity.isSealed(message, key));
        assertFalse(integrity.isSealed(message, PASSWORD));
    }

    /** Ours pads with zeros where the RFC's samples have blanks, so the seals differ; they hold all the same. */
    @Test
    void whatIsWrittenIsReadAgain() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 49_152);
        for (boolean longer : new boolean[] {false, true}) {
            StunWriter writer = new StunWriter()
                    .begin(StunClass.SUCCESS, Stun.CHANNEL_BIND, 0x0123456789abcdefL, 0x76543210)
                    .address(Stun.XOR_RELAYED_ADDRESS, address)
                    .text(Stun.REALM, "realm")
                    .seal(integrity, longer, PASSWORD)
                    .fingerprint();
            assertTrue(message.read(ByteBuffer.wrap(writer.array(), 0, writer.length())));
            assertEquals(Stun.CHANNEL_BIND, message.method());
            assertEquals(0x0123456789abcdefL, message.transactionHigh());
            assertEquals(0x76543210, message.transactionLow());
            assertEquals(address, message.addressOf(Stun.XOR_RELAYED_ADDRESS));
            assertEquals("realm", message.text(Stun.REALM, 128));
            assertTrue(integrity.isSealed(message, PASSWORD));
        }
    }

    @Test
    void whatFollowsTheSealDoesNotCount() {
        StunWriter writer = new StunWriter()
                .begin(StunClass.REQUEST, Stun.REFRESH, 1, 2)
                .seal(integrity, false, PASSWORD)
                .integer(Stun.LIFETIME, 0);
        assertTrue(message.read(ByteBuffer.wrap(writer.array(), 0, writer.length())));
        assertFalse(message.has(Stun.LIFETIME));
        assertTrue(integrity.isSealed(message, PASSWORD));
    }

    @Test
    void oneBitThatIsWrongIsFoundOut() {
        byte[] whole = bytes(REQUEST).array();
        int fingerprint = 8; // of another type, it would be passed over like all that follows the seal
        for (int bit = 0; bit < Byte.SIZE * (whole.length - fingerprint); bit++) {
            byte[] wrong = whole.clone();
            wrong[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertFalse(message.read(ByteBuffer.wrap(wrong)) && integrity.isSealed(message, PASSWORD), "bit " + bit);
        }
    }
}
