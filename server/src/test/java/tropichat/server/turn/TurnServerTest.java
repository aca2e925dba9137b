package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.turn.TurnLab.ANA;
import static tropichat.server.turn.TurnLab.BO;
import static tropichat.server.turn.TurnLab.PEER;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.TurnRefusal;
import tropichat.server.net.Network;
import tropichat.server.stun.Integrity;
import tropichat.server.stun.Stun;
import tropichat.server.stun.StunClass;
import tropichat.server.stun.StunMessage;
import tropichat.server.stun.StunWriter;

/** Who gets which answer to which request (RFC 8489, RFC 8656). */
class TurnServerTest {
    private final TurnLab lab = new TurnLab();

    private static StunWriter binding() {
        return new StunWriter().begin(StunClass.REQUEST, Stun.BINDING, 7, 7);
    }

    private int error(TurnClient client, StunWriter request) {
        return TurnClient.error(lab.askSealed(ANA, client, request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.5", "2001:db8::5"})
    void everybodyIsToldWhereTheySeemToBe(String host) {
        InetSocketAddress client = TurnClient.address(host, 4_711);
        StunMessage answer = lab.ask(client, binding());
        assertNotNull(answer);
        assertEquals(client, answer.addressOf(Stun.XOR_MAPPED_ADDRESS));
        assertEquals(1, answer.attributes(), "nothing else is told");
    }

    @Test
    void aFingerprintIsAnsweredWithOne() {
        StunMessage answer = lab.ask(ANA, binding().fingerprint());
        assertNotNull(answer);
        assertTrue(answer.has(Stun.FINGERPRINT));
    }

    @Test
    void strangersGetAChallengeAndLittleMore() {
        StunWriter request = new TurnClient(lab.secret, "1:x").allocation();
        lab.fromClient(ANA, ByteBuffer.wrap(request.array(), 0, request.length()));
        TurnLab.Sent challenge = lab.left();
        assertNotNull(challenge);
        StunMessage read = new StunMessage();
        assertTrue(read.read(ByteBuffer.wrap(challenge.content().toArray())));
        assertEquals(401, TurnClient.error(read));
        assertEquals(
                List.of(Stun.ERROR_CODE, Stun.REALM, Stun.NONCE), List.of(read.type(0), read.type(1), read.type(2)));
        assertEquals(3, read.attributes());
        assertTrue(challenge.content().length() <= 80, challenge.content().length() + " bytes");
    }

    @Test
    void anAddressWithoutACredentialGetsSoManyAnswersAndNoMore() {
        for (int i = 0; i < Strangers.AT_ONCE; i++) {
            assertNotNull(lab.ask(ANA, binding()));
        }
        assertNull(lab.ask(ANA, binding()));
        assertEquals(1, lab.refusals(TurnRefusal.STRANGER_RATE));
        assertNotNull(lab.ask(BO, binding()));
        lab.pass(1_000 / Strangers.PER_SECOND);
        assertNotNull(lab.ask(ANA, binding()));
        assertNull(lab.ask(ANA, binding()));
    }

    @Test
    void aRelayIsOpenedForWhoHasACredential() {
        TurnClient ana = lab.client(ANA, "ana");
        StunMessage answer = lab.askSealed(ANA, ana, ana.allocation());
        assertNotNull(answer);
        assertEquals(StunClass.SUCCESS, answer.messageClass());
        assertEquals(ANA, answer.addressOf(Stun.XOR_MAPPED_ADDRESS));
        assertEquals(600, answer.unsignedInt(Stun.LIFETIME));
        InetSocketAddress relay = answer.addressOf(Stun.XOR_RELAYED_ADDRESS);
        assertNotNull(relay);
        assertTrue(lab.relays.containsKey(relay));
        assertEquals(1, lab.counters.allocations);
    }

    @Test
    void aRequestThatIsRepeatedIsAnsweredAlike() {
        TurnClient ana = lab.client(ANA, "ana");
        StunWriter allocation = ana.seal(ana.allocation());
        StunMessage first = lab.ask(ANA, allocation);
        StunMessage again = lab.ask(ANA, allocation);
        assertNotNull(first);
        assertNotNull(again);
        assertEquals(first.addressOf(Stun.XOR_RELAYED_ADDRESS), again.addressOf(Stun.XOR_RELAYED_ADDRESS));
        assertEquals(1, lab.relays.size());
        assertEquals(437, error(ana, ana.allocation()));
        StunWriter end = ana.seal(ana.refresh(0));
        for (int i = 0; i < 2; i++) {
            StunMessage ended = lab.ask(ANA, end);
            assertNotNull(ended);
            assertEquals(0, ended.unsignedInt(Stun.LIFETIME));
        }
        lab.pass(Answers.KEPT_MILLIS + 1);
        assertEquals(437, TurnClient.error(lab.ask(ANA, end)));
    }

    @Test
    void aWrongOrEndedCredentialOpensNothing() {
        TurnClient ana = lab.client(ANA, "ana");
        TurnClient forged = new TurnClient(new SharedSecret(Bytes.utf8("guessed")), "9999999999:ana");
        forged.nonce = ana.nonce;
        assertEquals(401, error(forged, forged.allocation()));
        for (String username : List.of("ana", ":ana", "x:ana", "1:ana", "99999999999999999999:ana", "-1:ana")) {
            TurnClient nameless = new TurnClient(lab.secret, username);
            nameless.nonce = ana.nonce;
            assertEquals(401, error(nameless, nameless.allocation()), username);
        }
        assertEquals(0, lab.relays.size());
        assertEquals(7, lab.refusals(TurnRefusal.CREDENTIAL));
        lab.allocate(ANA, ana);
        lab.pass(3_600_000);
        lab.renewNonce(ANA, ana);
        assertEquals(401, error(ana, ana.refresh(600)));
    }

    @Test
    void aNonceIsForOneClientAndForAWhile() {
        TurnClient ana = lab.client(ANA, "ana");
        assertEquals(438, TurnClient.error(lab.askSealed(BO, ana, ana.allocation())));
        lab.pass(1_000 * Nonces.LIFE_SECONDS);
        assertEquals(0, error(ana, ana.allocation()));
        lab.pass(1_000);
        StunMessage stale = lab.askSealed(ANA, ana, ana.refresh(600));
        assertEquals(438, TurnClient.error(stale));
        ana.hear(stale);
        assertEquals(0, error(ana, ana.refresh(600)), "the new nonce counts");
        ana.nonce = ana.nonce.substring(0, ana.nonce.length() - 1) + "_";
        assertEquals(438, error(ana, ana.allocation()));
        ana.nonce = "obMatJos2AAAA0000";
        assertEquals(438, error(ana, ana.allocation()));
    }

    @Test
    void whatIsMissingOrWrongInAnAllocationIsTold() {
        TurnClient ana = lab.client(ANA, "ana");
        assertEquals(400, error(ana, ana.request(Stun.ALLOCATE)));
        assertEquals(442, error(ana, ana.request(Stun.ALLOCATE).integer(Stun.REQUESTED_TRANSPORT, 6 << 24)));
        assertEquals(440, error(ana, ana.allocation().integer(Stun.REQUESTED_ADDRESS_FAMILY, 3 << 24)));
        assertEquals(400, error(ana, ana.allocation().text(Stun.REQUESTED_ADDRESS_FAMILY, "")));
        assertEquals(508, error(ana, ana.allocation().text(Stun.RESERVATION_TOKEN, "12345678")));
        assertEquals(
                400,
                error(
                        ana,
                        ana.allocation()
                                .text(Stun.RESERVATION_TOKEN, "12345678")
                                .integer(Stun.REQUESTED_ADDRESS_FAMILY, Stun.FAMILY_IPV6 << 24)));
        assertEquals(508, error(ana, ana.allocation().bytes(Stun.EVEN_PORT, Bytes.wrap(new byte[] {(byte) 0x80}))));
        int dontFragment = 0x1A;
        StunMessage unknown = lab.askSealed(ANA, ana, ana.allocation().text(dontFragment, ""));
        assertEquals(420, TurnClient.error(unknown));
        assertNotNull(unknown);
        assertEquals(2, unknown.length(unknown.find(Stun.UNKNOWN_ATTRIBUTES)));
        StunMessage incomplete =
                lab.ask(ANA, ana.allocation().text(Stun.USERNAME, "1:ana").seal(new Integrity(), false, ana.key));
        assertEquals(400, TurnClient.error(incomplete));
        assertEquals(0, lab.relays.size());
        StunWriter even = ana.allocation().bytes(Stun.EVEN_PORT, Bytes.wrap(new byte[1]));
        StunMessage answer = lab.askSealed(ANA, ana, even);
        assertNotNull(answer);
        InetSocketAddress relay = answer.addressOf(Stun.XOR_RELAYED_ADDRESS);
        assertNotNull(relay);
        assertEquals(0, relay.getPort() % 2);
    }

    @Test
    void aRelayHasTheFamilyThatWasAskedFor() {
        TurnClient ana = lab.client(ANA, "ana");
        int ipv6 = Stun.FAMILY_IPV6 << 24;
        StunMessage answer = lab.askSealed(ANA, ana, ana.allocation().integer(Stun.REQUESTED_ADDRESS_FAMILY, ipv6));
        assertNotNull(answer);
        InetSocketAddress relay = answer.addressOf(Stun.XOR_RELAYED_ADDRESS);
        assertNotNull(relay);
        assertEquals(TurnLab.RELAY_IPV6, relay.getAddress());
        assertEquals(443, error(ana, ana.permission(PEER)));
        assertEquals(443, error(ana, ana.channel(Stun.CHANNEL_MIN, PEER)));
        int ipv4 = Stun.FAMILY_IPV4 << 24;
        assertEquals(443, error(ana, ana.refresh(600).integer(Stun.REQUESTED_ADDRESS_FAMILY, ipv4)));
        InetSocketAddress peer = TurnClient.address("2001:db8:9::9", 99);
        lab.permit(ANA, ana, peer);
        lab.fromPeer(relay, peer, new byte[] {1, 2, 3});
        TurnLab.Sent data = lab.left();
        assertNotNull(data);
        assertEquals(peer, TurnLab.data(data).addressOf(Stun.XOR_PEER_ADDRESS));

        TurnClient bo = lab.client(BO, "bo");
        StunMessage one = lab.askSealed(BO, bo, bo.allocation().integer(Stun.ADDITIONAL_ADDRESS_FAMILY, ipv6));
        assertNotNull(one);
        assertTrue(one.has(Stun.XOR_RELAYED_ADDRESS));
        assertEquals(ipv6 | (4 << 8) | 40, one.unsignedInt(Stun.ADDRESS_ERROR_CODE));
    }

    @Test
    void aUserHasAQuotaAndAllTogetherHaveOne() {
        TurnLab small = new TurnLab(new TurnLimits(3, 2, 0, 0, TurnLab.PORT_MIN, TurnLab.PORT_MIN + 999), List.of());
        for (int i = 0; i < 4; i++) {
            InetSocketAddress at = TurnClient.address("203.0.113.5", 1_000 + i);
            TurnClient client = small.client(at, i < 3 ? "ana" : "bo");
            int wanted = i == 2 ? 486 : 0;
            assertEquals(wanted, TurnClient.error(small.askSealed(at, client, client.allocation())));
        }
        TurnClient cy = small.client(BO, "cy");
        assertEquals(508, TurnClient.error(small.askSealed(BO, cy, cy.allocation())));
        small.pass(600_000);
        assertEquals(0, small.relays.size(), "what ended is closed");
        assertEquals(0, TurnClient.error(small.askSealed(BO, cy, cy.allocation())));
    }

    @Test
    void whereAllPortsAreTakenThereIsNoCapacity() {
        TurnLab narrow = new TurnLab(new TurnLimits(100, 100, 0, 0, TurnLab.PORT_MIN, TurnLab.PORT_MIN), List.of());
        narrow.allocate(ANA, narrow.client(ANA, "ana"));
        TurnClient bo = narrow.client(BO, "bo");
        assertEquals(508, TurnClient.error(narrow.askSealed(BO, bo, bo.allocation())));
    }

    @Test
    void whereARelayHasEndedAnotherIsOpened() {
        TurnClient ana = lab.client(ANA, "ana");
        InetSocketAddress ended = lab.allocate(ANA, ana);
        lab.nowMillis += 600_000; // and nothing has been swept yet
        assertEquals(437, error(ana, ana.refresh(600)));
        InetSocketAddress relay = lab.allocate(ANA, ana);
        assertTrue(lab.relays.containsKey(relay));
        assertFalse(lab.relays.containsKey(ended));
    }

    @Test
    void aRefreshLengthensAndEndsOnlyOnesOwn() {
        TurnClient ana = lab.client(ANA, "ana");
        lab.allocate(ANA, ana);
        TurnClient other = lab.client(ANA, "other");
        assertEquals(441, error(other, other.refresh(0)));
        for (int[] wantedAndGiven : new int[][] {{1, 600}, {700, 700}, {100_000, 3_600}, {-1, 3_600}}) {
            StunMessage answer = lab.askSealed(ANA, ana, ana.refresh(wantedAndGiven[0]));
            assertNotNull(answer);
            assertEquals(wantedAndGiven[1], answer.unsignedInt(Stun.LIFETIME));
        }
        lab.pass(1_200_000);
        TurnClient renewed = new TurnClient(lab.secret, SharedSecret.username("ana", lab.unixMillis / 1_000 + 3_600));
        renewed.nonce = ana.nonce;
        assertEquals(0, error(renewed, renewed.refresh(600)), "the same user with a newer credential");
        assertEquals(0, error(renewed, renewed.refresh(0)));
        assertEquals(0, lab.relays.size());
    }

    @Test
    void aChannelIsForOnePeer() {
        TurnClient ana = lab.client(ANA, "ana");
        lab.allocate(ANA, ana);
        lab.bind(ANA, ana, Stun.CHANNEL_MIN, PEER);
        lab.bind(ANA, ana, Stun.CHANNEL_MIN, PEER);
        assertEquals(400, error(ana, ana.channel(Stun.CHANNEL_MIN, TurnClient.address("192.0.2.9", 9_001))));
        assertEquals(400, error(ana, ana.channel(Stun.CHANNEL_MAX, PEER)));
        assertEquals(400, error(ana, ana.channel(Stun.CHANNEL_MIN - 1, BO)));
        assertEquals(400, error(ana, ana.channel(Stun.CHANNEL_MAX + 1, BO)));
        assertEquals(400, error(ana, ana.channel(Stun.CHANNEL_MAX, TurnClient.address("192.0.2.8", 0))));
        assertEquals(400, error(ana, ana.request(Stun.CHANNEL_BIND).address(Stun.XOR_PEER_ADDRESS, BO)));
        assertEquals(400, error(ana, ana.request(Stun.CREATE_PERMISSION)));
        lab.bind(ANA, ana, Stun.CHANNEL_MAX, BO);
    }

    @Test
    void permissionsAreGivenAllOrNoneAndNotWithoutEnd() {
        TurnClient ana = lab.client(ANA, "ana");
        lab.allocate(ANA, ana);
        InetSocketAddress inside = TurnClient.address("10.0.0.1", 80);
        assertEquals(403, error(ana, ana.permission(PEER, inside)));
        lab.fromClient(ANA, ana.send(PEER, new byte[1]));
        assertNull(lab.left());
        for (int i = 0; i < TurnLimits.PERMISSIONS_MAX; i++) {
            lab.permit(ANA, ana, TurnClient.address("192.0.2." + i, 80));
        }
        assertEquals(508, error(ana, ana.permission(TurnClient.address("192.0.2.200", 80))));
        lab.permit(ANA, ana, TurnClient.address("192.0.2.0", 80));
        lab.pass(TurnLimits.PERMISSION_MILLIS);
        lab.permit(ANA, ana, TurnClient.address("192.0.2.200", 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"})
    void neighboursAreNotReachedThroughARelay(String host) {
        TurnClient ana = lab.client(ANA, "ana");
        lab.allocate(ANA, ana);
        assertEquals(403, error(ana, ana.permission(TurnClient.address(host, 80))));
        assertEquals(403, error(ana, ana.channel(Stun.CHANNEL_MIN, TurnClient.address(host, 80))));
        assertEquals(2, lab.refusals(TurnRefusal.FORBIDDEN_PEER));
    }

    @Test
    void theOperatorMayOpenANetwork() {
        Network loopback = Network.parse("127.0.0.0/8");
        assertNotNull(loopback);
        TurnLab opened =
                new TurnLab(new TurnLimits(10, 10, 0, 0, TurnLab.PORT_MIN, TurnLab.PORT_MIN + 9), List.of(loopback));
        TurnClient ana = opened.client(ANA, "ana");
        opened.allocate(ANA, ana);
        opened.permit(ANA, ana, TurnClient.address("127.0.0.1", 80));
    }

    @Test
    void whatIsNoRequestIsNotAnswered() {
        StunWriter answer = new StunWriter().begin(StunClass.SUCCESS, Stun.BINDING, 1, 1);
        assertNull(lab.ask(ANA, answer));
        assertNull(lab.ask(ANA, new StunWriter().begin(StunClass.INDICATION, Stun.BINDING, 1, 1)));
        assertNull(lab.ask(ANA, new StunWriter().begin(StunClass.REQUEST, Stun.DATA_METHOD, 1, 1)));
        assertNull(lab.ask(ANA, new StunWriter().begin(StunClass.REQUEST, 0xFFF, 1, 1)));
        assertEquals(3, lab.refusals(TurnRefusal.MALFORMED));
        assertFalse(lab.counters.bindings > 0);
    }

    @Test
    void aSealOfTheLongerKindIsAnsweredWithOne() {
        TurnClient ana = lab.client(ANA, "ana");
        StunWriter request = ana.allocation()
                .text(Stun.USERNAME, SharedSecret.username("ana", lab.unixMillis / 1_000 + 3_600))
                .text(Stun.REALM, Authenticator.REALM)
                .text(Stun.NONCE, ana.nonce)
                .seal(new Integrity(), true, ana.key);
        StunMessage answer = lab.ask(ANA, request);
        assertNotNull(answer);
        assertTrue(answer.has(Stun.MESSAGE_INTEGRITY_SHA256));
        assertTrue(ana.trusts(answer));
    }
}
