package tropichat.server.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.json.Utf8;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

/**
 * A client's WebSocket frames (RFC 6455, section 5), unmasked and checked where they lie in the read buffer. Only a
 * frame that has not arrived whole, or a message in fragments, is kept in memory of its own; between messages an
 * instance holds none.
 */
final class FrameReader {
    /** Hears whole messages; the array is the read buffer and void when the call returns. */
    interface Sink {
        void onText(byte[] content, int from, int to) throws Refused;

        void onBinary(byte[] content, int from, int to) throws Refused;

        void onPing(byte[] content, int from, int to);

        /** {@code code} is {@link #NO_CODE} where the frame names none. Nothing follows. */
        void onClose(int code);

        /** Whether to read on after the message just heard. */
        boolean wantsMore();
    }

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;
    static final int FIN = 0x80;

    /** Section 7.4.1: stands for a close frame without a code. */
    static final int NO_CODE = 1005;

    /** Section 5.5. */
    static final int CONTROL_BYTES_MAX = 125;

    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int KEPT_BYTES_MIN = 256;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;

    private final int messageBytesMax;
    private byte[] kept = Bytes.EMPTY.unsafeArray();
    private int keptLength;
    private byte @Nullable [] message;
    private int messageLength;
    private int messageOpcode;
    private boolean messageAscii;
    private boolean closed;

    FrameReader(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    /** Reads on; writes to {@code in} while unmasking. After a refusal nothing more may be read. */
    void read(byte[] in, int from, int to, Sink sink) throws Refused {
        int at = from;
        if (keptLength > 0) {
            at = complete(in, from, to, sink);
        }
        while (at < to && !closed && sink.wantsMore()) {
            int end = at + frameBytes(in, at, to);
            if (end > to) {
                break;
            }
            onFrame(in, at, end, sink);
            at = end;
        }
        if (at < to && !closed) {
            keep(in, at, to, to - at);
        }
    }

    /** Reads what was kept when the sink wanted no more. */
    void resume(Sink sink) throws Refused {
        byte[] rest = kept;
        int length = keptLength;
        forgetKept();
        read(rest, 0, length, sink);
    }

    /** Adds to the kept beginning of a frame until that is whole; the end of what was used of {@code in}. */
    private int complete(byte[] in, int from, int to, Sink sink) throws Refused {
        int at = from;
        while (sink.wantsMore()) {
            int wanted = frameBytes(kept, 0, keptLength);
            if (wanted <= keptLength) {
                byte[] frame = kept;
                forgetKept();
                onFrame(frame, 0, wanted, sink);
                return at;
            }
            if (at == to) {
                return at;
            }
            int taken = Math.min(wanted - keptLength, to - at);
            keep(in, at, at + taken, wanted);
            at += taken;
        }
        keep(in, at, to, keptLength + to - at);
        return to;
    }

    /** {@code wanted} bounds the growth: room is made for what has come, not for what was announced. */
    private void keep(byte[] in, int from, int to, int wanted) {
        int length = keptLength + to - from;
        if (length > kept.length) {
            int grown = Math.max(length, Math.min(wanted, 2 * length));
            kept = Arrays.copyOf(kept, Math.max(grown, KEPT_BYTES_MIN));
        }
        System.arraycopy(in, from, kept, keptLength, to - from);
        keptLength = length;
    }

    private void forgetKept() {
        kept = Bytes.EMPTY.unsafeArray();
        keptLength = 0;
    }

    /** Bytes from a frame's first to its last, as far as those at hand tell; checks all that it sees. */
    private int frameBytes(byte[] in, int at, int to) throws Refused {
        if (to - at < 2) {
            return 2;
        }
        int length = in[at + 1] & 0x7f;
        checkStart(in[at] & 0xff, in[at + 1] & 0xff, length);
        if (length < LENGTH_16) {
            return 2 + MASK_BYTES + length;
        }
        int lengthBytes = length == LENGTH_16 ? Short.BYTES : Long.BYTES;
        if (to - at < 2 + lengthBytes) {
            return 2 + lengthBytes;
        }
        long extended = 0;
        for (int i = 0; i < lengthBytes; i++) {
            extended = extended << 8 | (in[at + 2 + i] & 0xff);
        }
        if (extended >= 0 && extended < (length == LENGTH_16 ? LENGTH_16 : 1 << 16)) {
            throw new Refused(Refusal.FRAME_LENGTH);
        }
        if (extended < 0 || extended > messageBytesMax - messageLength) {
            throw new Refused(Refusal.MESSAGE_TOO_LARGE);
        }
        return 2 + lengthBytes + MASK_BYTES + (int) extended;
    }

    private void checkStart(int first, int second, int length) throws Refused {
        int opcode = first & 0xf;
        boolean control = opcode >= CLOSE;
        if ((first & RESERVED_BITS) != 0 || opcode > PONG || (opcode > BINARY && !control)) {
            throw new Refused(Refusal.FRAME_RESERVED);
        }
        if ((second & MASKED) == 0) {
            throw new Refused(Refusal.FRAME_UNMASKED);
        }
        if (control && ((first & FIN) == 0 || length > CONTROL_BYTES_MAX)) {
            throw new Refused(Refusal.FRAME_CONTROL);
        }
        if (!control && (opcode == CONTINUATION) == (message == null)) {
            throw new Refused(Refusal.FRAME_FRAGMENT);
        }
        if (length < LENGTH_16 && !control && length > messageBytesMax - messageLength) {
            throw new Refused(Refusal.MESSAGE_TOO_LARGE);
        }
    }

    private void onFrame(byte[] in, int at, int end, Sink sink) throws Refused {
        int length = in[at + 1] & 0x7f;
        int mask = at + 2 + (length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0);
        int from = mask + MASK_BYTES;
        boolean ascii = unmask(in, from, end, (int) INTS.get(in, mask));
        int opcode = in[at] & 0xf;
        boolean last = (in[at] & FIN) != 0;
        switch (opcode) {
            case PING -> sink.onPing(in, from, end);
            case PONG -> {}
            case CLOSE -> onClose(in, from, end, ascii, sink);
            case CONTINUATION -> onFragment(in, from, end, ascii, last, sink);
            default -> {
                if (last) {
                    deliver(opcode, in, from, end, ascii, sink);
                } else {
                    messageOpcode = opcode;
                    messageAscii = true;
                    message = Bytes.EMPTY.unsafeArray();
                    onFragment(in, from, end, ascii, false, sink);
                }
            }
        }
    }

    /** Section 5.3, eight bytes at a time; whether all of them are ASCII, so that most text needs no second look. */
    private static boolean unmask(byte[] in, int from, int to, int mask) {
        long key = (mask & 0xffffffffL) | ((long) mask << Integer.SIZE);
        long seen = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(in, at) ^ key;
            LONGS.set(in, at, word);
            seen |= word;
        }
        for (; at < to; at++) {
            in[at] ^= (byte) key;
            seen |= in[at];
            key = Long.rotateRight(key, Byte.SIZE);
        }
        return (seen & HIGHS) == 0;
    }

    private void onFragment(byte[] in, int from, int to, boolean ascii, boolean last, Sink sink) throws Refused {
        byte[] sofar = message == null ? Bytes.EMPTY.unsafeArray() : message;
        int length = messageLength + to - from;
        if (length > sofar.length) {
            sofar = Arrays.copyOf(sofar, Math.max(length, Math.min(messageBytesMax, 2 * length)));
        }
        System.arraycopy(in, from, sofar, messageLength, to - from);
        message = sofar;
        messageLength = length;
        messageAscii &= ascii;
        if (last) {
            message = null;
            messageLength = 0;
            deliver(messageOpcode, sofar, 0, length, messageAscii, sink);
        }
    }

    private static void deliver(int opcode, byte[] content, int from, int to, boolean ascii, Sink sink) throws Refused {
        if (opcode == BINARY) {
            sink.onBinary(content, from, to);
            return;
        }
        requireUtf8(content, from, to, ascii);
        sink.onText(content, from, to);
    }

    private static void requireUtf8(byte[] content, int from, int to, boolean ascii) throws Refused {
        if (!ascii && !Utf8.isValid(content, from, to)) {
            throw new Refused(Refusal.NOT_UTF8);
        }
    }

    private void onClose(byte[] in, int from, int to, boolean ascii, Sink sink) throws Refused {
        int code = NO_CODE;
        if (to > from) {
            code = to - from == 1 ? 0 : ((in[from] & 0xff) << 8) | (in[from + 1] & 0xff);
            if (!mayBeSent(code)) {
                throw new Refused(Refusal.FRAME_CLOSE_CODE);
            }
            requireUtf8(in, from + 2, to, ascii);
        }
        closed = true;
        sink.onClose(code);
    }

    /** Section 7.4.1 and the registry it set up: 1004 to 1006 and 1015 are never on the wire. */
    private static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) || (code >= 3000 && code <= 4999);
    }
}
