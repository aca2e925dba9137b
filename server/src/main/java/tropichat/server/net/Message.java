package tropichat.server.net;

import io.netty.buffer.ByteBuf;
import tropichat.core.base.Bytes;
import tropichat.json.Json;

/**
 * A text message in up to four pieces that are copied together only where they are written: how what is the same for
 * all receivers, and what was just received, get into a frame without a copy between. Void when the call that it is
 * handed to returns.
 */
public final class Message {
    private final Bytes prefix;
    private final Bytes head;
    private final byte[] body;
    private final int from;
    private final int to;
    private final Bytes tail;

    private Message(Bytes prefix, Bytes head, byte[] body, int from, int to, Bytes tail) {
        this.prefix = prefix;
        this.head = head;
        this.body = body;
        this.from = from;
        this.to = to;
        this.tail = tail;
    }

    public static Message of(Bytes whole) {
        return of(Bytes.EMPTY, whole);
    }

    public static Message of(Bytes prefix, Bytes body) {
        return new Message(prefix, body, Bytes.EMPTY.unsafeArray(), 0, 0, Bytes.EMPTY);
    }

    /** Pieces around a value that is being read. */
    public static Message of(Bytes prefix, Bytes head, Json body, Bytes tail) {
        return new Message(prefix, head, body.array(), body.from(), body.to(), tail);
    }

    /** Pieces around a range of a read buffer. */
    public static Message of(Bytes prefix, byte[] body, int from, int to) {
        return new Message(prefix, Bytes.EMPTY, body, from, to, Bytes.EMPTY);
    }

    public int length() {
        return prefix.length() + head.length() + to - from + tail.length();
    }

    /** A copy to keep. */
    public Bytes toBytes() {
        byte[] whole = new byte[length()];
        int at = copy(prefix, whole, 0);
        at = copy(head, whole, at);
        System.arraycopy(body, from, whole, at, to - from);
        copy(tail, whole, at + to - from);
        return Bytes.wrap(whole);
    }

    void writeTo(ByteBuf out) {
        write(prefix, out);
        write(head, out);
        out.writeBytes(body, from, to - from);
        write(tail, out);
    }

    private static int copy(Bytes piece, byte[] whole, int at) {
        System.arraycopy(piece.unsafeArray(), 0, whole, at, piece.length());
        return at + piece.length();
    }

    private static void write(Bytes piece, ByteBuf out) {
        if (!piece.isEmpty()) {
            out.writeBytes(piece.unsafeArray());
        }
    }
}
