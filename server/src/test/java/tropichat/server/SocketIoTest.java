package tropichat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Frames;
import tropichat.server.net.RawClient;

/** Socket.IO 5 over real sockets. */
class SocketIoTest {
    private Stack stack = new Stack();

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void connectsWithAndWithoutAuth() {
        try (RawClient client = stack.session();
                RawClient trusting = stack.session()) {
            client.sendText("40");
            assertTrue(client.next().matches("40\\{\"sid\":\"[\\w-]{22}\"}"));
            trusting.sendText("40{\"token\":[1]}");
            assertTrue(trusting.next().startsWith("40{"));
            assertEquals("42[\"auth\",{\"token\":[1]}]", trusting.next());
        }
    }

    @Test
    void refusesOtherNamespacesAndLeavesTheMainOneAlone() {
        try (RawClient client = stack.socket()) {
            client.sendText("40/admin,{\"token\":1}");
            assertEquals("44/admin,{\"message\":\"Invalid namespace\"}", client.next());
            client.sendText("42[\"echo\",1]");
            assertEquals("42[\"echo\",1]", client.next());
            assertEquals(1, stack.refusals(Refusal.SOCKET_NAMESPACE));
        }
    }

    @Test
    void acknowledgesAndIsAcknowledged() throws InterruptedException {
        try (RawClient client = stack.socket()) {
            client.sendText("4217[\"echo\",{\"a\":1}]");
            assertEquals("42[\"echo\",{\"a\":1}]", client.next());
            assertEquals("4317[{\"a\":1}]", client.next());
            client.sendText("42[\"ask\",\"why\"]");
            assertEquals("421[\"question\",\"why\"]", client.next());
            client.sendText("4399[\"nobody asked\"]");
            client.sendText("431[\"because\",2]");
            client.sendText("431[\"because\",3]");
            assertEquals("[\"because\",2]", stack.acks.poll(10, TimeUnit.SECONDS));
            client.sendText("42[\"echo\",1]");
            assertEquals("42[\"echo\",1]", client.next());
            assertTrue(stack.acks.isEmpty());
        }
    }

    @Test
    void carriesBinaryAttachmentsBothWays() {
        try (RawClient client = stack.socket()) {
            client.sendText("452-[\"echo\",[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]]");
            client.send(Frames.masked(0x82, Bytes.utf8("one")));
            client.send(Frames.masked(0x82, Bytes.EMPTY));
            assertEquals(
                    "452-[\"echo\",[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]]",
                    client.next());
            assertEquals("82 6f6e65", client.next());
            assertEquals("82 ", client.next());
        }
    }

    @Test
    void boundsTheBytesOfAttachments() throws InterruptedException {
        try (RawClient client = stack.socket()) {
            client.sendText("452-[\"echo\",1]");
            client.send(Frames.masked(0x82, Bytes.wrap(new byte[60_000])));
            client.send(Frames.masked(0x82, Bytes.wrap(new byte[60_000])));
            assertEquals("close 1008", client.next());
        }
        assertEquals(DisconnectReason.MALFORMED, stack.nextGone());
        assertEquals(1, stack.refusals(Refusal.SOCKET_ATTACHMENTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4|SOCKET_PACKET",
                "4x|SOCKET_PACKET",
                "42{}|SOCKET_PACKET",
                "42[\"connect\"]|SOCKET_PACKET",
                "42[\"a\",}|SOCKET_JSON",
                "42x[\"a\"]|SOCKET_JSON",
                "40|SOCKET_STATE",
                "42/other,[\"a\"]|SOCKET_STATE",
                "44{}|SOCKET_PACKET",
                "4511-[\"a\"]|SOCKET_ATTACHMENTS"
            })
    void whatIsNoPacketEndsTheConnectionWithAReason(String packet, Refusal refusal) throws InterruptedException {
        try (RawClient client = stack.socket()) {
            client.sendText(packet);
            assertEquals("close 1008", client.next());
            assertEquals(DisconnectReason.MALFORMED, stack.nextGone());
            assertEquals(1, stack.refusals(refusal));
        }
    }

    @Test
    void textBetweenAttachmentsAndEventsBeforeConnectingEndTheConnection() {
        try (RawClient client = stack.socket();
                RawClient early = stack.session()) {
            client.sendText("451-[\"echo\",1]");
            client.sendText("42[\"echo\",1]");
            assertEquals("close 1008", client.next());
            early.sendText("42[\"echo\",1]");
            assertEquals("close 1008", early.next());
            assertEquals(2, stack.refusals(Refusal.SOCKET_STATE));
        }
    }

    @Test
    void forwardsASignalAsItsBytesOverBothTransports() {
        try (RawClient polling = stack.client();
                RawClient from = stack.session();
                RawClient to = stack.session()) {
            String sender = Stack.connect(from);
            String target = Stack.connect(to);
            String signal = "{\"type\":\"offer\" , \"sdp\":\"v=0\\r\\n\\u20ac\u20ac\",\"n\":1e3}";
            from.sendText("42[\"signal\",{\"peerId\":\"" + target + "\",\"signal\":" + signal + "}]");
            String forwarded = "42[\"signal\",{\"peerId\":\"" + sender + "\",\"signal\":" + signal + "}]";
            assertEquals(forwarded, to.next());
            from.sendText("425[\"signal\", {\"x\":[{}], \"signal\":" + signal + ", \"peerId\":\"" + target + "\"}]");
            assertEquals(forwarded, to.next());

            String session = stack.poll(polling);
            polling.post(session, "40");
            String connected = polling.get(session).text();
            String polled = connected.substring(connected.indexOf(":\"") + 2, connected.length() - 2);
            from.sendText("42[\"signal\",{\"peerId\":\"" + polled + "\",\"signal\":" + signal + "}]");
            assertEquals(forwarded, polling.get(session).text());
        }
    }

    @Test
    void manySignalsInOneReadArriveInOrder() {
        try (RawClient from = stack.socket();
                RawClient to = stack.session()) {
            String target = Stack.connect(to);
            Bytes[] frames = new Bytes[2_000];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = Frames.text("42[\"signal\",{\"peerId\":\"" + target + "\",\"signal\":{\"i\":" + i
                        + ",\"pad\":\"" + "x".repeat(i % 300) + "\"}}]");
            }
            Thread.ofVirtual().start(() -> from.send(Bytes.concat(frames)));
            for (int i = 0; i < frames.length; i++) {
                assertTrue(to.next().contains("{\"i\":" + i + ",\"pad\":\"" + "x".repeat(i % 300) + "\"}"));
            }
        }
    }

    @Test
    void dismissesAfterWhatWasSaid() throws InterruptedException {
        try (RawClient client = stack.socket()) {
            client.send(Bytes.concat(Frames.text("42[\"dismiss\",1]"), Frames.text("42[\"echo\",1]")));
            assertEquals("42[\"bye\",1]", client.next());
            assertEquals("41", client.next());
            assertEquals("close 1000", client.next());
            assertEquals(DisconnectReason.DISMISSED, stack.nextGone());
        }
    }

    @Test
    void aClientMayLeaveAndConnectAnewOnTheSameSession() throws InterruptedException {
        try (RawClient client = stack.session()) {
            String first = Stack.connect(client);
            client.sendText("41");
            assertEquals(DisconnectReason.CLIENT_LEFT, stack.nextGone());
            assertTrue(!first.equals(Stack.connect(client)));
        }
    }

    @Test
    void aSessionThatConnectsToNothingIsEnded() {
        stop();
        Stack.Settings settings = new Stack.Settings();
        settings.connectMillisMax = 600;
        stack = new Stack(settings);
        try (RawClient idle = stack.session();
                RawClient gone = stack.socket()) {
            assertEquals("close 1000", idle.next());
            gone.sendText("41");
            assertEquals("close 1000", gone.next());
            assertEquals(2, stack.refusals(Refusal.SOCKET_CONNECT_TIMEOUT));
        }
    }
}
