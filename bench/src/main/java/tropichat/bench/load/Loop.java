package tropichat.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one server, driven by the thread that calls {@link #runUntil}. Everything a client does happens
 * inside that call. When a client is lost or the server answers what it must not, the call throws {@link LoadFailure}.
 */
public final class Loop implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 256 * 1024;
    private static final long POLL_MILLIS = 10;
    private static final long STALL_NANOS = 30_000_000_000L;
    /** Source addresses 127.0.0.2 and on: each has its own range of ports. */
    private static final int SOURCE_ADDRESSES = 16;

    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final Tally tally = new Tally();
    private final List<Client> clients = new ArrayList<>();

    public Loop(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            selector = Selector.open();
        } catch (IOException failure) {
            throw new LoadFailure("cannot watch sockets", failure);
        }
    }

    public Tally tally() {
        return tally;
    }

    /** Starts a connection that logs in, or stays idle without a login. */
    public Client open(@Nullable Login login) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            int source = 2 + clients.size() % SOURCE_ADDRESSES;
            channel.bind(new InetSocketAddress("127.0.0." + source, 0));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            Client client = new Client(new Wire(channel, key), tally, "localhost:" + server.getPort(), login);
            key.attach(client);
            clients.add(client);
            if (channel.connect(server)) {
                client.onConnectable();
            }
            return client;
        } catch (IOException failure) {
            throw new LoadFailure("cannot open connection " + clients.size(), failure);
        }
    }

    /**
     * Runs until {@code done}; fails when {@code progress} stands still for half a minute.
     *
     * @param what it is that progresses, in the plural
     */
    public void runUntil(String what, LongSupplier progress, BooleanSupplier done) {
        long last = progress.getAsLong();
        long changedAt = System.nanoTime();
        while (!done.getAsBoolean()) {
            poll(POLL_MILLIS);
            long now = System.nanoTime();
            if (progress.getAsLong() != last) {
                last = progress.getAsLong();
                changedAt = now;
            } else if (now - changedAt > STALL_NANOS) {
                throw new LoadFailure("after " + last + " " + what + " no more came");
            }
        }
    }

    /** Runs for a time. */
    public void runFor(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            poll(POLL_MILLIS);
        }
    }

    /** Does what is ready; waits for up to {@code millis} when nothing is, and not at all for 0. */
    public void poll(long millis) {
        try {
            if (millis == 0) {
                selector.selectNow(this::dispatch);
            } else {
                selector.select(this::dispatch, millis);
            }
        } catch (IOException failure) {
            throw new LoadFailure("cannot watch sockets", failure);
        }
    }

    /** Closes all connections. */
    @Override
    public void close() {
        try {
            for (Client client : clients) {
                client.close();
            }
            clients.clear();
            selector.close();
        } catch (IOException failure) {
            throw new LoadFailure("cannot close connections", failure);
        }
    }

    private void dispatch(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.onConnectable();
                return;
            }
            if (key.isWritable()) {
                client.onWritable();
            }
            if (key.isReadable()) {
                client.onReadable(buffer);
            }
        } catch (IOException failure) {
            throw client.lost(failure);
        }
    }
}
