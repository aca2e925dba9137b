package tropichat.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {
    private static byte[] encode(int opcode, byte[] payload, int mask) {
        ByteBuffer frame = ByteBuffer.allocate(Frames.length(payload.length));
        Frames.put(frame, opcode, payload, mask);
        assertFalse(frame.hasRemaining());
        return frame.array();
    }

    @Test
    void aMaskedTextMessageIsTheOneOfRfc6455Section5Point7() {
        assertArrayEquals(
                HexFormat.of().parseHex("818537fa213d7f9f4d5158"),
                encode(Frames.TEXT, "Hello".getBytes(StandardCharsets.UTF_8), 0x37fa213d));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void theLengthTakesTheShortestForm(int bytes) {
        byte[] frame = encode(Frames.TEXT, new byte[bytes], 1);
        int header = frame.length - bytes - 4;
        assertEquals(bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10, header);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 125, 126, 65_535, 65_536})
    void theReaderWaitsForTheWholeFrame(int bytes) {
        ByteBuffer server = unmasked(bytes);
        int end = server.limit();
        FrameReader reader = new FrameReader();
        for (int limit : new int[] {0, 1, end - 1}) {
            assertFalse(reader.next(server.limit(limit)));
            assertEquals(0, server.position());
        }
        assertTrue(reader.next(server.limit(end)));
        assertEquals(Frames.TEXT, reader.opcode());
        assertEquals(bytes, reader.payloadBytes());
        assertEquals(end - bytes, reader.payloadFrom());
        assertFalse(server.hasRemaining());
    }

    @Test
    void aFragmentIsAFailure() {
        ByteBuffer fragment = ByteBuffer.wrap(new byte[] {0x01, 0});
        assertThrows(LoadFailure.class, () -> new FrameReader().next(fragment));
    }

    @Test
    void aMaskedFrameFromTheServerIsAFailure() {
        ByteBuffer masked = ByteBuffer.wrap(encode(Frames.TEXT, new byte[3], 7));
        assertThrows(LoadFailure.class, () -> new FrameReader().next(masked));
    }

    private static ByteBuffer unmasked(int bytes) {
        ByteBuffer frame = ByteBuffer.allocate(Frames.length(bytes));
        frame.put((byte) 0x81);
        if (bytes < 126) {
            frame.put((byte) bytes);
        } else if (bytes < 65_536) {
            frame.put((byte) 126).putShort((short) bytes);
        } else {
            frame.put((byte) 127).putLong(bytes);
        }
        return frame.put(new byte[bytes]).flip();
    }
}
