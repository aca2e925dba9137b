package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** A client with a real WebSocket that speaks Engine.IO and Socket.IO by hand. */
final class Visitor implements WebSocket.Listener, AutoCloseable {
    /** What docs/protocol.md allows. */
    static final int MEMBERS_AT_ONCE = 6;

    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
    private final BlockingQueue<Bytes> attachments = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private Bytes partialAttachment = Bytes.EMPTY;
    private final WebSocket socket;

    Visitor(HttpClient http, int port) {
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket"), this)
                .join();
        await("0{");
        send("40");
        await("40{");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            packets.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] content = new byte[data.remaining()];
        data.get(content);
        partialAttachment = Bytes.concat(partialAttachment, Bytes.wrap(content));
        if (last) {
            attachments.add(partialAttachment);
            partialAttachment = Bytes.EMPTY;
        }
        from.request(1);
        return null;
    }

    /** Has the server carry a frame to a member. */
    void relay(String to, Bytes frame) {
        send("451-[\"relay\",{\"peerId\":\"" + to + "\",\"frame\":{\"_placeholder\":true,\"num\":0}}]");
        socket.sendBinary(ByteBuffer.wrap(frame.toArray()), true).join();
    }

    /** The next frame that the server carried here, and from whom. */
    Relayed relayed() {
        return withAttachment("451-[\"relay\"", 1);
    }

    /** The answer to {@link #ack}'s question, where it has an attachment. */
    Relayed ackWithAttachment() {
        return withAttachment("461-7", 0);
    }

    private Relayed withAttachment(String prefix, int index) {
        String packet = await(prefix);
        try {
            Bytes frame = attachments.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(frame, "no attachment came");
            return new Relayed(argument(packet.substring(packet.indexOf('[')), index), frame);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    record Relayed(Json argument, Bytes frame) {}

    void send(String packet) {
        socket.sendText(packet, true).join();
    }

    void emit(String name, String argument) {
        send("42[\"" + name + "\"," + argument + "]");
    }

    /** The next packet that begins with {@code prefix}; others before it are passed over. */
    String await(String prefix) {
        try {
            while (true) {
                String packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertNotNull(packet, "nothing came that begins with " + prefix);
                if (packet.startsWith(prefix)) {
                    return packet;
                }
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** The argument of the next event {@code name}. */
    Json event(String name) {
        return argument(await("42[\"" + name + "\"").substring(2), 1);
    }

    /** The answer to an event sent with ack id 7. */
    Json ack() {
        return argument(await("437").substring(3), 0);
    }

    Json challenge() {
        send("427[\"challenge\"]");
        return ack();
    }

    /** What came up to now, after the server has answered a question asked last. */
    boolean hasHeard(String prefix) {
        send("427[\"challenge\"]");
        try {
            while (true) {
                String packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertNotNull(packet, "no answer");
                if (packet.startsWith(prefix)) {
                    return true;
                }
                if (packet.startsWith("437")) {
                    return false;
                }
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    static String object(String... namesAndTexts) {
        JsonWriter object = new JsonWriter().beginObject();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            object.name(namesAndTexts[i]).text(namesAndTexts[i + 1]);
        }
        return object.endObject().toString();
    }

    private static Json argument(String array, int index) {
        try {
            Json argument = Json.parse(Bytes.utf8(array)).element(index);
            assertNotNull(argument, array);
            return argument;
        } catch (Malformed malformed) {
            throw new AssertionError(array, malformed);
        }
    }
}
