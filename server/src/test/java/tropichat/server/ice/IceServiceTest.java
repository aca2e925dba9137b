package tropichat.server.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.json.Json;
import tropichat.server.SeededRandom;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Deadlines;
import tropichat.server.net.Listener;
import tropichat.server.net.NetLimits;
import tropichat.server.turn.SharedSecret;
import tropichat.server.turn.TurnSettings;

/** ICE servers from every source, and from the others where one fails; services are played by local HTTP servers. */
class IceServiceTest {
    private static final int LIFETIME_SECONDS = 1_200;

    /** Long enough for a local server, and short enough to wait for one that is silent. */
    private static final long FETCH_MILLIS_MAX = 1_500;

    /** The shape that https://www.twilio.com/docs/stun-turn/api documents. */
    private static final String TWILIO = """
            {"account_sid":"AC1","date_created":"Fri, 01 May 2020 01:42:57 +0000","date_updated":"Fri, 01 May 2020 01:42:57 +0000",
            "ice_servers":[{"url":"stun:global.stun.twilio.com:3478","urls":"stun:global.stun.twilio.com:3478"},
            {"credential":"pass1","url":"turn:global.turn.twilio.com:3478?transport=udp",
            "urls":"turn:global.turn.twilio.com:3478?transport=udp","username":"user1"}],
            "password":"pass1","ttl":"1000","username":"user1"}""";

    /** The shape that https://docs.xirsys.com/?pg=api-turn documents. */
    private static final String XIRSYS = """
            {"v":{"iceServers":{"username":"user2","urls":["stun:eu-turn4.xirsys.com",
            "turn:eu-turn4.xirsys.com:80?transport=udp","turns:eu-turn4.xirsys.com:443?transport=tcp"],
            "credential":"pass2"}},"s":"ok"}""";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Counters counters = new Counters();
    private final RandomSource random = SeededRandom.of(42);
    private final Listener listener =
            new Listener(new NetLimits(100_000, 0, 0, 0, 0, Deadlines.STANDARD), 10, random, counters);
    private final OtherServer twilio = opened(new OtherServer());
    private final OtherServer xirsys = opened(new OtherServer());

    IceServiceTest() throws IOException {
        twilio.answers(201, TWILIO);
        xirsys.answers(200, XIRSYS);
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        listener.stop();
    }

    private IceSettings settings(IceSettings.@Nullable Coturn coturn, boolean services) {
        return new IceSettings(
                Bytes.utf8("[{\"urls\":\"stun:fixed.example\"}]"),
                LIFETIME_SECONDS,
                coturn,
                services ? new IceSettings.Twilio("AC1", "SK1", "twilio-secret", twilio.url()) : null,
                services ? new IceSettings.Xirsys("ana", "xirsys-secret", "room one", xirsys.url()) : null);
    }

    private IceService services() {
        IceService service = new IceService(settings(null, true), listener.loop(), random, counters, FETCH_MILLIS_MAX);
        open.add(service::stop);
        return service;
    }

    private <T> T onLoop(Supplier<T> read) {
        CompletableFuture<T> value = new CompletableFuture<>();
        listener.loop().execute(() -> value.complete(read.get()));
        return value.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What {@code connection} gets once everything has been asked. */
    private IceAnswer ask(IceService service, String connection) {
        CompletableFuture<IceAnswer> answer = new CompletableFuture<>();
        listener.loop()
                .execute(() -> service.prepare(
                        connection, () -> answer.complete(service.answer(connection, null, "chat.example:3000"))));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static List<String> urls(IceAnswer answer) throws Malformed {
        Json servers = Json.parse(answer.servers());
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Json server = servers.element(i);
            Json found = server == null ? null : server.field("urls");
            assertNotNull(found);
            for (int j = 0; found.kind() == Json.Kind.ARRAY && j < found.size(); j++) {
                Json url = found.element(j);
                assertNotNull(url);
                urls.add(url.text(512));
            }
            if (found.kind() == Json.Kind.STRING) {
                urls.add(found.text(512));
            }
        }
        return urls;
    }

    private static String credential(IceAnswer answer, String field) throws Malformed {
        Json servers = Json.parse(answer.servers());
        Json last = servers.element(servers.size() - 1);
        Json value = last == null ? null : last.field(field);
        assertNotNull(value, () -> "no " + field + " in " + answer.servers());
        return value.text(512);
    }

    private static TurnSettings embedded(String... publicAddresses) {
        return new TurnSettings(
                List.of(),
                3478,
                3479,
                List.of(publicAddresses).stream().map(InetAddress::ofLiteral).toList(),
                Bytes.utf8("embedded"),
                49_152,
                65_535,
                1,
                1,
                0,
                0,
                List.of());
    }

    private IceService embedding(TurnSettings turn) {
        return new IceService(settings(null, false), turn, 3478, 3479, listener.loop(), random, counters);
    }

    @Test
    void theFixedOnesAreForEverybodyForGood() throws Malformed {
        IceService service = new IceService(settings(null, false), null, 0, 0, listener.loop(), random, counters);
        IceAnswer answer = service.answer("one", null, "chat.example");
        assertEquals(List.of("stun:fixed.example"), urls(answer));
        assertEquals(IceAnswer.FOREVER, answer.lifetimeSeconds());
    }

    @Test
    void theEmbeddedServerIsCalledAsThePageIs() throws Malformed {
        IceService service = embedding(embedded());
        IceAnswer answer = service.answer("one", null, "chat.example:3000");
        assertEquals(
                List.of("stun:fixed.example", "stun:chat.example:3478", "turn:chat.example:3478?transport=udp"),
                urls(answer));
        assertEquals(LIFETIME_SECONDS, answer.lifetimeSeconds());
        assertTrue(urls(service.answer("one", null, "[2001:db8::1]:3000")).contains("stun:[2001:db8::1]:3478"));
        for (String bad : List.of("", "a b", "a\"b", "a/b", "ä", "[", "x".repeat(300), "@")) {
            assertEquals(List.of("stun:fixed.example"), urls(service.answer("one", null, bad)), bad);
        }
    }

    @Test
    void aPublicAddressCountsOverThePagesName() throws Malformed {
        IceAnswer answer = embedding(embedded("203.0.113.7", "2001:db8::7")).answer("one", null, "chat.example");
        assertEquals(
                List.of(
                        "stun:fixed.example",
                        "stun:203.0.113.7:3478",
                        "stun:[2001:db8:0:0:0:0:0:7]:3478",
                        "turn:203.0.113.7:3478?transport=udp",
                        "turn:[2001:db8:0:0:0:0:0:7]:3478?transport=udp"),
                urls(answer));
    }

    @Test
    void theAlternatePortIsNamedForThoseWhoAskAlone() throws Malformed {
        IceService service = embedding(embedded());
        assertEquals(List.of("stun:chat.example:3479"), service.alternateStun("chat.example:3000"));
        assertFalse(urls(service.answer("one", null, "chat.example")).toString().contains("3479"));
        IceService without = new IceService(settings(null, false), null, 0, 0, listener.loop(), random, counters);
        assertEquals(List.of(), without.alternateStun("chat.example"));
    }

    @Test
    void aSecretMakesCredentialsThatTellNobodyWhoItIs() throws Malformed {
        List<String> urls = List.of("turn:turn.example", "turns:turn.example:443?transport=tcp");
        Bytes secret = Bytes.utf8("north");
        IceService service = new IceService(
                settings(new IceSettings.Coturn(urls, secret), false), null, 0, 0, listener.loop(), random, counters);
        long before = System.currentTimeMillis() / 1_000;
        IceAnswer answer = service.answer("one", "0xWallet", "chat.example");
        String username = credential(answer, "username");
        long expiry = Long.parseLong(username.substring(0, username.indexOf(':')));
        assertTrue(expiry >= before + LIFETIME_SECONDS && expiry <= before + LIFETIME_SECONDS + 60, username);
        assertEquals(new SharedSecret(secret).password(username), credential(answer, "credential"));
        assertFalse(username.contains("0xWallet"));
        String id = username.substring(username.indexOf(':'));
        assertTrue(
                credential(service.answer("two", "0xWallet", ""), "username").endsWith(id), "one wallet is one user");
        assertFalse(credential(service.answer("one", null, ""), "username").endsWith(id));
        assertFalse(credential(service.answer("one", "0xOther", ""), "username").endsWith(id));
    }

    @Test
    void servicesAreAskedAsTheyDocumentIt() throws Exception {
        IceAnswer answer = ask(services(), "one");
        assertEquals(
                List.of(
                        "stun:fixed.example",
                        "stun:global.stun.twilio.com:3478",
                        "turn:global.turn.twilio.com:3478?transport=udp",
                        "stun:eu-turn4.xirsys.com",
                        "turn:eu-turn4.xirsys.com:80?transport=udp",
                        "turns:eu-turn4.xirsys.com:443?transport=tcp"),
                urls(answer));
        assertTrue(answer.servers().toString().length() > 0);
        assertEquals("user2", credential(answer, "username"));
        assertEquals("pass2", credential(answer, "credential"));
        assertTrue(answer.lifetimeSeconds() <= 1_000 && answer.lifetimeSeconds() > 900, "the shorter life counts");
        assertEquals(
                new OtherServer.Asked(
                        "POST",
                        "/2010-04-01/Accounts/AC1/Tokens.json",
                        HttpFetch.basic("SK1", "twilio-secret"),
                        "Ttl=1200"),
                twilio.asked.take());
        assertEquals(
                new OtherServer.Asked(
                        "PUT",
                        "/_turn/room%20one",
                        HttpFetch.basic("ana", "xirsys-secret"),
                        "{\"format\":\"urls\",\"expire\":\"1200\"}"),
                xirsys.asked.take());
    }

    @Test
    void whatWasAskedForIsKeptForItsConnectionAlone() throws Exception {
        IceService service = services();
        IceAnswer first = ask(service, "one");
        assertEquals(first.servers(), ask(service, "one").servers());
        assertEquals(1, twilio.asked.size());
        ask(service, "two");
        assertEquals(2, twilio.asked.size());
        onLoop(() -> {
            service.forget("one");
            return true;
        });
        ask(service, "one");
        assertEquals(3, twilio.asked.size());
    }

    @Test
    void theOlderFormsAreTakenToo() throws Exception {
        xirsys.answers(
                200,
                "{\"s\":\"ok\",\"v\":{\"iceServers\":[{\"url\":\"stun:old.example\"},"
                        + "{\"username\":\"u\",\"url\":\"turn:old.example\",\"credential\":\"p\",\"extra\":[1]}]}}");
        IceAnswer answer = ask(services(), "one");
        assertTrue(urls(answer).containsAll(List.of("stun:old.example", "turn:old.example")), urls(answer)::toString);
        assertFalse(answer.servers().toString().contains("extra"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 ",
                "401 {\"code\":20003,\"message\":\"Authenticate\",\"status\":401}",
                "302 ",
                "200 ",
                "200 <html>",
                "200 []",
                "200 {}",
                "200 {\"ice_servers\":[]}",
                "200 {\"ice_servers\":[{}]}",
                "200 {\"ice_servers\":[{\"urls\":\"http://evil.example\"}]}",
                "200 {\"ice_servers\":[{\"urls\":\"javascript:turn:\"}]}",
                "200 {\"ice_servers\":[{\"urls\":[7]}]}",
                "200 {\"ice_servers\":[{\"urls\":\"turn:a\",\"username\":{}}]}",
                "200 {\"ice_servers\":[{\"urls\":\"turn:a\"}],\"ttl\":\"soon\"}",
                "200 {\"ice_servers\":[{\"urls\":\"turn:a\"}],\"ttl\":\"0\"}",
                "200 {\"ice_servers\":[{\"urls\":\"turn:a\"}],\"ttl\":-1}",
            })
    void whereOneServiceFailsTheOthersGoOn(String statusAndBody) throws Exception {
        twilio.answers(Integer.parseInt(statusAndBody.substring(0, 3)), statusAndBody.substring(4));
        IceService service = services();
        List<String> urls = urls(ask(service, "one"));
        assertEquals(4, urls.size(), urls::toString);
        assertTrue(urls.contains("stun:eu-turn4.xirsys.com"));
        assertEquals(1L, onLoop(() -> counters.iceSourceFailures));
        ask(service, "two");
        assertEquals(1, twilio.asked.size(), "who failed is left alone for a moment");
        assertEquals(2, xirsys.asked.size());
    }

    @Test
    void anAnswerThatIsTooLargeIsNotTaken() throws Exception {
        twilio.answers(201, TWILIO + " ".repeat(HttpFetch.BODY_BYTES_MAX));
        assertEquals(4, urls(ask(services(), "one")).size());
        assertEquals(1L, onLoop(() -> counters.iceSourceFailures));
    }

    @Test
    void aServiceThatIsSilentHoldsUpNobodyForLong() throws Exception {
        twilio.keepsSilent();
        assertEquals(4, urls(ask(services(), "one")).size());
        assertEquals(1L, onLoop(() -> counters.iceSourceFailures));
    }

    @Test
    void aServiceThatIsNotThereHoldsUpNobody() throws Exception {
        twilio.close();
        assertEquals(4, urls(ask(services(), "one")).size());
    }

    @Test
    void whoDoesNotWaitGetsWhatIsThere() throws Exception {
        twilio.keepsSilent();
        IceService service = services();
        List<String> now = urls(onLoop(() -> {
            service.prepare("one", () -> {});
            return service.answer("one", null, "");
        }));
        assertEquals(List.of("stun:fixed.example"), now);
    }

    @Test
    void noTextOfTheSettingsNamesASecret() {
        IceSettings settings = settings(new IceSettings.Coturn(List.of("turn:a"), Bytes.utf8("coturn-secret")), true);
        String texts = settings + " " + settings.coturn() + settings.twilio() + settings.xirsys() + embedded()
                + new IceAnswer(Bytes.utf8("[secret]"), 1) + new SharedSecret(Bytes.utf8("secret"));
        assertFalse(texts.toLowerCase(Locale.ROOT).replace("sharedsecret", "").contains("secret"), texts);
        assertNotEquals("", texts);
        assertNull(IceUrls.name(""));
    }
}
