package tropichat.core.wire;

import java.util.Arrays;
import tropichat.core.base.Bytes;

/** A byte string that grows while it is written. */
final class ByteSink {
    private static final int INITIAL_BYTES = 256;

    private byte[] buffer;
    private int length;

    ByteSink() {
        this(INITIAL_BYTES);
    }

    /** @param bytes as many as will probably be written */
    ByteSink(int bytes) {
        buffer = new byte[bytes];
    }

    void put(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
    }

    void put(Bytes content) {
        put(content, 0, content.length());
    }

    /** The bytes from {@code from} up to but not including {@code to}. */
    void put(Bytes content, int from, int to) {
        reserve(to - from);
        System.arraycopy(content.unsafeArray(), from, buffer, length, to - from);
        length += to - from;
    }

    void putBigEndian(long value, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            put((int) (value >> shift));
        }
    }

    int length() {
        return length;
    }

    Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(buffer, length));
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
