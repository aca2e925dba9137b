package tropichat.bench.turn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import tropichat.bench.load.LoadFailure;

/** Numbered datagrams from one socket to another, through the server: one that arrives lets the next go. */
final class Flow {
    /** Bytes that are relayed. */
    static final int PAYLOAD_BYTES = 200;

    /** Under way at a time: all flows together fit the socket buffers that a kernel gives by default. */
    static final int WINDOW = 8;

    private final DatagramChannel from;
    private final ByteBuffer sent;
    private final int sentNumberAt;
    private final DatagramChannel to;
    private final int arrivesBytes;
    private final int arrivesNumberAt;
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(2 * PAYLOAD_BYTES);
    private long lastSent;
    private long lastArrived;
    private long arrivals;

    /**
     * A flow of {@code datagram}s, whose payload is at its end.
     *
     * @param arrivesBytes length of a datagram where it arrives, again with the payload at its end
     */
    Flow(DatagramChannel from, ByteBuffer datagram, DatagramChannel to, int arrivesBytes) throws IOException {
        this.from = from;
        this.to = to;
        this.arrivesBytes = arrivesBytes;
        sent = ByteBuffer.allocateDirect(datagram.remaining()).put(datagram).flip();
        sentNumberAt = sent.limit() - PAYLOAD_BYTES;
        arrivesNumberAt = arrivesBytes - PAYLOAD_BYTES;
        from.configureBlocking(false);
        to.configureBlocking(false);
    }

    /** Fills the window, again after datagrams were lost. */
    void begin() throws IOException {
        for (int i = 0; i < WINDOW; i++) {
            send();
        }
    }

    private void send() throws IOException {
        sent.putLong(sentNumberAt, ++lastSent);
        from.write(sent.rewind());
    }

    /** Takes what has arrived, and sends as many. */
    void turn() throws IOException {
        for (int i = 0; i < WINDOW && to.read(arrived.clear()) > 0; i++) {
            long number = arrived.getLong(arrivesNumberAt);
            if (arrived.position() != arrivesBytes || number <= lastArrived || number > lastSent) {
                throw new LoadFailure("a datagram arrived changed, twice or out of order");
            }
            lastArrived = number;
            arrivals++;
            send();
        }
    }

    long arrivals() {
        return arrivals;
    }

    /** Sent, not arrived, and overtaken: on their way are the last ones only. */
    long lost() {
        return lastArrived - arrivals;
    }
}
