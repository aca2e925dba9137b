package tropichat.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One non-blocking TCP connection. Reading uses the loop's buffer; only the part of a frame that is still incomplete
 * is kept here. Writing goes straight to the socket; only what the socket does not take is kept.
 */
final class Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer rest = NOTHING;
    private @Nullable ByteBuffer unwritten;

    Wire(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Completes the connection. */
    void connect() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Fills {@code buffer} with what was left over and what has arrived since; false at the end of the stream. */
    boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear().put(rest);
        rest.clear().limit(0);
        int read = channel.read(buffer);
        buffer.flip();
        return read >= 0;
    }

    /** Keeps what {@code buffer} still holds for the next {@link #read}. */
    void keep(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return;
        }
        if (rest.capacity() < buffer.remaining()) {
            rest = ByteBuffer.allocate(Math.max(2 * rest.capacity(), buffer.remaining()));
        }
        rest.clear().put(buffer).flip();
    }

    void write(ByteBuffer bytes) throws IOException {
        if (unwritten == null) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            postpone(bytes);
        }
    }

    /** Writes what the socket did not take before. */
    void flush() throws IOException {
        ByteBuffer waiting = unwritten;
        if (waiting == null) {
            return;
        }
        waiting.flip();
        channel.write(waiting);
        if (waiting.hasRemaining()) {
            waiting.compact();
        } else {
            unwritten = null;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    private void postpone(ByteBuffer bytes) {
        ByteBuffer waiting = unwritten == null ? ByteBuffer.allocate(bytes.remaining()) : unwritten;
        if (waiting.remaining() < bytes.remaining()) {
            waiting = ByteBuffer.allocate(2 * (waiting.position() + bytes.remaining()))
                    .put(waiting.flip());
        }
        unwritten = waiting.put(bytes);
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
}
