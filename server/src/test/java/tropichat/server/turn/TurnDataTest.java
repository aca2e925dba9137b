package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tropichat.server.turn.TurnLab.ANA;
import static tropichat.server.turn.TurnLab.BO;
import static tropichat.server.turn.TurnLab.PEER;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunMessage;

/** Which data a relay passes on, to whom, and in which form (RFC 8656, sections 11 and 12). */
class TurnDataTest {
    private final TurnLab lab = new TurnLab();

    @Test
    void dataPassesWithAPermissionOnly() {
        TurnClient ana = lab.client(ANA, "ana");
        InetSocketAddress relay = lab.allocate(ANA, ana);
        byte[] hello = {1, 2, 3, 4, 5};
        lab.fromPeer(relay, PEER, hello);
        lab.fromClient(ANA, ana.send(PEER, hello));
        assertNull(lab.left());
        assertEquals(2, lab.refusals(TurnRefusal.NO_PERMISSION));

        lab.permit(ANA, ana, PEER);
        lab.fromClient(ANA, ana.send(PEER, hello));
        TurnLab.Sent out = lab.left();
        assertNotNull(out);
        assertEquals(PEER, out.to());
        assertEquals(Bytes.wrap(hello), out.content());
        InetSocketAddress otherPort = TurnClient.address("192.0.2.9", 9_001);
        lab.fromPeer(relay, otherPort, hello);
        TurnLab.Sent in = lab.left();
        assertNotNull(in);
        assertEquals(ANA, in.to());
        StunMessage data = TurnLab.data(in);
        assertEquals(otherPort, data.addressOf(Stun.XOR_PEER_ADDRESS));
        int offset = data.offset(data.find(Stun.DATA));
        assertEquals(Bytes.wrap(hello), in.content().slice(offset, offset + hello.length));
        assertEquals(5, data.length(data.find(Stun.DATA)));

        lab.pass(TurnLimits.PERMISSION_MILLIS);
        lab.fromPeer(relay, PEER, hello);
        assertNull(lab.left());
        assertEquals(2, lab.counters.packetsRelayed);
        assertEquals(10, lab.counters.bytesRelayed);
    }

    @Test
    void aChannelCarriesDataBothWaysWithFourBytesMore() {
        TurnClient ana = lab.client(ANA, "ana");
        InetSocketAddress relay = lab.allocate(ANA, ana);
        lab.bind(ANA, ana, 0x4001, PEER);
        byte[] hello = {9, 8, 7};
        lab.fromClient(ANA, TurnClient.channelData(0x4001, hello));
        TurnLab.Sent out = lab.left();
        assertNotNull(out);
        assertEquals(PEER, out.to());
        assertEquals(Bytes.wrap(hello), out.content());
        lab.fromPeer(relay, PEER, hello);
        TurnLab.Sent in = lab.left();
        assertNotNull(in);
        assertEquals(Bytes.wrap(TurnClient.channelData(0x4001, hello).array()), in.content());

        lab.fromClient(ANA, TurnClient.channelData(0x4002, hello));
        lab.fromClient(BO, TurnClient.channelData(0x4001, hello));
        lab.fromClient(ANA, ByteBuffer.wrap(new byte[] {0x40, 1, 0, 4, 1, 2, 3}));
        lab.fromClient(ANA, ByteBuffer.wrap(new byte[] {0x40, 1, 0}));
        assertNull(lab.left());
        assertEquals(1, lab.refusals(TurnRefusal.NO_CHANNEL));
        assertEquals(2, lab.refusals(TurnRefusal.MALFORMED));
        assertEquals(1, lab.refusals(TurnRefusal.ALLOCATION_MISMATCH));

        lab.pass(TurnLimits.PERMISSION_MILLIS);
        lab.fromClient(ANA, TurnClient.channelData(0x4001, hello));
        assertNull(lab.left(), "the channel is there, its permission has ended");
        lab.bind(ANA, ana, 0x4001, PEER);
        lab.fromClient(ANA, TurnClient.channelData(0x4001, hello));
        assertNotNull(lab.left());
    }

    @Test
    void fromRelayToRelayDataIsHandedOverAndReachesNothingElseOfThisMachine() {
        TurnClient ana = lab.client(ANA, "ana");
        TurnClient bo = lab.client(BO, "bo");
        InetSocketAddress anas = lab.allocate(ANA, ana);
        InetSocketAddress bos = lab.allocate(BO, bo);
        lab.bind(ANA, ana, 0x4000, bos);
        byte[] hello = {4, 2};
        lab.fromClient(ANA, TurnClient.channelData(0x4000, hello));
        assertNull(lab.left(), "Bo has not permitted it");
        lab.permit(BO, bo, anas);
        lab.fromClient(ANA, TurnClient.channelData(0x4000, hello));
        TurnLab.Sent indicated = lab.left();
        assertNotNull(indicated);
        assertEquals(BO, indicated.to());
        assertEquals(anas, TurnLab.data(indicated).addressOf(Stun.XOR_PEER_ADDRESS));
        lab.bind(BO, bo, 0x4FFF, anas);
        lab.fromClient(ANA, ana.send(bos, hello));
        TurnLab.Sent channelled = lab.left();
        assertNotNull(channelled);
        assertEquals(Bytes.wrap(TurnClient.channelData(0x4FFF, hello).array()), channelled.content());

        lab.fromClient(ANA, ana.send(new InetSocketAddress(TurnLab.RELAY, 22), hello));
        assertNull(lab.left());
        assertEquals(1, lab.refusals(TurnRefusal.NO_RELAY));
    }

    @Test
    void aUserMayRelaySoManyBytesASecond() {
        TurnLab slow =
                new TurnLab(new TurnLimits(10, 10, 1_000, 0, TurnLab.PORT_MIN, TurnLab.PORT_MIN + 99), List.of());
        TurnClient ana = slow.client(ANA, "ana");
        slow.allocate(ANA, ana);
        slow.bind(ANA, ana, 0x4000, PEER);
        ByteBuffer thousand = TurnClient.channelData(0x4000, new byte[1_000]);
        for (int i = 0; i < 2; i++) {
            slow.fromClient(ANA, thousand);
            assertNotNull(slow.left());
        }
        slow.fromClient(ANA, thousand);
        assertNull(slow.left());
        assertEquals(1, slow.refusals(TurnRefusal.BANDWIDTH));
        slow.pass(1_000);
        slow.fromClient(ANA, thousand);
        assertNotNull(slow.left());
    }

    @Test
    void allUsersTogetherMayRelaySoManyBytesASecond() {
        TurnLab slow =
                new TurnLab(new TurnLimits(10, 10, 0, 1_000, TurnLab.PORT_MIN, TurnLab.PORT_MIN + 99), List.of());
        ByteBuffer thousand = TurnClient.channelData(0x4000, new byte[1_000]);
        for (InetSocketAddress each : List.of(ANA, BO)) {
            TurnClient client = slow.client(each, each.equals(ANA) ? "ana" : "bo");
            slow.allocate(each, client);
            slow.bind(each, client, 0x4000, PEER);
            slow.fromClient(each, thousand);
            assertNotNull(slow.left());
        }
        for (InetSocketAddress each : List.of(ANA, BO)) {
            slow.fromClient(each, thousand);
            assertNull(slow.left());
        }
        assertEquals(2, slow.refusals(TurnRefusal.BANDWIDTH));
        slow.pass(1_000);
        slow.fromClient(BO, thousand);
        assertNotNull(slow.left());
    }
}
