package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** A million datagrams that are wrong in every way we know: none makes the machine throw, and all are counted. */
class TurnFuzzTest {
    private static final long SEED = 5_769;
    private static final int DATAGRAMS = 1_000_000;

    /** All known errors, and 0 for a success. */
    private static final List<Integer> ANSWERS = List.of(0, 400, 401, 403, 420, 437, 438, 440, 441, 442, 443, 486, 508);

    /** What may be answered to what is sealed wrongly, or not at all. */
    private static final List<Integer> FOR_STRANGERS = List.of(400, 401, 438);

    private static final List<StunClass> CLASSES = List.of(StunClass.values());
    private static final int CLIENTS = 40;

    private final Random random = new Random(SEED);
    private final TurnLab lab =
            new TurnLab(new TurnLimits(30, 3, 1e9, 1e9, TurnLab.PORT_MIN, TurnLab.PORT_MIN + 40), List.of());
    private final TurnClient[] clients = new TurnClient[CLIENTS];
    private final String[] oldNonces = new String[CLIENTS];
    private final Map<StunClass, Long> answered = new EnumMap<>(StunClass.class);
    private int turn;

    private InetSocketAddress at(int index) {
        return TurnClient.address("203.0.113." + index, 1_000 + index);
    }

    private InetSocketAddress somePeer() {
        String[] hosts = {"192.0.2.1", "192.0.2.2", "10.0.0.1", "127.0.0.1", "198.51.100.1", "2001:db8:7::1", "fe80::1"
        };
        return TurnClient.address(hosts[random.nextInt(hosts.length)], random.nextInt(65_536));
    }

    @Test
    void aMillionWrongDatagramsAreCountedAndHarmNobody() {
        System.out.println("seed " + SEED);
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = lab.client(at(i), "user" + i % 8);
            oldNonces[i] = clients[i].nonce;
        }
        long challengesBefore = lab.counters.challenges;
        for (turn = 0; turn < DATAGRAMS; turn++) {
            if (turn % 100 == 0) {
                lab.pass(random.nextInt(2_000));
            }
            send(random.nextInt(CLIENTS));
        }
        long counted = lab.counters.challenges - challengesBefore + lab.counters.bindings;
        for (TurnRefusal refusal : TurnRefusal.values()) {
            counted += lab.refusals(refusal);
        }
        long successes = answered.getOrDefault(StunClass.SUCCESS, 0L);
        System.out.println(answered + ", " + counted + " counted, relayed " + lab.counters.packetsRelayed);
        assertTrue(counted > DATAGRAMS / 2, "counted " + counted);
        assertTrue(successes > 1_000, "some still worked: " + successes);
        stillWorks();
    }

    private void stillWorks() {
        lab.pass(3_600_000);
        lab.sent.clear();
        InetSocketAddress fresh = TurnClient.address("203.0.113.99", 9);
        TurnClient ana = lab.client(fresh, "fresh");
        InetSocketAddress relay = lab.allocate(fresh, ana);
        lab.permit(fresh, ana, TurnLab.PEER);
        lab.fromPeer(relay, TurnLab.PEER, new byte[] {1});
        assertNotNull(lab.left());
        assertEquals(1, lab.relays.size(), "all others have ended");
    }

    private void send(int index) {
        TurnClient client = clients[index];
        StunWriter request = request(client);
        boolean right = random.nextInt(3) == 0;
        Bytes content = seal(request, client, index, right);
        byte[] bytes = content.toArray();
        boolean whole = random.nextInt(2) == 0;
        if (!whole) {
            bytes = damage(bytes);
        }
        lab.sent.clear();
        lab.fromClient(at(index), ByteBuffer.wrap(bytes));
        check(client, index, right && whole);
        if (random.nextInt(10) == 0) {
            lab.sent.clear();
            lab.fromClient(
                    at(index), TurnClient.channelData(random.nextInt(0x4000, 0x4008), new byte[random.nextInt(50)]));
            int at = random.nextInt(CLIENTS);
            if (at < lab.relays.size()) {
                lab.fromPeer(List.copyOf(lab.relays.keySet()).get(at), somePeer(), new byte[random.nextInt(50)]);
            }
        }
    }

    private StunWriter request(TurnClient client) {
        StunWriter request = switch (random.nextInt(8)) {
            case 0 -> client.allocation();
            case 1 -> client.refresh(random.nextInt(4) == 0 ? 0 : random.nextInt());
            case 2 -> client.permission(somePeer(), somePeer());
            case 3 -> client.channel(0x4000 + random.nextInt(4), somePeer());
            case 4 -> client.request(Stun.BINDING);
            case 5 ->
                new StunWriter()
                        .begin(StunClass.INDICATION, Stun.SEND, 1, 1)
                        .address(Stun.XOR_PEER_ADDRESS, somePeer())
                        .bytes(Stun.DATA, Bytes.wrap(new byte[random.nextInt(20)]));
            case 6 ->
                new StunWriter()
                        .begin(
                                CLASSES.get(random.nextInt(CLASSES.size())),
                                random.nextInt(0x1000),
                                random.nextLong(),
                                random.nextInt());
            default -> client.request(random.nextInt(12)).integer(random.nextInt(0x10000), random.nextInt());
        };
        if (random.nextInt(6) == 0) {
            request.bytes(random.nextInt(0x40), Bytes.wrap(new byte[random.nextInt(12)]));
        }
        return request;
    }

    private Bytes seal(StunWriter request, TurnClient client, int index, boolean right) {
        if (right) {
            client.seal(request);
        } else {
            switch (random.nextInt(5)) {
                case 0 -> request.seal(new Integrity(), random.nextBoolean(), client.key);
                case 1 ->
                    request.text(Stun.USERNAME, "1:user1")
                            .text(Stun.REALM, "elsewhere")
                            .text(Stun.NONCE, client.nonce)
                            .seal(new Integrity(), false, Bytes.utf8("wrong"));
                case 2 -> {
                    String nonce = client.nonce;
                    client.nonce = oldNonces[random.nextInt(CLIENTS)];
                    client.seal(request);
                    client.nonce = nonce;
                }
                case 3 ->
                    new TurnClient(new SharedSecret(Bytes.utf8("guess")), "9999999999:user" + index).seal(request);
                default -> {}
            }
        }
        return random.nextInt(3) == 0 ? request.fingerprint().toBytes() : request.toBytes();
    }

    private byte[] damage(byte[] bytes) {
        byte[] damaged = bytes.clone();
        switch (random.nextInt(5)) {
            case 0 -> damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> damaged[2 + random.nextInt(2)] ^= (byte) (1 + random.nextInt(255));
            case 2 -> {
                int attribute = 20 + random.nextInt(Math.max(1, bytes.length - 20));
                if (attribute < bytes.length) {
                    damaged[attribute] ^= (byte) (1 + random.nextInt(255));
                }
            }
            case 3 -> random.nextBytes(damaged);
            default -> damaged = Arrays.copyOf(bytes, bytes.length + 4 * random.nextInt(1, 20));
        }
        return damaged;
    }

    /** In the first byte of an answer lies the higher bit of its class; it is in no indication's. */
    private static boolean isAnswer(byte first) {
        return !Stun.isChannelData(first) && (first & 1) != 0;
    }

    private void check(TurnClient client, int index, boolean right) {
        for (TurnLab.Sent sent : lab.sent) {
            if (!sent.to().equals(at(index)) || !isAnswer((byte) sent.content().at(0))) {
                continue; // data
            }
            StunMessage answer = new StunMessage();
            assertTrue(answer.read(ByteBuffer.wrap(sent.content().toArray())), () -> "datagram " + turn);
            answered.merge(answer.messageClass(), 1L, Long::sum);
            int error = TurnClient.error(answer);
            assertTrue(ANSWERS.contains(error), () -> "datagram " + turn + " was answered " + error);
            if (!client.trusts(answer) && answer.method() != Stun.BINDING) {
                assertTrue(
                        FOR_STRANGERS.contains(error), () -> "datagram " + turn + " got " + error + " without a seal");
                assertTrue(sent.content().length() <= 80 + 8, "what strangers get is short");
            }
            if (error == 438 && right) {
                client.hear(answer);
            }
        }
    }
}
