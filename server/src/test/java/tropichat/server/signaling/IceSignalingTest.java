package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.field;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.GuideLogin;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;
import tropichat.server.SeededRandom;
import tropichat.server.ice.OtherServer;

/** The ICE servers that come with a login, over real sockets. */
class IceSignalingTest {
    private static final String SOLD =
            "{\"ice_servers\":[{\"urls\":\"turn:sold.example\",\"username\":\"u\",\"credential\":\"p\"}]}";

    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_125);
    private final WalletKey wallet = WalletKey.generate(random, hashes);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        http.close();
    }

    private int serve(String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("--allow-unsigned"));
        all.addAll(List.of(flags));
        return LoopbackServer.start(random, open, all.toArray(String[]::new));
    }

    private Visitor asks(int port, String... more) {
        List<String> login = new ArrayList<>(
                List.of("username", "Ana", "walletAddress", wallet.address().checksummed(hashes)));
        login.addAll(List.of(more));
        Visitor visitor = new Visitor(http, port);
        open.add(visitor);
        visitor.emit("authenticate", Visitor.object(login.toArray(String[]::new)));
        return visitor;
    }

    @Test
    void theEmbeddedTurnIsOfferedUnderTheNameThatTheClientUsed() throws Exception {
        Json admitted = asks(serve("--ice-seconds=120")).event("authenticated");
        assertEquals(120, field(admitted, "iceSeconds").integer());
        Json servers = field(admitted, "iceServers");
        assertTrue(servers.toString().contains("\"stun:127.0.0.1:"), servers.toString());
        Json turn = servers.element(1);
        assertNotNull(turn);
        assertTrue(field(turn, "urls").toString().contains("?transport=udp"), turn.toString());
        String id = field(admitted, "id").text(64);
        assertFalse(turn.toString().contains(id), "TURN learns nobody's id");
        assertFalse(field(turn, "credential").text(64).isEmpty());
    }

    @Test
    void whoAsksForIceServersIsToldOfTheAlternatePortAndNobodyElse() throws Exception {
        Visitor ana = asks(serve());
        assertNull(ana.event("authenticated").field("alternateStun"));
        ana.send("427[\"ice\"]");
        Json answer = ana.ack();
        String alternate = field(answer, "alternateStun").toString();
        assertTrue(alternate.matches("\\[\"stun:127\\.0\\.0\\.1:\\d+\"]"), alternate);
        String url = alternate.substring(1, alternate.length() - 1);
        assertFalse(field(answer, "iceServers").toString().contains(url));
        Visitor bo = asks(serve("--turn=false"));
        bo.event("authenticated");
        bo.send("427[\"ice\"]");
        assertNull(bo.ack().field("alternateStun"));
    }

    @Test
    void withoutTurnNothingOfItIsOffered() throws Exception {
        Json admitted = asks(serve("--turn=false")).event("authenticated");
        assertEquals(0, field(admitted, "iceServers").size());
        assertNull(admitted.field("iceSeconds"));
    }

    @Test
    void whatAServiceSellsComesWithTheLoginAndForNobodyElse() throws Exception {
        OtherServer twilio = new OtherServer();
        open.add(twilio);
        twilio.answers(201, SOLD);
        int port = serve("--twilio-account=AC1", "--twilio-secret=s", "--twilio-url=" + twilio.url());
        String forged = message();
        asks(port, "message", forged, "signature", sign(forged + "!")).event("auth_error");
        assertEquals(0, twilio.asked.size(), "nobody asks for who is not let in");
        String message = message();
        assertTrue(servers(asks(port, "message", message, "signature", sign(message)))
                .contains("turn:sold.example"));
        assertTrue(servers(asks(port)).contains("turn:sold.example"));
        twilio.answers(500, "");
        assertFalse(servers(asks(port)).contains("turn:sold.example"));
        assertEquals(3, twilio.asked.size());
    }

    private static String servers(Visitor visitor) {
        return field(visitor.event("authenticated"), "iceServers").toString();
    }

    private String message() {
        return new GuideLogin(System.currentTimeMillis(), wallet.address()).toText(hashes);
    }

    private String sign(String message) {
        return wallet.signPersonal(Bytes.utf8(message)).hex();
    }
}
