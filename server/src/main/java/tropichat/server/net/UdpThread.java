package tropichat.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A thread that owns UDP sockets: apart from the {@link Loop} of signaling, which a flood of datagrams must not slow. */
public final class UdpThread {
    /** What one datagram has at most; one that fills its room has perhaps been cut, and is dropped. */
    static final int DATAGRAM_BYTES_MAX = 2_048;

    /** Taken from the kernel by one call, and still in what the allocator keeps at hand for a thread (32 KiB). */
    private static final int DATAGRAMS_A_READ = 16;

    /** Asked of the kernel, which gives what it allows: bursts wait there. */
    private static final int KERNEL_BUFFER_BYTES = 1 << 20;

    /** What may wait in a socket for the kernel; more is dropped. */
    private static final int OUTBOUND_BYTES_MAX = 1 << 20;

    private static final long STOP_MILLIS_MAX = 2_000;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop eventLoop;
    private final FlushQueue flushes;
    private final Runnable onTooLong;
    private @Nullable ByteBuf current;

    /** {@code onTooLong}: told, on the thread, of each datagram that was dropped because it may have been cut. */
    public UdpThread(Runnable onTooLong) {
        this.onTooLong = onTooLong;
        group = new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        eventLoop = group.next();
        flushes = new FlushQueue(eventLoop);
    }

    /** Runs {@code task} on the thread, soon; may be called from any thread. */
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Runs {@code task} on the thread every {@code millis}, until the thread ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the thread
    public void repeat(long millis, Runnable task) {
        eventLoop.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Opens a socket at {@code at}; port 0 takes any free one. On the thread only. */
    public UdpSocket open(InetSocketAddress at, UdpHandler handler) throws IOException {
        DatagramChannel channel = create(at.getAddress() instanceof Inet4Address);
        UdpSocket socket = new UdpSocket(this, channel, handler);
        channel.pipeline().addLast(socket);
        done(eventLoop.register(channel));
        try {
            done(channel.bind(at));
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return socket;
    }

    private static DatagramChannel create(boolean ipv4) {
        SocketProtocolFamily family = ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        DatagramChannel channel =
                Epoll.isAvailable() ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
        ChannelConfig config = channel.config();
        config.setAllocator(PooledByteBufAllocator.DEFAULT);
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(OUTBOUND_BYTES_MAX / 2, OUTBOUND_BYTES_MAX));
        config.setOption(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES);
        config.setOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES);
        if (channel instanceof EpollDatagramChannel) {
            config.setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES_MAX);
            config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAMS_A_READ * DATAGRAM_BYTES_MAX));
        } else {
            config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_BYTES_MAX));
        }
        return channel;
    }

    // On its own thread Netty registers and binds at once.
    private static void done(ChannelFuture step) throws IOException {
        if (!step.isDone()) {
            throw new IllegalStateException("sockets are opened on their thread");
        }
        if (!step.isSuccess()) {
            throw new IOException(step.cause());
        }
    }

    /** Ends the thread and closes all sockets; may be called from any other thread. */
    public void stop() {
        group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    void tellTooLong() {
        onTooLong.run();
    }

    FlushQueue flushes() {
        return flushes;
    }

    /** The datagram that is being handled; null between two. */
    @Nullable
    ByteBuf current() {
        return current;
    }

    void setCurrent(@Nullable ByteBuf datagram) {
        current = datagram;
    }
}
