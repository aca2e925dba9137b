package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.server.ice.IceService;
import tropichat.server.ice.IceSettings;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Deadlines;
import tropichat.server.net.Listener;
import tropichat.server.net.NetLimits;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;

/** The credentials that people get open a real coturn's door. */
class CoturnTest {
    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final Bytes SECRET = Bytes.utf8("north wind");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int START_TRIES_MAX = 50;
    private static final int TRY_MILLIS = 200;

    private final Counters counters = new Counters();
    private final Listener listener = new Listener(
            new NetLimits(100_000, 0, 0, 0, 0, Deadlines.STANDARD),
            10,
            length -> Bytes.wrap(new byte[length]),
            counters);
    private final InetSocketAddress server = new InetSocketAddress(LOOPBACK, freePort());
    private Process coturn;

    CoturnTest(@TempDir Path folder) throws IOException {
        assumeTrue(
                Files.isExecutable(COTURN),
                "coturn is not installed, so nothing is proved of it. Debian: apt-get install coturn");
        coturn = new ProcessBuilder(
                        COTURN.toString(),
                        "-n",
                        "--no-cli",
                        "--no-tls",
                        "--no-dtls",
                        "--no-tcp",
                        "--listening-ip=127.0.0.1",
                        "--relay-ip=127.0.0.1",
                        "--listening-port=" + server.getPort(),
                        "--use-auth-secret",
                        "--static-auth-secret=north wind",
                        "--realm=" + Authenticator.REALM,
                        "--pidfile=" + folder.resolve("pid"),
                        "--db=" + folder.resolve("db"),
                        "--log-file=stdout")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    /** Until it answers: what is sent before is lost. */
    @BeforeEach
    void awaitCoturn() throws IOException {
        for (int i = 0; i < START_TRIES_MAX; i++) {
            try (UdpClient client = new UdpClient(LOOPBACK, TRY_MILLIS)) {
                client.ask(server, new TurnClient("", "").request(Stun.BINDING));
                return;
            } catch (SocketTimeoutException notYet) {
                assertTrue(coturn.isAlive(), "coturn ended");
            }
        }
        throw new AssertionError("coturn does not answer");
    }

    @AfterEach
    void stop() throws InterruptedException {
        listener.stop();
        coturn.destroy();
        assertTrue(coturn.waitFor(10, TimeUnit.SECONDS));
    }

    private TurnClient user() throws Malformed {
        IceSettings settings = new IceSettings(
                Bytes.utf8("[]"),
                600,
                new IceSettings.Coturn(List.of("turn:127.0.0.1:" + server.getPort()), SECRET),
                null,
                null);
        IceService service =
                new IceService(settings, null, 0, 0, listener.loop(), length -> Bytes.wrap(new byte[length]), counters);
        Json first = Json.parse(
                        service.answer("connection", "wallet", "localhost").servers())
                .element(0);
        assertNotNull(first);
        return new TurnClient(text(first, "username"), text(first, "credential"));
    }

    private static String text(Json object, String name) throws Malformed {
        return Objects.requireNonNull(object.field(name)).text(512);
    }

    private static StunMessage allocate(UdpClient socket, TurnClient user, InetSocketAddress at) throws IOException {
        user.hear(socket.ask(at, user.allocation()));
        return socket.ask(at, user.seal(user.allocation()));
    }

    @Test
    void ourCredentialOpensARelayAndAForgedOneDoesNot() throws Exception {
        try (UdpClient socket = new UdpClient(LOOPBACK)) {
            TurnClient user = user();
            StunMessage answer = allocate(socket, user, server);
            assertTrue(answer.has(Stun.XOR_RELAYED_ADDRESS), () -> "error " + TurnClient.error(answer));
            assertTrue(user.trusts(answer));
        }
        try (UdpClient socket = new UdpClient(LOOPBACK)) {
            TurnClient forged = new TurnClient("9999999999:ana", "guessed");
            assertEquals(StunClass.ERROR, allocate(socket, forged, server).messageClass());
        }
    }
}
