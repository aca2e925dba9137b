package tropichat.server.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.server.log.Log;
import tropichat.server.metrics.TurnCounters;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.net.Loop;
import tropichat.server.net.UdpSocket;
import tropichat.server.net.UdpThread;
import tropichat.server.stun.Integrity;

/**
 * The embedded STUN and TURN server: the machine, with sockets and a thread of its own. It listens on every address of
 * this machine by itself, so that answers come from where the questions went.
 */
public final class TurnService {
    /** Of a machine with more, the first are listened on. */
    private static final int HOSTS_MAX = 64;

    private static final int NONCE_SECRET_BYTES = 32;
    private static final long TICK_MILLIS = 1_000;

    private final TurnSettings settings;
    private final TurnCounters counters;
    private final UdpThread thread;
    private final TurnServer server;
    private final List<InetAddress> hosts;
    private volatile int alternatePort;

    /** What becomes of a datagram that comes in by a door. */
    private interface Answering {
        void onClient(Door door, InetSocketAddress from, ByteBuffer datagram, long nowMillis);
    }

    /** At how many addresses a port is open, and why at another it is not. */
    private record Listening(int port, int open, @Nullable IOException refusal) {}

    public TurnService(TurnSettings settings, RandomSource random, TurnCounters counters) {
        this.settings = settings;
        this.counters = counters;
        thread = new UdpThread(() -> counters.refused(TurnRefusal.TOO_LONG));
        List<InetAddress> own = LocalAddresses.all();
        hosts = settings.hosts().isEmpty() ? own : settings.hosts();
        List<RelayAddress> relays = relays(own);
        TurnLimits limits = new TurnLimits(
                settings.allocationsMax(),
                settings.userAllocationsMax(),
                settings.userBytesPerSecond(),
                settings.bytesPerSecond(),
                settings.portMin(),
                settings.portMax());
        Integrity integrity = new Integrity();
        List<InetAddress> refused = new ArrayList<>(own);
        relays.forEach(relay -> refused.add(relay.told()));
        server = new TurnServer(
                new Authenticator(
                        new SharedSecret(settings.secret()),
                        new Nonces(random.next(NONCE_SECRET_BYTES)),
                        integrity,
                        System::currentTimeMillis),
                integrity,
                new Allocations(limits, relays, this::openRelay, random, counters),
                new Targets(settings.peerNetworks(), refused),
                random,
                counters);
    }

    // Relays send from where the operator has us listen, else from where the way out begins.
    private List<RelayAddress> relays(List<InetAddress> own) {
        List<RelayAddress> relays = new ArrayList<>();
        List<InetAddress> named = settings.hosts().stream()
                .filter(host -> !host.isAnyLocalAddress())
                .toList();
        for (InetAddress bound : named.isEmpty() ? LocalAddresses.outward(own) : named) {
            int family = RelayAddress.family(bound);
            if (relays.stream().noneMatch(relay -> relay.family() == family)) {
                InetAddress told = settings.publicAddresses().stream()
                        .filter(address -> RelayAddress.family(address) == family)
                        .findFirst()
                        .orElse(bound);
                relays.add(new RelayAddress(bound, told));
            }
        }
        return relays;
    }

    /** Begins to listen; the port, or 0 where there is none to be had, of which the log tells. */
    public CompletableFuture<Integer> start() {
        return CompletableFuture.supplyAsync(this::listen, thread::execute);
    }

    /** Where STUN alone is answered, once this has started; 0 where it is nowhere. */
    public int alternatePort() {
        return alternatePort;
    }

    private int listen() {
        Listening all = listenAt(settings.port(), server::onClient);
        if (all.refusal != null) {
            warn(all.port, all.open, all.refusal);
        }
        if (all.open > 0) {
            alternatePort = listenAtAlternate();
        }
        thread.repeat(TICK_MILLIS, () -> server.tick(Loop.nowMillis()));
        return all.open == 0 ? 0 : all.port;
    }

    private int listenAtAlternate() {
        Listening stun = listenAt(settings.alternatePort(), server::onStunClient);
        if (stun.open == 0) {
            Log.info("Pages cannot tell what their NAT does: no UDP socket can be had at port " + stun.port
                    + "; --turn-alternate-port chooses another.");
        }
        return stun.open == 0 ? 0 : stun.port;
    }

    /** Opens a port at every address that it can be had of. */
    private Listening listenAt(int wanted, Answering answering) {
        int port = wanted;
        int open = 0;
        IOException refusal = null;
        for (InetAddress host : hosts.subList(0, Math.min(HOSTS_MAX, hosts.size()))) {
            try {
                port = open(new InetSocketAddress(host, port), answering);
                open++;
            } catch (IOException refused) {
                refusal = refused;
            }
        }
        return new Listening(port, open, refusal);
    }

    private int open(InetSocketAddress at, Answering answering) throws IOException {
        Door door = new Door();
        UdpSocket socket =
                thread.open(at, (from, content) -> answering.onClient(door, from, content, Loop.nowMillis()));
        door.open(outlet(socket));
        return socket.localAddress().getPort();
    }

    private static void warn(int port, int open, IOException refusal) {
        Throwable cause = refusal.getCause();
        String reason = cause == null || cause.getMessage() == null ? "the system says no" : cause.getMessage();
        Log.warn((open == 0
                        ? "STUN and TURN are off: no UDP socket can be had at port "
                        : "STUN and TURN work on some of this machine's addresses only: not on all is there UDP port ")
                + port + " (" + reason + "). Another program may have that port; --turn-port chooses another,"
                + " --turn-host the addresses, and --turn false says that none is wanted.");
    }

    private @Nullable Outlet openRelay(InetSocketAddress at, Allocation owner) {
        try {
            return outlet(thread.open(at, (from, content) -> server.onPeer(owner, from, content, Loop.nowMillis())));
        } catch (IOException taken) {
            return null;
        }
    }

    private Outlet outlet(UdpSocket socket) {
        return new Outlet() {
            @Override
            public void send(InetSocketAddress to, byte[] head, int headBytes, int from, int bytes, int padding) {
                if (!socket.send(to, head, headBytes, from, bytes, padding)) {
                    counters.refused(TurnRefusal.CONGESTED);
                }
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /** Ends all allocations and the thread. */
    public void stop() {
        thread.execute(server::close);
        thread.stop();
    }
}
