package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.GuideLogin;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;
import tropichat.server.SeededRandom;

/** What the server carries for those who have no other path, over real sockets. */
final class SealedRelayTest {
    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_126);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    /** No two sign the same text, which is accepted once. */
    private int logins;

    private record Guest(Visitor visitor, String id, Json limits) {}

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        http.close();
    }

    private void serve(String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("--turn=false"));
        all.addAll(List.of(flags));
        port = LoopbackServer.start(random, open, all.toArray(String[]::new));
    }

    private Guest enter(WalletKey wallet, String room) throws Malformed {
        Visitor visitor = new Visitor(http, port);
        open.add(visitor);
        String message = new GuideLogin(System.currentTimeMillis() - logins++, wallet.address()).toText(hashes);
        visitor.emit(
                "authenticate",
                Visitor.object(
                        "username",
                        "Ana",
                        "walletAddress",
                        wallet.address().checksummed(hashes),
                        "room",
                        room,
                        "message",
                        message,
                        "signature",
                        wallet.signPersonal(Bytes.utf8(message)).hex()));
        Json admitted = visitor.event("authenticated");
        return new Guest(visitor, text(admitted, "id"), field(admitted, "limits"));
    }

    private Guest enter() throws Malformed {
        return enter(WalletKey.generate(random, hashes), "lobby");
    }

    /** Whether anything was carried to {@code to} before what {@code from} sends it now, which comes. */
    private static boolean hasHeardBefore(Guest from, Guest to) {
        Bytes last = Bytes.utf8("the last");
        from.visitor.relay(to.id, last);
        return !to.visitor.relayed().frame().equals(last);
    }

    @Test
    void aFrameReachesTheMemberAsItWasSent() throws Exception {
        serve();
        Guest ana = enter();
        Guest bo = enter();
        assertEquals(65_536, field(ana.limits, "relayBytesPerSecond").integer());
        for (int length : new int[] {1, 200, Limits.RELAY_FRAME_BYTES_MAX}) {
            Bytes frame = random.next(length);
            ana.visitor.relay(bo.id, frame);
            Visitor.Relayed relayed = bo.visitor.relayed();
            assertEquals(ana.id, text(relayed.argument(), "peerId"));
            assertEquals(frame, relayed.frame());
        }
    }

    @Test
    void nothingIsCarriedToOrFromStrangers() throws Exception {
        serve();
        Guest ana = enter();
        Guest bo = enter();
        Guest elsewhere = enter(WalletKey.generate(random, hashes), "another room");
        Visitor outside = new Visitor(http, port);
        open.add(outside);
        outside.relay(bo.id, Bytes.utf8("let me in"));
        elsewhere.visitor.relay(bo.id, Bytes.utf8("over here"));
        ana.visitor.relay("nobody", Bytes.utf8("hello?"));
        // Each has been dealt with before its sender's next question is answered.
        outside.challenge();
        elsewhere.visitor.challenge();
        assertFalse(hasHeardBefore(ana, bo));
        assertFalse(elsewhere.visitor.hasHeard("451-"));
    }

    @Test
    void aFrameThatIsTooLargeOrNoneGoesNowhere() throws Exception {
        serve();
        Guest ana = enter();
        Guest bo = enter();
        ana.visitor.relay(bo.id, random.next(Limits.RELAY_FRAME_BYTES_MAX + 1));
        assertEquals("relay_too_large", text(ana.visitor.event("refused"), "code"));
        ana.visitor.emit("relay", Visitor.object("peerId", bo.id, "frame", "text"));
        ana.visitor.emit("relay", "[]");
        ana.visitor.send("42[\"relay\"]");
        assertFalse(hasHeardBefore(ana, bo));
    }

    @Test
    void aWalletHasOneQuotaOnHoweverManyConnections() throws Exception {
        serve("--relay-user-bytes-per-second=4096");
        WalletKey wallet = WalletKey.generate(random, hashes);
        Guest first = enter(wallet, "lobby");
        Guest second = enter(wallet, "lobby");
        Guest bo = enter();
        Bytes much = random.next(Limits.RELAY_FRAME_BYTES_MAX);
        first.visitor.relay(bo.id, much);
        assertEquals(much, bo.visitor.relayed().frame());
        // Two of the largest are eight seconds' worth, all but.
        first.visitor.relay(bo.id, random.next(Limits.RELAY_FRAME_BYTES_MAX - 100));
        bo.visitor.relayed();
        second.visitor.relay(bo.id, much);
        assertEquals("relay_quota", text(second.visitor.event("refused"), "code"));
        // Nobody else is held up.
        Guest cy = enter();
        cy.visitor.relay(bo.id, much);
        assertEquals(much, bo.visitor.relayed().frame());
    }

    @Test
    void allUsersTogetherHaveAQuotaToo() throws Exception {
        serve("--relay-bytes-per-second=4096");
        Guest ana = enter();
        Guest bo = enter();
        ana.visitor.relay(bo.id, random.next(Limits.RELAY_FRAME_BYTES_MAX));
        bo.visitor.relayed();
        bo.visitor.relay(ana.id, random.next(Limits.RELAY_FRAME_BYTES_MAX - 100));
        ana.visitor.relayed();
        ana.visitor.relay(bo.id, random.next(Limits.RELAY_FRAME_BYTES_MAX));
        assertEquals("relay_quota", text(ana.visitor.event("refused"), "code"));
    }

    @Test
    void whoSendsTooMuchUsesUpNothingOfTheOthers() throws Exception {
        serve("--relay-user-bytes-per-second=4096", "--relay-bytes-per-second=8192");
        Guest ana = enter();
        Guest bo = enter();
        Bytes much = random.next(Limits.RELAY_FRAME_BYTES_MAX);
        // All that one may send at once but a little, so that it takes seconds until as much may be sent again.
        ana.visitor.relay(bo.id, much);
        bo.visitor.relayed();
        ana.visitor.relay(bo.id, random.next(Limits.RELAY_FRAME_BYTES_MAX - 100));
        bo.visitor.relayed();
        for (int i = 0; i < 10; i++) {
            ana.visitor.relay(bo.id, much);
            assertEquals("relay_quota", text(ana.visitor.event("refused"), "code"));
        }
        bo.visitor.relay(ana.id, much);
        assertEquals(much, ana.visitor.relayed().frame());
    }

    @Test
    void itCanBeSwitchedOff() throws Exception {
        serve("--relay=false");
        Guest ana = enter();
        Guest bo = enter();
        assertNull(ana.limits.field("relayBytesPerSecond"));
        ana.visitor.relay(bo.id, Bytes.utf8("hello"));
        assertEquals("relay_off", text(ana.visitor.event("refused"), "code"));
    }
}
