package tropichat.server.engineio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.TokenBucket;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.FlushQueue;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpExchange;
import tropichat.server.net.Loop;

/** A session's packets over HTTP: a GET that waits for ours, a POST that brings the client's, one of each at a time. */
final class Polling implements Transport, FlushQueue.Flushable, Payload.Sink {
    /** What a waiting packet weighs beside its content: its objects on the heap. */
    private static final int PACKET_OVERHEAD_BYTES = 64;

    private static final double MILLIS_PER_SECOND = 1000;

    private static final HttpAnswer OK = HttpAnswer.text(200, "ok");
    private static final HttpAnswer NOOP = HttpAnswer.text(200, "6");
    private static final Packet CLOSE = new Packet(Bytes.utf8("1"), false);

    private final Session session;
    private final TokenBucket packets;
    private List<Packet> queue = new ArrayList<>();
    private long queuedBytes;
    private @Nullable HttpExchange poll;
    private boolean posting;
    private boolean awaitsFlush;
    private boolean overflowed;
    private int excess;

    Polling(Session session) {
        this.session = session;
        EngineConfig config = session.config();
        this.packets = new TokenBucket(config.packetsPerSecond(), config.packetsBurst(), Loop.nowMillis());
    }

    /** Has a packet wait for the poll, which is answered when the loop's turn ends. */
    void queue(Packet packet) {
        if (overflowed) {
            return;
        }
        queue.add(packet);
        queuedBytes += packet.content().length() + PACKET_OVERHEAD_BYTES;
        session.counters().packetsOut++;
        if (queuedBytes > session.config().outboundBytesMax()) {
            overflowed = true;
            session.counters().slowReaders++;
            session.loop().execute(() -> session.close(DisconnectReason.SLOW_READER));
        } else if (poll != null && !awaitsFlush) {
            awaitsFlush = true;
            session.loop().flushes().add(this);
        }
    }

    boolean isBehind() {
        return queuedBytes > session.config().outboundBytesMax() / 2;
    }

    @Override
    public void flush() {
        awaitsFlush = false;
        HttpExchange waiting = poll;
        if (waiting != null && !queue.isEmpty()) {
            poll = null;
            waiting.respond(payload(takeQueue()));
        }
    }

    List<Packet> takeQueue() {
        List<Packet> taken = queue;
        queue = new ArrayList<>();
        queuedBytes = 0;
        return taken;
    }

    private static HttpAnswer payload(List<Packet> packets) {
        HttpAnswer frame = HttpAnswer.text(200, "");
        return new HttpAnswer(frame.status(), frame.contentType(), Payload.encode(packets), frame.headers());
    }

    /** Sends what waits, and the close packet, if a poll is there to take it; whether it was. */
    boolean finish() {
        HttpExchange waiting = poll;
        if (waiting == null) {
            return false;
        }
        poll = null;
        List<Packet> last = overflowed ? new ArrayList<>() : takeQueue();
        last.add(CLOSE);
        waiting.respond(payload(last));
        return true;
    }

    /** Ends a waiting poll with nothing to say. */
    void releasePoll() {
        HttpExchange waiting = poll;
        if (waiting != null) {
            poll = null;
            waiting.respond(NOOP);
        }
    }

    void onPoll(HttpExchange exchange) {
        if (poll != null) {
            overlap(exchange);
            return;
        }
        poll = exchange;
        exchange.hold(this::onPollAborted);
        if (!session.isOpen()) {
            finish();
            session.onTransportClosed(DisconnectReason.DISMISSED);
        } else if (!queue.isEmpty()) {
            flush();
        } else if (session.isProbed()) {
            releasePoll();
        }
    }

    private void onPollAborted() {
        poll = null;
        session.close(DisconnectReason.TRANSPORT_CLOSED);
    }

    void onPost(HttpExchange exchange) {
        if (posting) {
            overlap(exchange);
            return;
        }
        if ("application/octet-stream".equals(exchange.header("content-type"))) {
            refuse(exchange, Refusal.ENGINE_REQUEST);
            return;
        }
        posting = true;
        exchange.receive(
                session.config().maxPayloadBytes(),
                body -> onBody(exchange, body),
                () -> session.close(DisconnectReason.TRANSPORT_CLOSED));
    }

    private void onBody(HttpExchange exchange, Bytes body) {
        if (!session.isOpen() || session.polling() != this) {
            exchange.respond(EngineError.UNKNOWN_SESSION.answer());
            return;
        }
        try {
            Payload.decode(body, this);
        } catch (Refused refused) {
            refuse(exchange, refused.refusal());
            return;
        }
        if (excess == 0) {
            posting = false;
            exchange.respond(OK);
        } else {
            slowDown(exchange);
        }
    }

    /** Holds the answer for as long as what was sent too fast would have taken. */
    private void slowDown(HttpExchange exchange) {
        session.counters().refused(Refusal.PACKET_RATE);
        long millis = (long) (excess * MILLIS_PER_SECOND / session.config().packetsPerSecond());
        excess = 0;
        exchange.hold(() -> session.close(DisconnectReason.TRANSPORT_CLOSED));
        session.loop().schedule(millis, () -> {
            posting = false;
            exchange.respond(OK);
        });
    }

    @Override
    public boolean onPacket(byte[] content, int from, int to) throws Refused {
        takeToken();
        session.onPacket(content, from, to);
        return session.isOpen();
    }

    @Override
    public boolean onBinary(byte[] content, int from, int to) throws Refused {
        takeToken();
        session.onBinary(content, from, to);
        return session.isOpen();
    }

    private void takeToken() {
        if (session.config().packetsPerSecond() > 0 && !packets.take(1, Loop.nowMillis())) {
            excess++;
        }
    }

    private void overlap(HttpExchange exchange) {
        refuse(exchange, Refusal.ENGINE_OVERLAP);
    }

    private void refuse(HttpExchange exchange, Refusal refusal) {
        session.counters().refused(refusal);
        session.close(DisconnectReason.MALFORMED);
        exchange.respond(EngineError.BAD_REQUEST.answer());
    }
}
