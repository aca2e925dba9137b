package tropichat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Frames;
import tropichat.server.net.RawClient;

/** Engine.IO 4 over real sockets: long-polling, the upgrade, and who may speak for a session. */
class EngineIoTest {
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
    void opensASession() {
        RawClient.Answer answer = client.get(Stack.POLLING);
        assertEquals(200, answer.status());
        assertTrue(answer.text()
                .matches("0\\{\"sid\":\"[\\w-]{22}\",\"upgrades\":\\[\"websocket\"],"
                        + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":100000}"));
        assertEquals("no-store", answer.header("cache-control"));
        assertEquals("*", answer.header("access-control-allow-origin"));
        assertNotEquals(answer.text(), client.get(Stack.POLLING).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|EIO=4|0|Transport unknown|ENGINE_TRANSPORT",
                "GET|EIO=4&transport=flash|0|Transport unknown|ENGINE_TRANSPORT",
                "GET|EIO=4&transport=polling&sid=none|1|Session ID unknown|ENGINE_SESSION",
                "GET|EIO=4&transport=websocket&sid=none|1|Session ID unknown|ENGINE_SESSION",
                "POST|EIO=4&transport=polling|2|Bad handshake method|ENGINE_METHOD",
                "PUT|EIO=4&transport=polling|2|Bad handshake method|ENGINE_METHOD",
                "GET|EIO=4&transport=websocket|3|Bad request|ENGINE_REQUEST",
                "GET|EIO=3&transport=polling|5|Unsupported protocol version|ENGINE_VERSION",
                "GET|transport=polling|5|Unsupported protocol version|ENGINE_VERSION"
            })
    void refusesWithTheReferencesCodes(String method, String query, int code, String message, Refusal refusal) {
        RawClient.Answer answer = client.request(method, "/socket.io/?" + query, "", "");
        assertEquals(400, answer.status());
        assertEquals("{\"code\":" + code + ",\"message\":\"" + message + "\"}", answer.text());
        assertEquals(1, stack.refusals(refusal));
    }

    @Test
    void speaksAndHearsByPolling() {
        String session = stack.poll(client);
        assertEquals(
                "ok", client.post(session, "40\u001e42[\"echo\",\"\u20ac\"]").text());
        String heard = client.get(session).text();
        assertTrue(heard.matches("40\\{\"sid\":\"[\\w-]{22}\"}\u001e42\\[\"echo\",\"\u20ac\"]"), heard);
    }

    @Test
    void aWaitingPollIsAnsweredOnceWithAllThatOneTurnBrought() {
        String session = stack.poll(client);
        try (RawClient poster = stack.client()) {
            client.sendRequest("GET", session, "", "");
            poster.post(session, "40\u001e42[\"echo\",1]\u001e42[\"echo\",2]");
            assertTrue(client.readAnswer(false).text().endsWith("\u001e42[\"echo\",1]\u001e42[\"echo\",2]"));
        }
    }

    @Test
    void carriesBinaryAsBase64() {
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        client.post(session, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
        assertEquals(
                "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID",
                client.get(session).text());
    }

    @Test
    void aSecondPollEndsTheSession() throws InterruptedException {
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        client.sendRequest("GET", session, "", "");
        try (RawClient second = stack.client()) {
            stack.onLoop(() -> 0);
            assertEquals(400, second.get(session).status());
            assertEquals("1", client.readAnswer(false).text());
            assertEquals(400, second.get(session).status());
            assertEquals(DisconnectReason.MALFORMED, stack.nextGone());
            assertEquals(1, stack.refusals(Refusal.ENGINE_OVERLAP));
        }
    }

    @Test
    void aSecondPostEndsTheSession() {
        String session = stack.poll(client);
        client.send(Bytes.utf8("POST " + session + " HTTP/1.1\r\ncontent-length: 5\r\n\r\n4"));
        try (RawClient second = stack.client()) {
            stack.onLoop(() -> 0);
            assertEquals(400, second.post(session, "40").status());
            assertEquals(400, stack.client().get(session).status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abc, ENGINE_PACKET",
        "2, ENGINE_PACKET",
        "'', ENGINE_PACKET",
        "bA*, ENGINE_PACKET",
        "4, SOCKET_PACKET",
        "42[], SOCKET_PACKET"
    })
    void aBodyThatIsNoPacketEndsTheSession(String body, Refusal refusal) {
        String session = stack.poll(client);
        assertEquals(400, client.post(session, body).status());
        assertEquals(400, client.get(session).status());
        assertEquals(1, stack.refusals(refusal));
    }

    @Test
    void aBodyBeyondMaxPayloadIsRefusedBeforeItIsRead() throws InterruptedException {
        String session = stack.poll(client);
        client.post(session, "40");
        client.send(Bytes.utf8("POST " + session + " HTTP/1.1\r\ncontent-length: 100001\r\n\r\n"));
        assertEquals(413, client.readAnswer(false).status());
        assertEquals(DisconnectReason.TRANSPORT_CLOSED, stack.nextGone());
        assertEquals(1, stack.refusals(Refusal.HTTP_TOO_LARGE));
        assertTrue(client.isEnded());
    }

    @Test
    void aChunkedBodyIsBoundedToo() {
        String session = stack.poll(client);
        client.send(Bytes.utf8("POST " + session + " HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"));
        Bytes chunk = Bytes.utf8("2710\r\n" + "x".repeat(10_000) + "\r\n");
        for (int i = 0; i < 11; i++) {
            client.send(chunk);
        }
        assertEquals(413, client.readAnswer(false).status());
    }

    @Test
    void aPollThatIsBrokenOffEndsTheSession() throws InterruptedException {
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        client.sendRequest("GET", session, "", "");
        stack.onLoop(() -> 0);
        client.close();
        assertEquals(DisconnectReason.TRANSPORT_CLOSED, stack.nextGone());
    }

    @Test
    void aGoodbyeReleasesTheWaitingPoll() throws InterruptedException {
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        client.sendRequest("GET", session, "", "");
        try (RawClient poster = stack.client()) {
            stack.onLoop(() -> 0);
            assertEquals("ok", poster.post(session, "1").text());
        }
        assertEquals("6", client.readAnswer(false).text());
        assertEquals(DisconnectReason.CLIENT_LEFT, stack.nextGone());
    }

    @Test
    void pingsAPollingClientAndEndsItWhenNoPongComes() throws InterruptedException {
        Stack.Settings settings = new Stack.Settings();
        settings.pingIntervalMillis = 50;
        settings.pingTimeoutMillis = 1_500;
        restart(settings);
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        for (int i = 0; i < 3; i++) {
            assertEquals("2", client.get(session).text());
            assertEquals("ok", client.post(session, "3").text());
        }
        assertEquals(DisconnectReason.PING_TIMEOUT, stack.nextGone());
        assertEquals(400, client.get(session).status());
    }

    @Test
    void aClientThatNeverPollsIsASlowReader() throws InterruptedException {
        String session = stack.poll(client);
        client.post(session, "40\u001e42[\"flood\",1]");
        assertEquals(DisconnectReason.SLOW_READER, stack.nextGone());
    }

    @Test
    void packetsPostedTooFastDelayTheAnswer() {
        Stack.Settings settings = new Stack.Settings();
        settings.packetsPerSecond = 1_000;
        settings.packetsBurst = 10;
        restart(settings);
        String session = stack.poll(client);
        assertEquals(
                "ok",
                client.post(session, "40" + "\u001e42[\"echo\",1]".repeat(100)).text());
        assertEquals(1, stack.refusals(Refusal.PACKET_RATE));
        assertEquals(101, client.get(session).text().split("\u001e", -1).length);
    }

    @Test
    void upgradesAndTakesAllThatWaitedAlong() {
        String session = stack.poll(client);
        client.post(session, "40");
        client.get(session);
        client.sendRequest("GET", session, "", "");
        try (RawClient direct = stack.client()) {
            direct.upgrade(session.replace("polling", "websocket"));
            direct.sendText("2probe");
            assertEquals("3probe", direct.next());
            assertEquals("6", client.readAnswer(false).text());
            client.post(session, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
            direct.sendText("5");
            assertEquals("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]", direct.next());
            assertEquals("82 010203", direct.next());
            direct.sendText("42[\"echo\",7]");
            assertEquals("42[\"echo\",7]", direct.next());
            assertEquals(400, client.get(session).status());
            assertEquals(1, stack.onLoop(() -> stack.counters.sessionsWebSocket));
            assertEquals(0, stack.onLoop(() -> stack.counters.sessionsPolling));
        }
    }

    @Test
    void aSecondWebSocketForASessionGetsNothing() {
        String session = stack.poll(client);
        try (RawClient direct = stack.client();
                RawClient second = stack.client();
                RawClient third = stack.client()) {
            direct.upgrade(session.replace("polling", "websocket"));
            assertEquals(
                    "close 1008",
                    second.upgrade(session.replace("polling", "websocket")).next());
            direct.sendText("2probe");
            assertEquals("3probe", direct.next());
            direct.sendText("5");
            direct.sendText("40");
            assertTrue(direct.next().startsWith("40"));
            assertEquals(
                    "close 1008",
                    third.upgrade(session.replace("polling", "websocket")).next());
            direct.sendText("42[\"echo\",7]");
            assertEquals("42[\"echo\",7]", direct.next());
        }
    }

    @ParameterizedTest
    @CsvSource({"5", "40", "2prob", "2probes", "3probe", "''"})
    void anUpgradeThatDoesNotBeginWithTheProbeGetsNothingAndThePollingGoesOn(String first) {
        String session = stack.poll(client);
        try (RawClient direct = stack.client()) {
            direct.upgrade(session.replace("polling", "websocket"));
            direct.sendText(first);
            assertEquals("close 1008", direct.next());
        }
        client.post(session, "40\u001e42[\"echo\",1]");
        assertTrue(client.get(session).text().endsWith("42[\"echo\",1]"));
    }

    @Test
    void anUpgradeWithBinaryGetsNothing() {
        String session = stack.poll(client);
        try (RawClient direct = stack.client()) {
            direct.upgrade(session.replace("polling", "websocket"));
            direct.send(Frames.masked(0x82, Bytes.utf8("2probe")));
            assertEquals("close 1008", direct.next());
        }
    }

    @Test
    void anUpgradeThatIsNotCompletedIsGivenUpAndThePollingGoesOn() {
        Stack.Settings settings = new Stack.Settings();
        settings.upgradeMillisMax = 50;
        restart(settings);
        String session = stack.poll(client);
        try (RawClient direct = stack.client()) {
            direct.upgrade(session.replace("polling", "websocket"));
            assertEquals("close 1000", direct.next());
        }
        assertEquals(1, stack.refusals(Refusal.ENGINE_UPGRADE));
        client.post(session, "40\u001e42[\"echo\",1]");
        assertTrue(client.get(session).text().endsWith("42[\"echo\",1]"));
    }

    @Test
    void thePublicIdOpensNoSession() {
        String session = stack.poll(client);
        client.post(session, "40");
        String connected = client.get(session).text();
        String publicId = connected.substring(connected.indexOf(":\"") + 2, connected.length() - 2);
        for (String transport : new String[] {"polling", "websocket"}) {
            assertEquals(
                    400,
                    client.get(Stack.ENGINE + transport + "&sid=" + publicId).status());
        }
    }

    @Test
    void lastWordsWaitForThePollAndAreForgottenInTheEnd() throws InterruptedException {
        Stack.Settings settings = new Stack.Settings();
        settings.lastPollMillisMax = 1_000;
        restart(settings);
        String heeded = stack.poll(client);
        client.post(heeded, "40\u001e42[\"dismiss\",1]");
        assertEquals(DisconnectReason.DISMISSED, stack.nextGone());
        assertTrue(client.get(heeded).text().endsWith("42[\"bye\",1]\u001e41\u001e1"));
        assertEquals(400, client.get(heeded).status());
        stack.poll(client);
        String unheeded = stack.poll(client);
        client.post(unheeded, "40\u001e42[\"dismiss\",1]");
        while (stack.onLoop(() -> stack.counters.sessionsPolling) > 1) {
            Thread.onSpinWait();
        }
        assertEquals(400, client.get(unheeded).status());
    }
}
