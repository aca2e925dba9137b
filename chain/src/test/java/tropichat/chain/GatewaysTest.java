package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;

/** Gateways by TLS, and such as do not speak as HTTP does. */
class GatewaysTest {
    private static final char[] PASSWORD = "for tests".toCharArray();
    private static final GatewayAnswer SAID = new GatewayAnswer.Said(Selectors.of("abcd"));
    private static final GatewayAnswer FAILED = new GatewayAnswer.Failed(0);
    private static final String ANSWER = "{\"data\":\"0xabcd\"}";

    private final OwnThread home = new OwnThread();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        home.close();
    }

    private GatewayAnswer ask(SSLSocketFactory tls, String url) {
        Gateways gateways = new Gateways(home, tls, true);
        GatewayRequest request = new GatewayRequest(
                new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH])), List.of(url), Bytes.EMPTY);
        CompletableFuture<GatewayAnswer> answer = new CompletableFuture<>();
        home.execute(() -> gateways.ask(request, new Gateways.Budget(1), answer::complete));
        return Doorman.await(answer);
    }

    private static SSLSocketFactory usual() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /** Whoever is at the address that a name had must show the name's certificate. */
    @Test
    void theCertificateMustBeForTheNameOfTheUrl() throws Exception {
        SSLContext context = forLocalhost();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> StrangeNode.says(200, ANSWER).answer(exchange, new byte[0]));
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertEquals(SAID, ask(context.getSocketFactory(), "https://localhost:" + port + "/{data}"));
            assertEquals(FAILED, ask(context.getSocketFactory(), "https://127.0.0.1:" + port + "/{data}"));
            assertEquals(FAILED, ask(usual(), "https://localhost:" + port + "/{data}"));
        } finally {
            server.stop(0);
        }
    }

    /** A key and a certificate for that name, which is trusted by whoever uses this. */
    private SSLContext forLocalhost() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD))
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("gateway", keys.getCertificate("gateway"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void answersOfEveryFormAreReadAndOthersAreNone() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n";
        List<String> good = List.of(
                head + "Content-Length: 17\r\n\r\n" + ANSWER,
                head + "\r\n" + ANSWER,
                head + "Transfer-Encoding: chunked\r\n\r\n8;x=y\r\n{\"data\":\r\n9\r\n\"0xabcd\"}\r\n0\r\n\r\n",
                "HTTP/1.1 200\ncontent-length:17\n\n" + ANSWER);
        for (String text : good) {
            assertEquals(SAID, answerTo(text), text);
        }
        List<String> bad = List.of(
                "",
                "HTTP/1.0 200 OK\r\n\r\n" + ANSWER,
                "220 mail.example ESMTP\r\n",
                head + "Content-Length: 18\r\n\r\n" + ANSWER,
                head + "Content-Length: 9999999\r\n\r\n" + ANSWER,
                head + "Content-Length: -1\r\n\r\n" + ANSWER,
                head + "Transfer-Encoding: chunked\r\n\r\nfffff\r\n" + ANSWER,
                head + "Transfer-Encoding: chunked\r\n\r\n1\r\n" + ANSWER,
                head + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\na\r\n".repeat(70_000),
                head + "X: y\r\n".repeat(10_000),
                head + "\r\n" + " ".repeat(Gateways.ANSWER_BYTES_MAX) + ANSWER);
        for (String text : bad) {
            assertEquals(FAILED, answerTo(text), text.substring(0, Math.min(60, text.length())));
        }
        assertEquals(
                new GatewayAnswer.Failed(302), answerTo("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n"));
    }

    private GatewayAnswer answerTo(String said) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException over) {
                    // The other end has heard enough.
                }
            });
            return ask(usual(), "http://127.0.0.1:" + server.getLocalPort() + "/{data}");
        }
    }

    @Test
    void onlySoManyAreAskedAtOnce() throws Exception {
        try (StrangeNode silent = new StrangeNode(StrangeNode.isSilent())) {
            Gateways gateways = new Gateways(home, usual(), true);
            GatewayRequest request = new GatewayRequest(
                    new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH])),
                    List.of(silent.root() + "{data}"),
                    Bytes.EMPTY);
            CompletableFuture<GatewayAnswer> first = new CompletableFuture<>();
            CompletableFuture<GatewayAnswer> oneTooMany = new CompletableFuture<>();
            home.execute(() -> {
                gateways.ask(request, new Gateways.Budget(1), first::complete);
                for (int i = 1; i < Gateways.AT_ONCE_MAX; i++) {
                    gateways.ask(request, new Gateways.Budget(1), answer -> {});
                }
                gateways.ask(request, new Gateways.Budget(1), oneTooMany::complete);
            });
            assertEquals(FAILED, Doorman.await(oneTooMany));
            assertFalse(first.isDone(), "the others still wait");
            assertEquals(FAILED, Doorman.await(first));
            assertEquals(SAID, answerTo("HTTP/1.1 200 OK\r\n\r\n" + ANSWER));
        }
    }
}
