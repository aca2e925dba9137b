package tropichat.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Deadlines;
import tropichat.server.net.Network;
import tropichat.server.net.RawClient;

/** HTTP over real sockets: what is malformed, slow, too much or from elsewhere. */
class HttpTest {
    private Stack stack = new Stack();
    private RawClient client = stack.client();

    private void restart(Stack.Settings settings) {
        stop();
        stack = new Stack(settings);
        client = stack.client();
    }

    @AfterEach
    void stop() {
        client.close();
        stack.close();
    }

    @Test
    void keepsAConnectionForRequestAfterRequest() {
        for (int i = 0; i < 5; i++) {
            assertEquals("/a b", client.get("/a%20b?c=d").text());
        }
        client.sendRequest("GET", "/last", "connection: close", "");
        assertEquals("/last", client.readAnswer(false).text());
        assertTrue(client.isEnded());
    }

    @Test
    void answersRequestsSentInOneGo() {
        String request = "GET /x HTTP/1.1\r\nhost: x\r\n\r\n";
        client.send(Bytes.utf8(request + request + request));
        for (int i = 0; i < 3; i++) {
            assertEquals("/x", client.readAnswer(false).text());
        }
    }

    @Test
    void answersHeadWithoutContent() {
        RawClient.Answer answer = client.request("HEAD", "/path", "", "");
        assertEquals("5", answer.header("content-length"));
        assertEquals("/y", client.get("/y").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nbad header\r\n\r\n",
                "GET / HTTP/1.1\r\na: \u0000\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET /?a=%f HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"
            })
    void refusesWhatIsNoRequest(String request) {
        client.send(Bytes.utf8(request));
        assertEquals(400, client.readAnswer(false).status());
        assertTrue(client.isEnded());
        assertEquals(1, stack.refusals(Refusal.HTTP_MALFORMED));
    }

    @Test
    void refusesHeadsThatDoNotEnd() {
        client.send(Bytes.utf8("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(3_000)));
        assertEquals(400, client.readAnswer(false).status());
        try (RawClient other = stack.client()) {
            other.send(Bytes.utf8("GET /" + "x".repeat(10_000)));
            assertEquals(400, other.readAnswer(false).status());
        }
        assertEquals(2, stack.refusals(Refusal.HTTP_MALFORMED));
    }

    @Test
    void endsConnectionsWhoseHeadOrBodyDoesNotCome() {
        Stack.Settings settings = new Stack.Settings();
        settings.deadlines = new Deadlines(600, 600, 10_000, 100);
        restart(settings);
        client.send(Bytes.utf8("GET / HTTP/1.1\r\nhost:"));
        assertTrue(client.isEnded());
        try (RawClient poster = stack.client()) {
            String session = stack.poll(poster);
            poster.send(Bytes.utf8("POST " + session + " HTTP/1.1\r\ncontent-length: 10\r\n\r\n4"));
            assertTrue(poster.isEnded());
            try (RawClient again = stack.client()) {
                assertEquals(400, again.get(session).status());
            }
        }
        assertEquals(2, stack.refusals(Refusal.HTTP_SLOW));
    }

    @Test
    void aConnectionThatIsOnlyIdleEndsWithoutBlame() {
        Stack.Settings settings = new Stack.Settings();
        settings.deadlines = new Deadlines(600, 600, 10_000, 100);
        restart(settings);
        client.get("/");
        assertTrue(client.isEnded());
        assertEquals(0, stack.refusals(Refusal.HTTP_SLOW));
    }

    @Test
    void aRequestBehindAHeldOneEndsTheConnection() {
        String session = stack.poll(client);
        client.sendRequest("GET", session, "", "");
        client.sendRequest("GET", "/other", "", "");
        assertTrue(client.isEnded());
        assertEquals(1, stack.refusals(Refusal.HTTP_PIPELINED));
    }

    @Test
    void aMalformedChunkIsNotTakenForTheEndOfABody() {
        String session = stack.poll(client);
        client.send(Bytes.utf8("POST " + session + " HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\n40\r\nzz\r\n"));
        assertEquals(400, client.readAnswer(false).status());
        assertTrue(client.isEnded());
        assertEquals(1, stack.refusals(Refusal.HTTP_MALFORMED));
        try (RawClient other = stack.client()) {
            assertEquals(400, other.get(session).status());
        }
    }

    @Test
    void nonsenseBehindAHeldRequestEndsTheConnection() {
        String session = stack.poll(client);
        client.sendRequest("GET", session, "", "");
        client.send(Bytes.utf8("nonsense\r\n\r\n"));
        assertTrue(client.isEnded());
        assertEquals(1, stack.refusals(Refusal.HTTP_PIPELINED));
    }

    @Test
    void anUnwantedBodyIsNotReadOn() {
        client.send(Bytes.utf8("POST /nothing HTTP/1.1\r\ncontent-length: 1000000000\r\n\r\nx"));
        RawClient.Answer answer = client.readAnswer(false);
        assertEquals(404, answer.status());
        assertEquals("close", answer.header("connection"));
        assertTrue(client.isEnded());
    }

    @Test
    void tellsBrowsersWhichPagesMayAsk() {
        RawClient.Answer preflight = client.request("OPTIONS", Stack.POLLING, "origin: https://a.example", "");
        assertEquals(204, preflight.status());
        assertEquals("*", preflight.header("access-control-allow-origin"));
        assertEquals("GET, POST", preflight.header("access-control-allow-methods"));
        assertEquals("", preflight.header("access-control-allow-credentials"));
    }

    @Test
    void refusesPagesFromOriginsThatAreNotAllowed() {
        Stack.Settings settings = new Stack.Settings();
        settings.origins = List.of("https://a.example");
        restart(settings);
        RawClient.Answer allowed = client.request("GET", Stack.POLLING, "origin: https://a.example", "");
        assertEquals("https://a.example", allowed.header("access-control-allow-origin"));
        assertEquals("Origin", allowed.header("vary"));
        assertEquals(200, client.get(Stack.POLLING).status()); // no browser page
        String upgrade = "upgrade: websocket\nconnection: Upgrade\nsec-websocket-version: 13\n"
                + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
        assertEquals(
                403,
                client.request("GET", Stack.POLLING, "origin: https://b.example", "")
                        .status());
        assertEquals(
                403,
                client.request("GET", Stack.DIRECT, "origin: https://b.example\n" + upgrade, "")
                        .status());
        assertEquals(2, stack.refusals(Refusal.ORIGIN));
    }

    @Test
    void aFloodOfConnectionsFromOneAddressIsTurnedAway() {
        Stack.Settings settings = new Stack.Settings();
        settings.connectionsPerSecond = 0.001;
        settings.burst = 3;
        restart(settings);
        client.get("/");
        stack.client().get("/");
        stack.client().get("/");
        try (RawClient fourth = stack.client()) {
            assertTrue(fourth.isEnded());
        }
        assertEquals(1, stack.refusals(Refusal.CONNECTION_RATE));
        assertEquals("/still", client.get("/still").text());
    }

    @Test
    void aFloodOfSessionsFromOneAddressIsToldToComeBackLater() {
        Stack.Settings settings = new Stack.Settings();
        settings.handshakesPerSecond = 0.001;
        settings.burst = 2;
        restart(settings);
        String session = stack.poll(client);
        client.get(Stack.POLLING);
        RawClient.Answer third = client.get(Stack.POLLING);
        assertEquals(429, third.status());
        assertEquals("1", third.header("retry-after"));
        assertEquals("ok", client.post(session, "40").text());
        assertEquals(1, stack.refusals(Refusal.HANDSHAKE_RATE));
    }

    @Test
    void behindATrustedProxyEachVisitorHasAShareOfItsOwn() {
        Stack.Settings settings = new Stack.Settings();
        settings.handshakesPerSecond = 0.001;
        settings.connectionsPerSecond = 0.001;
        settings.burst = 1;
        settings.proxies = List.of(requireNonNull(Network.parse("127.0.0.0/8")));
        restart(settings);
        assertEquals(200, shakeHands("203.0.113.1"));
        assertEquals(200, shakeHands("203.0.113.2"));
        assertEquals(429, shakeHands("203.0.113.1"));
        assertEquals(
                429,
                shakeHands("203.0.113.9, 203.0.113.2"),
                "what a visitor wrote before the proxy counts for nothing");
        assertEquals(2, stack.refusals(Refusal.HANDSHAKE_RATE));
        assertEquals(0, stack.refusals(Refusal.CONNECTION_RATE), "the proxy's connections are everybody's");
    }

    @Test
    void whatOthersThanProxiesSayOfWhomTheyForwardForCountsForNothing() {
        Stack.Settings settings = new Stack.Settings();
        settings.handshakesPerSecond = 0.001;
        settings.burst = 1;
        settings.proxies = List.of(requireNonNull(Network.parse("192.0.2.0/24")));
        restart(settings);
        assertEquals(200, shakeHands("203.0.113.1"));
        assertEquals(429, shakeHands("203.0.113.2"));
    }

    private int shakeHands(String forwardedFor) {
        try (RawClient fresh = stack.client()) {
            return fresh.request("GET", Stack.POLLING, "x-forwarded-for: " + forwardedFor, "")
                    .status();
        }
    }
}
