package tropichat.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;

/** The port: accepts connections and hands their requests to one handler, all on one thread. */
public final class Listener {
    /** As the kernel's own default (somaxconn) has it. */
    private static final int BACKLOG = 4096;

    private static final long STOP_MILLIS_MAX = 2_000;

    /** Kept here, as its level would be forgotten with it. */
    private static final Logger NETTY_LOG = Logger.getLogger("io.netty");

    static {
        NETTY_LOG.setLevel(Level.OFF); // its lines hold addresses in full; what matters is counted or told by Log
    }

    private final MultiThreadIoEventLoopGroup group;
    private final NetContext net;
    private @Nullable Channel channel;

    /** One that no proxy stands in front of; {@code tickMillis}: how exact timeouts are. */
    public Listener(NetLimits limits, long tickMillis, RandomSource random, Counters counters) {
        this(limits, List.of(), tickMillis, random, counters);
    }

    /** {@code proxies} are believed about who calls through them. */
    public Listener(NetLimits limits, List<Network> proxies, long tickMillis, RandomSource random, Counters counters) {
        group = new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        AddressLimiter connections = new AddressLimiter(limits.connectionsPerSecond(), limits.connectionsBurst());
        net = new NetContext(
                new Loop(group.next(), tickMillis),
                limits,
                counters,
                new Visitors(new RemoteKeys(random), proxies),
                connections);
    }

    public Loop loop() {
        return net.loop();
    }

    /** Starts to listen; the port that was chosen where {@code port} is 0. */
    public int listen(String host, int port, HttpHandler handler) throws IOException {
        int outboundBytesMax = net.limits().outboundBytesMax();
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Loop.READ_BYTES_MAX))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(outboundBytesMax / 2, outboundBytesMax))
                .childHandler(new Acceptor(net, handler))
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause());
        }
        channel = bound.channel();
        return ((ServerSocketChannel) bound.channel()).localAddress().getPort();
    }

    /** Takes no new connections from now on. */
    public void stopAccepting() {
        Channel listening = channel;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
    }

    /** Ends the loop and with it every connection that is left. */
    public void stop() {
        stopAccepting();
        group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing hangs on a close
    private static final class Acceptor extends ChannelInitializer<Channel> {
        private final NetContext net;
        private final HttpHandler handler;
        private final HttpDecoderConfig decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(NetLimits.HEAD_BYTES_MAX)
                .setMaxHeaderSize(NetLimits.HEAD_BYTES_MAX);

        Acceptor(NetContext net, HttpHandler handler) {
            this.net = net;
            this.handler = handler;
        }

        @Override
        protected void initChannel(Channel accepted) {
            RemoteKey remote = net.visitors().of(accepted.remoteAddress());
            boolean proxy = net.visitors().isProxy(accepted.remoteAddress());
            // A proxy's connections are everybody's; what its visitors open is limited where they shake hands.
            if (!proxy && !net.connections().allows(remote, Loop.nowMillis())) {
                net.counters().refused(Refusal.CONNECTION_RATE);
                accepted.close();
                return;
            }
            net.counters().connectionsAccepted++;
            net.counters().connectionsOpen++;
            accepted.pipeline()
                    .addLast(new HttpServerCodec(decoder), new HttpConnection(accepted, net, handler, remote, proxy));
        }
    }
}
