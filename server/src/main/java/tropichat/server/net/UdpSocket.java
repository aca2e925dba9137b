package tropichat.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import tropichat.server.log.Log;

/** A UDP socket of a {@link UdpThread}. What is sent while a datagram is handled leaves once all that came are. */
public final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> implements FlushQueue.Flushable {
    private final UdpThread thread;
    private final DatagramChannel channel;
    private final UdpHandler handler;
    private boolean flushing;

    UdpSocket(UdpThread thread, DatagramChannel channel, UdpHandler handler) {
        this.thread = thread;
        this.channel = channel;
        this.handler = handler;
    }

    public InetSocketAddress localAddress() {
        return channel.localAddress();
    }

    /**
     * Sends the first {@code headBytes} of {@code head}, then {@code bytes} bytes of the datagram that is being handled,
     * from its byte {@code from} on, then {@code padding} zeros. False where too much waits already: it is dropped.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is told what becomes of a datagram
    public boolean send(InetSocketAddress to, byte[] head, int headBytes, int from, int bytes, int padding) {
        if (!channel.isWritable()) {
            return false;
        }
        channel.write(new DatagramPacket(content(head, headBytes, from, bytes, padding), to), channel.voidPromise());
        if (!flushing) {
            flushing = true;
            thread.flushes().add(this);
        }
        return true;
    }

    private ByteBuf content(byte[] head, int headBytes, int from, int bytes, int padding) {
        ByteBuf current = thread.current();
        if (current != null && headBytes == 0 && padding == 0) {
            return current.retainedSlice(current.readerIndex() + from, bytes);
        }
        // One copy: the kernel gathers parts more slowly than this copies what a datagram has.
        ByteBuf content = channel.alloc().directBuffer(headBytes + bytes + padding);
        content.writeBytes(head, 0, headBytes);
        if (current != null) {
            content.writeBytes(current, current.readerIndex() + from, bytes);
        }
        return content.writeZero(padding);
    }

    @Override
    public void flush() {
        flushing = false;
        channel.flush();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing hangs on a close
    public void close() {
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        int bytes = content.readableBytes();
        if (bytes >= UdpThread.DATAGRAM_BYTES_MAX) {
            thread.tellTooLong();
            return;
        }
        thread.setCurrent(content);
        try {
            handler.onDatagram(packet.sender(), content.internalNioBuffer(content.readerIndex(), bytes));
        } finally {
            thread.setCurrent(null);
        }
    }

    /** The network's refusals (no way there, too large for it) end nothing: datagrams may be lost. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            Log.error("a datagram could not be handled", cause);
        }
    }
}
