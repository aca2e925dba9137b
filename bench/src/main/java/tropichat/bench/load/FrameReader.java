package tropichat.bench.load;

import java.nio.ByteBuffer;

/**
 * Walks over the frames that a server sent (RFC 6455, section 5.2), in place. Servers do not mask, and no server
 * measured here splits a message over frames; either one is a failure.
 */
final class FrameReader {
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    private int opcode;
    private int payloadFrom;
    private int payloadBytes;

    /**
     * Moves {@code input}'s position behind the next frame, and describes that frame; false, with the position left
     * where it was, when the frame is not there in full.
     */
    boolean next(ByteBuffer input) {
        int from = input.position();
        int available = input.remaining();
        if (available < 2) {
            return false;
        }
        int first = input.get(from) & 0xff;
        int length = input.get(from + 1) & 0xff;
        if (first < 0x80 || length >= 0x80) {
            throw new LoadFailure("the server sent a fragmented or masked frame");
        }
        int header = length < LENGTH_IN_16_BITS ? 2 : length == LENGTH_IN_16_BITS ? 4 : 10;
        if (available < header) {
            return false;
        }
        if (length == LENGTH_IN_16_BITS) {
            length = input.getShort(from + 2) & 0xffff;
        } else if (length == LENGTH_IN_64_BITS) {
            length = Math.toIntExact(input.getLong(from + 2));
        }
        if (available - header < length) {
            return false;
        }
        opcode = first & 0xf;
        payloadFrom = from + header;
        payloadBytes = length;
        input.position(payloadFrom + length);
        return true;
    }

    int opcode() {
        return opcode;
    }

    /** Index of the payload's first byte in the buffer. */
    int payloadFrom() {
        return payloadFrom;
    }

    int payloadBytes() {
        return payloadBytes;
    }
}
