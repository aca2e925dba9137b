package tropichat.server.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

class PayloadTest {
    private static List<Packet> decode(Bytes body) throws Refused {
        List<Packet> packets = new ArrayList<>();
        Payload.decode(body, new Payload.Sink() {
            @Override
            public boolean onPacket(byte[] content, int from, int to) {
                packets.add(new Packet(Bytes.wrap(Arrays.copyOfRange(content, from, to)), false));
                return true;
            }

            @Override
            public boolean onBinary(byte[] content, int from, int to) {
                packets.add(new Packet(Bytes.wrap(Arrays.copyOfRange(content, from, to)), true));
                return true;
            }
        });
        return packets;
    }

    @Test
    void joinsPacketsWithRecordSeparatorsAndWritesBinaryAsBase64() {
        List<Packet> packets = List.of(
                new Packet(Bytes.utf8("4hello"), false),
                new Packet(Bytes.wrap(new byte[] {1, 2, 3, 4}), true),
                new Packet(Bytes.utf8("2"), false));
        assertEquals(Bytes.utf8("4hello\u001ebAQIDBA==\u001e2"), Payload.encode(packets));
    }

    @Test
    void readsEmptyPacketsAsSuch() throws Refused {
        assertEquals(3, decode(Bytes.utf8("\u001e\u001e")).size());
        assertEquals(1, decode(Bytes.EMPTY).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"b*", "bA", "bAQIDBA=", "4a\u001eb\u20ac"})
    void refusesBinaryThatIsNoBase64(String body) {
        assertEquals(
                Refusal.ENGINE_PACKET,
                assertThrows(Refused.class, () -> decode(Bytes.utf8(body))).refusal());
    }

    @Test
    void refusesWhatIsNotUtf8AndTooManyPackets() {
        assertEquals(
                Refusal.NOT_UTF8,
                assertThrows(Refused.class, () -> decode(Bytes.wrap(new byte[] {'4', (byte) 0xff})))
                        .refusal());
        Bytes many = Bytes.utf8("3\u001e".repeat(EngineConfig.PAYLOAD_PACKETS_MAX));
        assertEquals(
                Refusal.ENGINE_PACKET,
                assertThrows(Refused.class, () -> decode(many)).refusal());
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void readsWhatItWroteAndOnlyEverRefusesTheRest(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            List<Packet> packets = new ArrayList<>();
            for (int left = random.nextInt(4); left >= 0; left--) {
                byte[] content = new byte[random.nextInt(10)];
                random.nextBytes(content);
                packets.add(
                        random.nextBoolean()
                                ? new Packet(Bytes.wrap(content), true)
                                : new Packet(Bytes.utf8("4" + "a\u20ac".repeat(content.length)), false));
            }
            byte[] body = Payload.encode(packets).toArray();
            boolean damaged = random.nextInt(3) == 0 && body.length > 0;
            if (damaged) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                List<Packet> again = decode(Bytes.wrap(body));
                assertTrue(damaged || again.equals(packets), "seed " + seed + ", input " + i);
                read++;
            } catch (Refused refused) {
                assertTrue(damaged, () -> "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8));
            }
        }
        assertTrue(read > 10_000);
    }
}
