package tropichat.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.TokenBucket;
import tropichat.server.log.Log;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

/** A connection after its WebSocket handshake: frames in, frames out, and an orderly end (RFC 6455). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written closes the channel, which is heard of
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameReader.Sink, FlushQueue.Flushable {
    private static final int HEADER_BYTES_MAX = 10;
    private static final int FIRST_GATHERED_BYTES = 2 * 1024;

    private enum State {
        OPEN,
        /** Our close frame is out; only the other side's is still of interest. */
        CLOSING,
        /** Nothing is read or sent any more. */
        CLOSED
    }

    private final Channel channel;
    private final NetContext net;
    private final RemoteKey remote;
    private final FrameReader reader;
    private final @Nullable TokenBucket packets;
    private @Nullable WebSocketListener listener;
    private @Nullable ByteBuf gathered;
    private State state = State.OPEN;
    private DisconnectReason endedBy = DisconnectReason.TRANSPORT_CLOSED;
    private boolean awaitsFlush;
    private boolean paused = true;
    private long nowMillis;

    WebSocketHandler(Channel channel, NetContext net, RemoteKey remote, int messageBytesMax) {
        this.channel = channel;
        this.net = net;
        this.remote = remote;
        this.reader = new FrameReader(messageBytesMax);
        NetLimits limits = net.limits();
        this.packets = limits.packetsPerSecond() > 0
                ? new TokenBucket(limits.packetsPerSecond(), limits.packetsBurst(), Loop.nowMillis())
                : null;
    }

    RemoteKey remote() {
        return remote;
    }

    /** The first listener also starts the reading, once whoever made it has said what comes first. */
    void listen(WebSocketListener next) {
        if (listener == null) {
            net.loop().execute(this::resume);
        }
        listener = next;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int length = in.readableBytes();
        byte[] buffer = net.loop().readBuffer(length);
        in.readBytes(buffer, 0, length);
        in.release();
        counters().bytesIn += length;
        if (state != State.CLOSED) {
            nowMillis = packets == null ? 0 : Loop.nowMillis();
            read(buffer, length);
        }
    }

    private void read(byte[] buffer, int length) {
        try {
            reader.read(buffer, 0, length, this);
        } catch (Refused refused) {
            refuse(refused.refusal());
        }
    }

    @Override
    public void onText(byte[] content, int from, int to) throws Refused {
        takeToken();
        if (state == State.OPEN && listener != null) {
            listener.onText(content, from, to);
        }
    }

    @Override
    public void onBinary(byte[] content, int from, int to) throws Refused {
        takeToken();
        if (state == State.OPEN && listener != null) {
            listener.onBinary(content, from, to);
        }
    }

    @Override
    public void onPing(byte[] content, int from, int to) {
        takeToken();
        if (state == State.OPEN) {
            begin(FrameReader.PONG, to - from).writeBytes(content, from, to - from);
            onGathered();
        }
    }

    @Override
    public void onClose(int code) {
        if (state == State.OPEN) {
            sendClose(code == FrameReader.NO_CODE ? WebSocket.NORMAL : code);
            tellClosed(DisconnectReason.CLIENT_LEFT);
        }
        state = State.CLOSED;
        flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public boolean wantsMore() {
        return !paused && state != State.CLOSED;
    }

    /** One packet of the connection's rate; over it, the connection is left unread for a moment. */
    private void takeToken() {
        if (packets != null && !packets.take(1, nowMillis)) {
            counters().refused(Refusal.PACKET_RATE);
            paused = true;
            channel.config().setAutoRead(false);
            net.loop().schedule(NetLimits.PAUSE_MILLIS, this::resume);
        }
    }

    private void resume() {
        if (paused && state != State.CLOSED) {
            paused = false;
            nowMillis = Loop.nowMillis();
            channel.config().setAutoRead(true);
            try {
                reader.resume(this);
            } catch (Refused refused) {
                refuse(refused.refusal());
            }
        }
    }

    void sendText(Message text) {
        if (state == State.OPEN) {
            text.writeTo(begin(FrameReader.TEXT, text.length()));
            onGathered();
        }
    }

    void sendBinary(Bytes content) {
        if (state == State.OPEN) {
            begin(FrameReader.BINARY, content.length()).writeBytes(content.unsafeArray());
            onGathered();
        }
    }

    boolean isBehind() {
        return channel.bytesBeforeUnwritable() < net.limits().outboundBytesMax() / 2;
    }

    void close(int code, DisconnectReason reason) {
        if (state == State.OPEN) {
            sendClose(code);
            tellClosed(reason);
        }
    }

    private void refuse(Refusal refusal) {
        counters().refused(refusal);
        if (state == State.OPEN) {
            sendClose(closeCode(refusal));
            tellClosed(DisconnectReason.MALFORMED);
        }
        state = State.CLOSED;
    }

    private static int closeCode(Refusal refusal) {
        return switch (refusal) {
            case MESSAGE_TOO_LARGE -> 1009;
            case NOT_UTF8 -> 1007;
            case FRAME_UNMASKED, FRAME_RESERVED, FRAME_LENGTH, FRAME_CONTROL, FRAME_FRAGMENT, FRAME_CLOSE_CODE -> 1002;
            default -> WebSocket.POLICY;
        };
    }

    private void sendClose(int code) {
        begin(FrameReader.CLOSE, Short.BYTES).writeShort(code);
        onGathered();
        state = State.CLOSING;
        net.loop().schedule(net.limits().deadlines().linger(), channel::close);
    }

    private ByteBuf begin(int opcode, int length) {
        ByteBuf out = gathered;
        if (out == null) {
            out = channel.alloc().directBuffer(Math.max(FIRST_GATHERED_BYTES, length + HEADER_BYTES_MAX));
            gathered = out;
        }
        out.ensureWritable(length + HEADER_BYTES_MAX);
        out.writeByte(FrameReader.FIN | opcode);
        if (length < FrameReader.LENGTH_16) {
            out.writeByte(length);
        } else if (length < 1 << 16) {
            out.writeByte(FrameReader.LENGTH_16).writeShort(length);
        } else {
            out.writeByte(FrameReader.LENGTH_64).writeLong(length);
        }
        return out;
    }

    private void onGathered() {
        counters().packetsOut++;
        if (gathered != null && gathered.readableBytes() >= NetLimits.GATHERED_BYTES_MAX) {
            send();
        } else if (!awaitsFlush) {
            awaitsFlush = true;
            net.loop().flushes().add(this);
        }
    }

    @Override
    public void flush() {
        awaitsFlush = false;
        send();
    }

    private void send() {
        ByteBuf out = gathered;
        gathered = null;
        if (out == null) {
            return;
        }
        counters().bytesOut += out.readableBytes();
        channel.writeAndFlush(out, channel.voidPromise());
        if (!channel.isWritable() && channel.isActive()) {
            onSlowReader();
        }
    }

    /** The other side does not read what it asked for: nothing more is kept for it. Told once the channel is closed. */
    private void onSlowReader() {
        state = State.CLOSED;
        endedBy = DisconnectReason.SLOW_READER;
        counters().slowReaders++;
        channel.close();
    }

    private void tellClosed(DisconnectReason reason) {
        WebSocketListener told = listener;
        listener = null;
        if (told != null) {
            told.onClosed(reason);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        counters().connectionsOpen--;
        state = State.CLOSED;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        tellClosed(endedBy);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            Log.error("A connection ended by a fault of this server.", cause);
        }
        channel.close();
    }

    private Counters counters() {
        return net.counters();
    }
}
