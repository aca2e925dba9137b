package tropichat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Frames and the ends of connections over real sockets. */
class WebSocketTest {
    private Stack stack = new Stack();

    private void restart(Stack.Settings settings) {
        stack.close();
        stack = new Stack(settings);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        assertTrue(bytes != null);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "8101ff, 1002, FRAME_UNMASKED",
        "c18000000000, 1002, FRAME_RESERVED",
        "838000000000, 1002, FRAME_RESERVED",
        "098000000000, 1002, FRAME_CONTROL",
        "808000000000, 1002, FRAME_FRAGMENT",
        "81fe0001, 1002, FRAME_LENGTH",
        "8881000000000a, 1002, FRAME_CLOSE_CODE",
        "82ff00000000000186a1, 1009, MESSAGE_TOO_LARGE",
        "818200000000c3c3, 1007, NOT_UTF8",
        "818100000000ff, 1007, NOT_UTF8",
        "8180000000000000, 1008, ENGINE_PACKET",
        "81810000000032, 1008, ENGINE_PACKET",
        "81810000000078, 1008, ENGINE_PACKET",
        "82810000000000, 1008, SOCKET_STATE"
    })
    void aBrokenRuleClosesWithItsCodeIsCountedAndHarmsNobodyElse(String bytes, int code, Refusal refusal)
            throws InterruptedException {
        try (RawClient other = stack.socket();
                RawClient client = stack.socket()) {
            client.send(hex(bytes));
            assertEquals("close " + code, client.next());
            assertEquals(DisconnectReason.MALFORMED, stack.nextGone());
            assertEquals(1, stack.refusals(refusal));
            other.sendText("42[\"echo\",1]");
            assertEquals("42[\"echo\",1]", other.next());
        }
    }

    @Test
    void answersAPingWithItsContent() {
        try (RawClient client = stack.session()) {
            client.send(Frames.masked(0x89, Bytes.utf8("abc")));
            assertEquals("8a 616263", client.next());
        }
    }

    @Test
    void answersACloseWithItsCodeAndHangsUp() throws InterruptedException {
        try (RawClient client = stack.socket()) {
            client.send(Frames.masked(0x88, hex("0bb8")));
            assertEquals("close 3000", client.next());
            assertTrue(client.isEnded());
            assertEquals(DisconnectReason.CLIENT_LEFT, stack.nextGone());
        }
    }

    @Test
    void aLostConnectionIsToldApartFromAGoodbye() throws InterruptedException {
        stack.socket().close();
        assertEquals(DisconnectReason.TRANSPORT_CLOSED, stack.nextGone());
        try (RawClient client = stack.socket()) {
            client.sendText("1");
            assertEquals(DisconnectReason.CLIENT_LEFT, stack.nextGone());
            assertEquals("close 1000", client.next());
        }
    }

    @Test
    void readsAMessageInFragmentsAndOneByteAtATime() {
        try (RawClient client = stack.socket()) {
            client.send(Frames.masked(0x01, Bytes.utf8("42[\"ec")));
            client.send(Frames.masked(0x00, Bytes.utf8("ho\",\"\u20ac")));
            Bytes last = Frames.masked(0x80, Bytes.utf8("\"]"));
            for (int i = 0; i < last.length(); i++) {
                client.send(last.slice(i, i + 1));
            }
            assertEquals("42[\"echo\",\"\u20ac\"]", client.next());
        }
    }

    @Test
    void sendsAndReadsMessagesOfEverySizeUpToTheLimit() {
        try (RawClient client = stack.socket()) {
            for (int length : new int[] {100, 125, 126, 127, 1_000, 65_000, 66_000, Stack.PAYLOAD_BYTES_MAX - 12}) {
                String echo = "42[\"echo\",\"" + "x".repeat(length - 13) + "\"]";
                client.sendText(echo);
                assertEquals(echo, client.next());
            }
        }
    }

    @Test
    void aConnectionThatDoesNotHangUpAfterGoodbyeIsEnded() {
        try (RawClient client = stack.session()) {
            client.sendText("x");
            assertEquals("close 1008", client.next());
            assertTrue(client.isEnded()); // the client itself never closes
        }
    }

    @Test
    void aHalfOpenConnectionEndsWhenNoPongComes() throws InterruptedException {
        Stack.Settings settings = new Stack.Settings();
        settings.pingIntervalMillis = 600;
        settings.pingTimeoutMillis = 200;
        restart(settings);
        try (RawClient silent = stack.socket()) {
            assertEquals("2", silent.next());
            assertEquals(DisconnectReason.PING_TIMEOUT, stack.nextGone());
            assertEquals("close 1000", silent.next());
            assertTrue(silent.isEnded());
        }
    }

    @Test
    void aConnectionThatPongsLives() {
        Stack.Settings settings = new Stack.Settings();
        settings.pingIntervalMillis = 300;
        settings.pingTimeoutMillis = 5_000;
        restart(settings);
        try (RawClient client = stack.socket()) {
            for (int i = 0; i < 5; i++) {
                assertEquals("2", client.next());
                client.sendText("3");
            }
        }
    }

    @Test
    void aSlowReaderIsLetGoAndOthersGoOn() throws InterruptedException {
        try (RawClient slow = new RawClient(stack.port, 4_096);
                RawClient other = stack.socket()) {
            slow.upgrade(Stack.DIRECT).readFrame();
            Stack.connect(slow);
            slow.sendText("42[\"flood\",1]");
            assertEquals(DisconnectReason.SLOW_READER, stack.nextGone());
            assertEquals(1, stack.onLoop(() -> stack.counters.slowReaders));
            other.sendText("42[\"echo\",1]");
            assertEquals("42[\"echo\",1]", other.next());
        }
    }

    @Test
    void aFloodOfPacketsIsReadMoreSlowlyAndNothingIsLost() {
        Stack.Settings settings = new Stack.Settings();
        settings.packetsPerSecond = 1_000;
        settings.packetsBurst = 10;
        restart(settings);
        try (RawClient client = stack.socket()) {
            Bytes[] frames = new Bytes[200];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = Frames.text("42[\"echo\"," + i + "]");
            }
            client.send(Bytes.concat(frames));
            for (int i = 0; i < frames.length; i++) {
                assertEquals("42[\"echo\"," + i + "]", client.next());
            }
            assertTrue(stack.refusals(Refusal.PACKET_RATE) > 0);
        }
    }

    @Test
    void aFaultInTheApplicationEndsOnlyTheConnectionThatCausedIt() throws InterruptedException {
        try (RawClient other = stack.socket();
                RawClient client = stack.socket()) {
            client.sendText("42[\"fail\",1]");
            assertTrue(client.isEnded());
            assertEquals(DisconnectReason.TRANSPORT_CLOSED, stack.nextGone());
            other.sendText("42[\"echo\",1]");
            assertEquals("42[\"echo\",1]", other.next());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'upgrade: websocket\nconnection: Upgrade\nsec-websocket-version: 13', 400",
        "'upgrade: websocket\nconnection: Upgrade\nsec-websocket-version: 13\nsec-websocket-key: short', 400",
        "'upgrade: websocket\nsec-websocket-version: 13\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', 400",
        "'upgrade: websocket\nconnection: Upgrade\nsec-websocket-version: 8\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', 426"
    })
    void refusesWhatIsNoHandshake(String headers, int status) {
        try (RawClient client = stack.client()) {
            assertEquals(
                    status, client.request("GET", Stack.DIRECT, headers, "").status());
            assertTrue(client.isEnded());
            assertEquals(1, stack.refusals(Refusal.WEBSOCKET_HANDSHAKE));
        }
    }

    @Test
    void answersAHandshakeAsTheRfcSays() {
        try (RawClient client = stack.client()) {
            RawClient.Answer answer = client.request(
                    "GET",
                    Stack.DIRECT,
                    "upgrade: WebSocket\nconnection: keep-alive, Upgrade\nsec-websocket-version: 13\n"
                            + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\nsec-websocket-extensions: permessage-deflate",
                    "");
            assertEquals(101, answer.status());
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.header("sec-websocket-accept")); // section 1.3
            assertEquals("", answer.header("sec-websocket-extensions"));
        }
    }

    @Test
    void framesSentRightBehindTheHandshakeAreNotLost() {
        try (RawClient client = stack.client()) {
            String head =
                    "GET " + Stack.DIRECT + " HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                            + "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            client.send(Bytes.concat(Bytes.utf8(head), Frames.text("40"), Frames.text("42[\"echo\",1]")));
            assertEquals(101, client.readAnswer(false).status());
            assertTrue(client.next().startsWith("0{"));
            assertTrue(client.next().startsWith("40{"));
            assertEquals("42[\"echo\",1]", client.next());
        }
    }
}
