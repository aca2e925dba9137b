package tropichat.server.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.json.Utf8;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

class PacketReaderTest {
    private final PacketReader reader = new PacketReader();

    private Packet read(String text) throws Refused {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 2, bytes.length - 2);
    }

    @Test
    void readsEveryPartOfAPacket() throws Refused {
        Packet packet = read("52-/admin,456[\"name\",{\"_placeholder\":true,\"num\":0}]");
        assertEquals(PacketType.BINARY_EVENT, packet.type());
        assertEquals(2, packet.attachments());
        assertEquals("/admin", packet.namespace());
        assertEquals(456, packet.ackId());
        assertNotNull(packet.payload());
        assertEquals("\"name\"", String.valueOf(packet.payload().element(0)));
    }

    @Test
    void partsMayBeMissing() throws Refused {
        Packet packet = read("0");
        assertEquals("/", packet.namespace());
        assertEquals(Event.NO_ACK, packet.ackId());
        assertNull(packet.payload());
        assertEquals("/custom", read("0/custom").namespace());
        assertEquals("/custom", read("0/custom,").namespace());
        assertEquals("/custom", read("1/custom,").namespace());
        assertNotNull(read("0{\"token\":1}").payload());
        assertEquals(0, read("20[1]").ackId());
        assertEquals(999_999_999_999_999L, read("3999999999999999[]").ackId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|SOCKET_PACKET",
                "7|SOCKET_PACKET",
                "a|SOCKET_PACKET",
                "2|SOCKET_PACKET",
                "2{}|SOCKET_PACKET",
                "2[]|SOCKET_PACKET",
                "2[{}]|SOCKET_PACKET",
                "2[null]|SOCKET_PACKET",
                "2\"x\"|SOCKET_PACKET",
                "0[]|SOCKET_PACKET",
                "1[]|SOCKET_PACKET",
                "3{}|SOCKET_PACKET",
                "3|SOCKET_PACKET",
                "4{}|SOCKET_PACKET",
                "5[\"a\"]|SOCKET_PACKET",
                "5-[\"a\"]|SOCKET_PACKET",
                "51[\"a\"]|SOCKET_PACKET",
                "511-[\"a\"]|SOCKET_ATTACHMENTS",
                "5999999999999999999999-[\"a\"]|SOCKET_PACKET",
                "21234567890123456[1]|SOCKET_PACKET",
                "2abc[1]|SOCKET_JSON",
                "2[1|SOCKET_JSON",
                "2[1]]|SOCKET_JSON",
                "2[\"connect\"]|SOCKET_PACKET",
                "2[\"disconnect\"]|SOCKET_PACKET",
                "2[\"\\u0063onnect\"]|SOCKET_PACKET",
                "2[\"newListener\"]|SOCKET_PACKET"
            })
    void refusesWhatIsNoPacket(String text, Refusal refusal) {
        assertEquals(refusal, assertThrows(Refused.class, () -> read(text)).refusal());
    }

    @Test
    void refusesANamespaceThatNobodyCouldHaveMeant() {
        assertEquals(
                Refusal.SOCKET_NAMESPACE,
                assertThrows(Refused.class, () -> read("0/" + "x".repeat(200))).refusal());
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void onlyEverRefusesWhateverComes(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "-",
            "/",
            ",",
            "/a,",
            "12",
            "[",
            "]",
            "{",
            "}",
            "\"a\"",
            ":",
            "null",
            "\"signal\"",
            "[\"a\",{\"peerId\":\"x\"}]",
            "\\",
            "\u20ac",
            " "
        };
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(7); left >= 0; left--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(0x80);
            }
            if (!Utf8.isValid(bytes, 0, bytes.length)) {
                continue; // such text never gets this far
            }
            try {
                reader.read(bytes, 0, bytes.length);
                read++;
            } catch (Refused expected) {
                // any reason will do
            }
        }
        assertTrue(read > 500, "seed " + seed + " read " + read);
    }
}
