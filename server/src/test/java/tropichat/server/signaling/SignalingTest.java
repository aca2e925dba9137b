package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.element;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.Account;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.SolanaAddress;
import tropichat.core.identity.SolanaSignature;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;
import tropichat.server.SeededRandom;
import tropichat.server.config.BadConfig;

/** The events of signaling, over real sockets, as docs/protocol.md has them. */
final class SignalingTest {
    private static final long HOUR_MILLIS = 60 * 60 * 1000;

    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_123);
    private final WalletKey wallet = WalletKey.generate(random, hashes);
    private SessionKey session = SessionKey.generate(random);
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() throws Exception {
        http = HttpClient.newHttpClient();
        open.add(http);
        port = serve();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aWalletSignsItselfInAndTheOthersAreTold() throws Malformed {
        Visitor ana = visitor();
        ana.emit("authenticate", signedLogin(ana, "Ana"));
        Json admitted = ana.event("authenticated");
        assertEquals("lobby", text(admitted, "room"));
        Json self = element(admitted, "peers", 0);
        assertEquals(text(admitted, "id"), text(self, "id"));
        assertEquals(wallet.address().checksummed(hashes), text(self, "walletAddress"));
        assertTrue(field(self, "verified").isTrue());
        assertEquals(session.did().did(), text(self, "did"));

        session = SessionKey.generate(random);
        Visitor bo = visitor();
        bo.emit("authenticate", signedLogin(bo, "Bo"));
        assertEquals(2, field(bo.event("authenticated"), "peers").size());
        Json joined = ana.event("peer_joined");
        assertEquals("Bo", text(joined, "username"));
        bo.close();
        Json left = ana.event("peer_left");
        assertEquals(text(joined, "id"), text(left, "id"));
        assertEquals("Bo", text(left, "username"));
    }

    @Test
    void aSessionThatComesBackTakesThePlaceOfItsFormerConnection() throws Malformed {
        Visitor former = visitor();
        former.emit("authenticate", signedLogin(former, "Ana"));
        former.event("authenticated");
        Visitor again = visitor();
        again.emit("authenticate", signedLogin(again, "Ana"));
        assertEquals(1, field(again.event("authenticated"), "peers").size());
        assertEquals("replaced", text(former.event("refused"), "code"));
    }

    @Test
    void aSessionKeyComesBackWithoutTheWallet() throws Malformed {
        Visitor first = visitor();
        String nonce = text(first.challenge(), "nonce");
        String siwe = siwe(nonce, domain());
        String signature = sign(siwe);
        first.emit("authenticate", login("Ana", siwe, signature, nonce));
        first.event("authenticated");
        first.close();

        Visitor again = visitor();
        again.emit("authenticate", login("Ana", siwe, signature, text(again.challenge(), "nonce")));
        assertEquals("Ana", text(element(again.event("authenticated"), "peers", 0), "username"));

        Visitor thief = visitor();
        thief.challenge();
        thief.emit("authenticate", plain("Ana", "message", siwe, "signature", signature));
        assertEquals("nonce_invalid", text(thief.event("auth_error"), "code"));
    }

    @Test
    void theGuidesFormIsAcceptedOnce() throws Malformed {
        String message = new GuideLogin(System.currentTimeMillis(), wallet.address()).toText(hashes);
        String login = plain("Ana", "message", message, "signature", sign(message));
        Visitor ana = visitor();
        ana.emit("authenticate", login);
        Json self = element(ana.event("authenticated"), "peers", 0);
        assertTrue(field(self, "verified").isTrue());
        assertNull(self.field("did"));
        Visitor replay = visitor();
        replay.emit("authenticate", login);
        assertEquals("replayed", text(replay.event("auth_error"), "code"));
    }

    @Test
    void anotherWalletsSignatureIsRefused() throws Malformed {
        WalletKey other = WalletKey.generate(random, hashes);
        Visitor mallory = visitor();
        String nonce = text(mallory.challenge(), "nonce");
        String siwe = siwe(nonce, domain());
        String signature = other.signPersonal(Bytes.utf8(siwe)).hex();
        mallory.emit("authenticate", login("Ana", siwe, signature, nonce));
        Json error = mallory.event("auth_error");
        assertEquals("signature_invalid", text(error, "code"));
        assertFalse(text(error, "message").isEmpty());
    }

    @Test
    void aSolanaWalletSignsItselfIn() throws Malformed {
        SessionKey key = SessionKey.generate(random);
        SolanaAddress address = new SolanaAddress(key.did().publicKey());
        Visitor sol = visitor();
        String nonce = text(sol.challenge(), "nonce");
        String statement = statement(new Account.Solana(address), nonce, domain());
        String signature = new SolanaSignature(key.sign(Bytes.utf8(statement))).text();
        String login = login("Sol", statement, signature, nonce)
                .replace(wallet.address().checksummed(hashes), address.text());
        sol.emit("authenticate", login);
        Json self = element(sol.event("authenticated"), "peers", 0);
        assertEquals(address.text(), text(self, "walletAddress"));
        assertTrue(field(self, "verified").isTrue());

        session = SessionKey.generate(random);
        Visitor mallory = visitor();
        String another = text(mallory.challenge(), "nonce");
        String own = statement(new Account.Solana(address), another, domain());
        String forged = new SolanaSignature(session.sign(Bytes.utf8(own))).text();
        mallory.emit(
                "authenticate",
                login("Sol", own, forged, another).replace(wallet.address().checksummed(hashes), address.text()));
        assertEquals("signature_invalid", text(mallory.event("auth_error"), "code"));
    }

    @Test
    void aNonceIsGoodForOneSocketOnly() throws Malformed {
        String stolen = text(visitor().challenge(), "nonce");
        Visitor mallory = visitor();
        mallory.challenge();
        String siwe = siwe(stolen, domain());
        mallory.emit("authenticate", plain("Ana", "message", siwe, "signature", sign(siwe)));
        assertEquals("nonce_invalid", text(mallory.event("auth_error"), "code"));
    }

    @Test
    void aMessageForAnotherSiteIsRefused() throws Malformed {
        Visitor ana = visitor();
        String nonce = text(ana.challenge(), "nonce");
        String siwe = siwe(nonce, "evil.example");
        ana.emit("authenticate", login("Ana", siwe, sign(siwe), nonce));
        assertEquals("domain_mismatch", text(ana.event("auth_error"), "code"));
    }

    @Test
    void nobodyComesInUnsignedUnlessTheOperatorAllowsIt() throws Exception {
        Visitor ana = visitor();
        ana.emit("authenticate", plain("Ana"));
        assertEquals("signature_required", text(ana.event("auth_error"), "code"));

        port = serve("--allow-unsigned");
        Visitor bo = visitor();
        bo.emit("authenticate", plain("Bo"));
        assertFalse(field(element(bo.event("authenticated"), "peers", 0), "verified")
                .isTrue());
    }

    @Test
    void aFullRoomSaysSo() throws Exception {
        port = serve("--allow-unsigned", "--room-capacity", "1");
        enter("Ana");
        Visitor bo = visitor();
        bo.emit("authenticate", plain("Bo"));
        assertEquals("room_full", text(bo.event("auth_error"), "code"));
        bo.emit("authenticate", plain("Bo", "room", "elsewhere"));
        assertEquals("elsewhere", text(bo.event("authenticated"), "room"));
    }

    @Test
    void aSignalIsForwardedUnderItsSendersId() throws Exception {
        port = serve("--allow-unsigned");
        Guest ana = enter("Ana");
        Guest bo = enter("Bo");
        String signal = "{\"sdp\":\"v=0\\r\\n \\u00e9 é 🌴\",\"nested\":[1,{\"peerId\":\"nobody\"},null]}";
        ana.visitor.emit("signal", "{\"signal\":" + signal + ",\"peerId\":\"" + bo.id + "\"}");
        assertEquals(
                "42[\"signal\",{\"peerId\":\"" + ana.id + "\",\"signal\":" + signal + "}]",
                bo.visitor.await("42[\"signal\""));
    }

    @Test
    void signalsStayWithinTheRoom() throws Exception {
        port = serve("--allow-unsigned");
        Guest ana = enter("Ana");
        Guest elsewhere = enter("Bo", "room", "elsewhere");
        Visitor outside = visitor();
        String toBo = "{\"peerId\":\"" + elsewhere.id + "\",\"signal\":{}}";
        ana.visitor.emit("signal", toBo);
        outside.emit("signal", toBo);
        ana.visitor.emit("signal", "{\"peerId\":7,\"signal\":{}}");
        ana.visitor.emit("signal", "\"nothing\"");
        ana.visitor.challenge();
        outside.challenge();
        assertFalse(elsewhere.visitor.hasHeard("42[\"signal\""));
    }

    @Test
    void aSignalHasALargestSize() throws Exception {
        port = serve("--allow-unsigned");
        Guest ana = enter("Ana");
        Guest bo = enter("Bo");
        int quotes = 2;
        String largest = "\"" + "x".repeat(Limits.SIGNAL_BYTES_MAX - quotes) + "\"";
        ana.visitor.emit("signal", "{\"peerId\":\"" + bo.id + "\",\"signal\":" + largest + "}");
        assertTrue(bo.visitor.await("42[\"signal\"").contains(largest));
        ana.visitor.emit("signal", "{\"peerId\":\"" + bo.id + "\",\"signal\":" + largest.replaceFirst("x", "xx") + "}");
        assertEquals("signal_too_large", text(ana.visitor.event("refused"), "code"));
        assertFalse(bo.visitor.hasHeard("42[\"signal\""));
    }

    @Test
    void iceServersAreForThoseWhoAreIn() throws Exception {
        port = serve("--allow-unsigned", "--ice-servers", "stun:stun.example.org:3478");
        Visitor outside = visitor();
        outside.send("427[\"ice\"]");
        assertEquals("not_signed_in", text(outside.event("refused"), "code"));
        Guest ana = enter("Ana");
        ana.visitor.send("427[\"ice\"]");
        Json servers = field(ana.visitor.ack(), "iceServers");
        assertTrue(servers.toString().contains("stun:stun.example.org:3478"), servers.toString());
    }

    @Test
    void aLargeRoomShowsItsNewcomersSomeOfTheOthers() throws Exception {
        port = serve("--allow-unsigned", "--mesh-members", "3");
        Visitor first = enter("Ana").visitor;
        for (int i = 0; i < 2 + Limits.ROSTER_SAMPLE; i++) {
            enter("Bo");
        }
        Visitor last = visitor();
        last.emit("authenticate", plain("Cy"));
        Json admitted = last.event("authenticated");
        assertEquals("34", field(admitted, "size").toString());
        assertEquals(Limits.ROSTER_SAMPLE + 1, field(admitted, "peers").size());
        assertEquals("3", field(field(admitted, "limits"), "meshMembers").toString());
        for (int i = 0; i < 3; i++) {
            assertEquals("Bo", text(first.event("peer_joined"), "username"));
        }
        assertFalse(first.hasHeard("42[\"peer_joined\""));
    }

    @Test
    void whoIsLeftInARoomThatWasLargeIsToldOfEverybody() throws Exception {
        port = serve("--allow-unsigned", "--mesh-members", "3");
        Guest ana = enter("Ana");
        Guest bo = enter("Bo");
        Visitor cy = enter("Cy").visitor;
        Visitor dan = enter("Dan").visitor;
        cy.close();
        dan.close();
        for (Guest left : List.of(ana, bo)) {
            Json room = left.visitor.event("room");
            assertEquals("2", field(room, "size").toString());
            assertEquals(2, field(room, "peers").size());
            assertTrue(room.toString().contains(ana.id) && room.toString().contains(bo.id), room.toString());
        }
        enter("Eve");
        assertEquals("Eve", text(bo.visitor.event("peer_joined"), "username"));
    }

    @Test
    void theMembersAreForThoseWhoAreInAndDoNotAskAllTheTime() throws Exception {
        port = serve("--allow-unsigned");
        Visitor outside = visitor();
        outside.send("427[\"members\"]");
        assertEquals("not_signed_in", text(outside.event("refused"), "code"));
        Guest ana = enter("Ana");
        Guest bo = enter("Bo");
        for (int i = 0; i < Visitor.MEMBERS_AT_ONCE; i++) {
            ana.visitor.send("427[\"members\"]");
            Json members = ana.visitor.ack();
            assertEquals("2", field(members, "size").toString());
            assertEquals(bo.id, text(element(members, "peers", 1), "id"));
        }
        ana.visitor.send("427[\"members\"]");
        assertEquals("too_often", text(ana.visitor.event("refused"), "code"));
    }

    @Test
    void aLoginThatIsNoObjectIsRefusedAndTheConnectionGoesOn() throws Exception {
        port = serve("--allow-unsigned");
        Visitor ana = visitor();
        ana.emit("authenticate", "[]");
        assertEquals("event_malformed", text(ana.event("refused"), "code"));
        ana.emit("authenticate", "{\"username\":{},\"walletAddress\":7}");
        assertEquals("username_invalid", text(ana.event("auth_error"), "code"));
        ana.emit("authenticate", plain("x".repeat(Limits.USERNAME_CHARS_MAX + 1)));
        assertEquals("username_invalid", text(ana.event("auth_error"), "code"));
        ana.emit("authenticate", plain("Ana", "room", "r".repeat(Limits.ROOM_CHARS_MAX + 1)));
        assertEquals("room_invalid", text(ana.event("auth_error"), "code"));
        ana.emit("authenticate", plain("Ana"));
        ana.event("authenticated");
    }

    private record Guest(Visitor visitor, String id) {}

    private Guest enter(String name, String... more) throws Malformed {
        Visitor visitor = visitor();
        visitor.emit("authenticate", plain(name, more));
        return new Guest(visitor, text(visitor.event("authenticated"), "id"));
    }

    private int serve(String... flags) throws IOException, BadConfig {
        return LoopbackServer.start(random, open, flags);
    }

    private Visitor visitor() {
        Visitor visitor = new Visitor(http, port);
        open.add(visitor);
        return visitor;
    }

    private String domain() {
        return "127.0.0.1:" + port;
    }

    private String signedLogin(Visitor visitor, String name) throws Malformed {
        String nonce = text(visitor.challenge(), "nonce");
        String siwe = siwe(nonce, domain());
        return login(name, siwe, sign(siwe), nonce);
    }

    private String login(String name, String siwe, String signature, String nonce) {
        String proof = session.sign(SessionStatement.login(domain(), nonce)).hex();
        return plain(
                name,
                "message",
                siwe,
                "signature",
                signature,
                "did",
                session.did().did(),
                "proof",
                proof);
    }

    private String siwe(String nonce, String domain) {
        return statement(new Account.Ethereum(1, wallet.address()), nonce, domain);
    }

    private String statement(Account account, String nonce, String domain) {
        long now = System.currentTimeMillis();
        return SiweMessage.delegating(domain, account, session.did(), nonce, now, now + HOUR_MILLIS, "Chat.")
                .toText(hashes);
    }

    private String sign(String message) {
        return wallet.signPersonal(Bytes.utf8(message)).hex();
    }

    private String plain(String name, String... more) {
        List<String> all = new ArrayList<>(
                List.of("username", name, "walletAddress", wallet.address().checksummed(hashes), "color", "#336699"));
        all.addAll(List.of(more));
        return Visitor.object(all.toArray(String[]::new));
    }
}
