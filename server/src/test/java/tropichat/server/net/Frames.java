package tropichat.server.net;

import tropichat.core.base.Bytes;

/** A client's WebSocket frames, for tests. */
public final class Frames {
    private static final byte[] MASK = {0x12, 0x34, 0x56, (byte) 0x9a};

    private Frames() {}

    /** A masked frame that begins with the byte {@code first}: its opcode, and 0x80 for the last of a message. */
    public static Bytes masked(int first, Bytes content) {
        int length = content.length();
        Bytes header;
        if (length < 126) {
            header = bytes(first, 0x80 | length);
        } else if (length < 1 << 16) {
            header = bytes(first, 0x80 | 126, length >> 8, length);
        } else {
            header = bytes(first, 0x80 | 127, 0, 0, 0, 0, length >> 24, length >> 16, length >> 8, length);
        }
        byte[] payload = content.toArray();
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= MASK[i % MASK.length];
        }
        return Bytes.concat(header, Bytes.copyOf(MASK), Bytes.wrap(payload));
    }

    public static Bytes text(String text) {
        return masked(0x81, Bytes.utf8(text));
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }
}
