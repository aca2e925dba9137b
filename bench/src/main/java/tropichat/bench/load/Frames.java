package tropichat.bench.load;

import java.nio.ByteBuffer;

/** WebSocket frames as a client writes them: unfragmented and masked (RFC 6455, section 5.2). */
final class Frames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;
    private static final int MASK_BYTES = 4;

    private Frames() {}

    /** Bytes of a masked frame with this payload. */
    static int length(int payloadBytes) {
        int header = payloadBytes < LENGTH_IN_16_BITS ? 2 : payloadBytes <= 0xffff ? 4 : 10;
        return header + MASK_BYTES + payloadBytes;
    }

    static void put(ByteBuffer target, int opcode, byte[] payload, int mask) {
        target.put((byte) (FINAL | opcode));
        if (payload.length < LENGTH_IN_16_BITS) {
            target.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xffff) {
            target.put((byte) (MASKED | LENGTH_IN_16_BITS)).putShort((short) payload.length);
        } else {
            target.put((byte) (MASKED | LENGTH_IN_64_BITS)).putLong(payload.length);
        }
        target.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            target.put((byte) (payload[i] ^ (mask >>> (24 - i % MASK_BYTES * Byte.SIZE))));
        }
    }
}
