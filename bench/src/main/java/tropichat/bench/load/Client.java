package tropichat.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One Socket.IO 5 client over Engine.IO 4, on the WebSocket transport from the start. It opens, logs in when it has a
 * login, answers the heartbeat, and counts the signals that reach it.
 */
public final class Client {
    /** Any mask costs the server the same, except zero. */
    static final int MASK = 0x5bd1e995;

    private static final byte[] HTTP_END = ascii("\r\n\r\n");
    private static final String UPGRADED = "HTTP/1.1 101";
    private static final byte[] ENGINE_PONG = ascii("3");
    private static final byte[] ENTER_NAMESPACE = ascii("40");
    private static final byte[] ASK_CHALLENGE = ascii("420[\"challenge\"]");
    /** The first eight bytes tell the frequent events apart. */
    private static final long PEER_JOINED_OR_LEFT =
            ByteBuffer.wrap(ascii("42[\"peer")).getLong();
    /** Behind {@code 42["peer_}: j for joined. */
    private static final int PEER_EVENT_LETTER = 9;

    private enum State {
        CONNECTING,
        UPGRADING,
        OPENING,
        CHALLENGED,
        READY
    }

    private final Wire wire;
    private final Tally tally;
    private final String server;
    private final @Nullable Login login;
    private final FrameReader frames = new FrameReader();
    private State state = State.CONNECTING;
    private String peerId = "";
    private byte[] expected = new byte[0];
    private long expectedHead;
    private int attachmentBytes;
    private boolean compared;
    private IntConsumer onSignals = count -> {};

    Client(Wire wire, Tally tally, String server, @Nullable Login login) {
        this.wire = wire;
        this.tally = tally;
        this.server = server;
        this.login = login;
    }

    /** The public id by which others send to this client; empty until it is known. */
    public String peerId() {
        return peerId;
    }

    /**
     * Expects signals from one sender only.
     *
     * @param sender the sender's peer id
     * @param cargo what the sender sends, which must arrive byte for byte
     * @param listener is told after each read how many have arrived
     */
    public void expect(String sender, Cargo cargo, IntConsumer listener) {
        expected = cargo.packet(sender);
        expectedHead = ByteBuffer.wrap(expected).getLong();
        attachmentBytes = cargo.attachment().length();
        compared = false;
        onSignals = listener;
    }

    /** Writes frames made beforehand. */
    public void write(ByteBuffer readyFrames) {
        try {
            wire.write(readyFrames);
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    void onConnectable() throws IOException {
        wire.connect();
        state = State.UPGRADING;
        wire.write(ByteBuffer.wrap(ascii("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + server
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")));
    }

    void onWritable() throws IOException {
        wire.flush();
    }

    void onReadable(ByteBuffer buffer) throws IOException {
        boolean open = wire.read(buffer);
        if (state == State.UPGRADING && !upgrade(buffer)) {
            wire.keep(buffer);
            return;
        }
        int signals = 0;
        while (frames.next(buffer)) {
            if (isSignal(buffer)) {
                signals++;
            } else {
                onFrame(buffer);
            }
        }
        wire.keep(buffer);
        if (signals > 0) {
            tally.signals += signals;
            onSignals.accept(signals);
        }
        if (!open) {
            throw lost(null);
        }
    }

    void close() throws IOException {
        wire.close();
    }

    LoadFailure lost(@Nullable IOException cause) {
        String who = login == null ? "an idle connection" : login.username() + " of " + login.room();
        String why = cause == null ? "the server closed it" : String.valueOf(cause.getMessage());
        return new LoadFailure("lost " + who + " while " + state + ": " + why, cause);
    }

    private boolean upgrade(ByteBuffer buffer) {
        int end = indexOf(buffer, HTTP_END);
        if (end < 0) {
            return false;
        }
        String response = text(buffer, buffer.position(), end - buffer.position());
        if (!response.startsWith(UPGRADED)) {
            throw new LoadFailure("the server refused a WebSocket: "
                    + response.lines().findFirst().orElse(""));
        }
        buffer.position(end + HTTP_END.length);
        state = State.OPENING;
        return true;
    }

    /** Whether the frame is an expected signal; the first one is compared in full, later ones by their length. */
    private boolean isSignal(ByteBuffer buffer) {
        if (frames.opcode() != Frames.TEXT
                || frames.payloadBytes() < Long.BYTES
                || buffer.getLong(frames.payloadFrom()) != expectedHead) {
            return false;
        }
        if (!compared) {
            compared = true;
            String signal = text(buffer, frames.payloadFrom(), frames.payloadBytes());
            String wanted = new String(expected, StandardCharsets.UTF_8);
            if (!signal.equals(wanted)) {
                throw new LoadFailure("expected " + wanted + "\nbut got " + signal);
            }
        }
        if (frames.payloadBytes() != expected.length) {
            throw new LoadFailure("a signal of " + frames.payloadBytes() + " bytes, not " + expected.length);
        }
        return true;
    }

    private void onFrame(ByteBuffer buffer) throws IOException {
        switch (frames.opcode()) {
            case Frames.TEXT -> onText(buffer);
            case Frames.BINARY -> {
                if (frames.payloadBytes() != attachmentBytes) {
                    throw new LoadFailure(
                            "an attachment of " + frames.payloadBytes() + " bytes, not " + attachmentBytes);
                }
            }
            case Frames.PING -> send(Frames.PONG, new byte[0]);
            case Frames.CLOSE -> throw lost(null);
            default -> throw new LoadFailure("a frame with opcode " + frames.opcode());
        }
    }

    private void onText(ByteBuffer buffer) throws IOException {
        int from = frames.payloadFrom();
        if (frames.payloadBytes() > PEER_EVENT_LETTER && buffer.getLong(from) == PEER_JOINED_OR_LEFT) {
            tally.introductions += buffer.get(from + PEER_EVENT_LETTER) == 'j' ? 1 : 0;
            return;
        }
        switch (buffer.get(from)) {
            case '0' -> send(Frames.TEXT, ENTER_NAMESPACE);
            case '2' -> send(Frames.TEXT, ENGINE_PONG);
            case '4' -> onPacket(text(buffer, from, frames.payloadBytes()));
            default -> throw new LoadFailure("unexpected: " + text(buffer, from, frames.payloadBytes()));
        }
    }

    private void onPacket(String packet) throws IOException {
        if (packet.startsWith("40")) {
            onNamespaceEntered();
        } else if (packet.startsWith("430[") && login != null) {
            String event = login.event(field(packet, "domain"), field(packet, "nonce"));
            send(Frames.TEXT, event.getBytes(StandardCharsets.UTF_8));
        } else if (packet.startsWith("42[\"authenticated\"")) {
            peerId = field(packet, "id");
            state = State.READY;
            tally.joined++;
        } else {
            throw new LoadFailure("the server answered " + packet);
        }
    }

    private void onNamespaceEntered() throws IOException {
        tally.connected++;
        if (login == null) {
            state = State.READY;
        } else {
            state = State.CHALLENGED;
            send(Frames.TEXT, ASK_CHALLENGE);
        }
    }

    private void send(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Frames.length(payload.length));
        Frames.put(frame, opcode, payload, MASK);
        wire.write(frame.flip());
    }

    /** The first string field of that name; enough for what a server under test answers. */
    private static String field(String packet, String name) {
        String opening = "\"" + name + "\":\"";
        int from = packet.indexOf(opening) + opening.length();
        int to = packet.indexOf('"', from);
        if (from < opening.length() || to < 0) {
            throw new LoadFailure("no " + name + " in " + packet);
        }
        return packet.substring(from, to);
    }

    private static int indexOf(ByteBuffer buffer, byte[] sought) {
        for (int at = buffer.position(); at <= buffer.limit() - sought.length; at++) {
            if (ByteBuffer.wrap(sought).equals(buffer.slice(at, sought.length))) {
                return at;
            }
        }
        return -1;
    }

    private static String text(ByteBuffer buffer, int from, int bytes) {
        byte[] content = new byte[bytes];
        buffer.get(from, content);
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
