package tropichat.bench.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** One of the ways that data takes through the server. */
record Way(String name, String label, Setup setup) {
    private static final int CHANNEL = 0x4000;
    private static final int CHANNEL_HEADER_BYTES = 4;

    static final List<Way> ALL = List.of(
            new Way("out", "client to peer, on a channel", Way::out),
            new Way("back", "peer to client, on a channel", Way::back),
            new Way("send", "client to peer, by Send indications", Way::send),
            new Way("relays", "client to client, from relay to relay", Way::relays));

    /** Sets a flow up; {@code id} is in its users' names. */
    interface Setup {
        Flow flow(int id, InetSocketAddress server) throws IOException;
    }

    private static Flow out(int id, InetSocketAddress server) throws IOException {
        TurnUser client = new TurnUser("out" + id, server);
        DatagramChannel peer = TurnUser.bound();
        peer.connect(client.allocate());
        client.bind(CHANNEL, (InetSocketAddress) peer.getLocalAddress());
        return new Flow(client.socket, channelData(), peer, Flow.PAYLOAD_BYTES);
    }

    private static Flow back(int id, InetSocketAddress server) throws IOException {
        TurnUser client = new TurnUser("back" + id, server);
        DatagramChannel peer = TurnUser.bound();
        peer.connect(client.allocate());
        client.bind(CHANNEL, (InetSocketAddress) peer.getLocalAddress());
        ByteBuffer payload = ByteBuffer.allocate(Flow.PAYLOAD_BYTES);
        return new Flow(peer, payload, client.socket, CHANNEL_HEADER_BYTES + Flow.PAYLOAD_BYTES);
    }

    private static Flow send(int id, InetSocketAddress server) throws IOException {
        TurnUser client = new TurnUser("send" + id, server);
        DatagramChannel peer = TurnUser.bound();
        peer.connect(client.allocate());
        InetSocketAddress at = (InetSocketAddress) peer.getLocalAddress();
        client.permit(at);
        ByteBuffer indication = new StunQuestion(StunQuestion.SEND_INDICATION, id)
                .address(StunQuestion.XOR_PEER_ADDRESS, at)
                .bytes(StunQuestion.DATA, new byte[Flow.PAYLOAD_BYTES])
                .toBuffer();
        return new Flow(client.socket, indication, peer, Flow.PAYLOAD_BYTES);
    }

    private static Flow relays(int id, InetSocketAddress server) throws IOException {
        TurnUser ana = new TurnUser("ana" + id, server);
        TurnUser bo = new TurnUser("bo" + id, server);
        InetSocketAddress anas = ana.allocate();
        InetSocketAddress bos = bo.allocate();
        ana.bind(CHANNEL, bos);
        bo.bind(CHANNEL, anas);
        return new Flow(ana.socket, channelData(), bo.socket, CHANNEL_HEADER_BYTES + Flow.PAYLOAD_BYTES);
    }

    private static ByteBuffer channelData() {
        return ByteBuffer.allocate(CHANNEL_HEADER_BYTES + Flow.PAYLOAD_BYTES)
                .putShort((short) CHANNEL)
                .putShort((short) Flow.PAYLOAD_BYTES)
                .rewind();
    }
}
