package tropichat.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.server.ice.IceSettings;
import tropichat.server.log.Log;
import tropichat.server.turn.TurnSettings;

class ServerConfigTest {
    private static ServerConfig load(String... flags) throws BadConfig {
        return ServerConfig.load(List.of(flags), Map.of());
    }

    @Test
    void hasDefaultsForEverything() throws BadConfig {
        ServerConfig config = load();
        assertEquals(3000, config.port());
        assertEquals("0.0.0.0", config.host());
        assertEquals(List.of("*"), config.corsOrigins());
        assertEquals(false, config.allowUnsigned());
        assertEquals(0, config.roomCapacity());
        assertEquals(20, config.meshMembers());
        assertEquals(Bytes.utf8("[]"), config.ice().servers());
        assertEquals(List.of(), config.domains());
        assertEquals(List.of(), config.chainIds());
        assertEquals(false, config.conformance());
    }

    @Test
    void flagsCountOverTheEnvironmentAndThatOverTheFile(@TempDir Path folder) throws BadConfig, IOException {
        Path file = folder.resolve("settings");
        Files.writeString(file, "# settings\nport = 1\nroom-capacity: 1\nhost = 127.0.0.1\n");
        Map<String, String> environment = Map.of(
                "TROPICHAT_PORT",
                "2",
                "TROPICHAT_ROOM_CAPACITY",
                "2",
                "TROPICHAT_CONFIG",
                file.toString(),
                "HOME",
                "/");
        ServerConfig config = ServerConfig.load(List.of("--port", "3"), environment);
        assertEquals(3, config.port());
        assertEquals(2, config.roomCapacity());
        assertEquals("127.0.0.1", config.host());
    }

    @Test
    void aHostingServicesPortCountsUnlessOursIsSet() throws BadConfig {
        assertEquals(8080, ServerConfig.load(List.of(), Map.of("PORT", "8080")).port());
        assertEquals(
                81,
                ServerConfig.load(List.of(), Map.of("PORT", "8080", "TROPICHAT_PORT", "81"))
                        .port());
    }

    @Test
    void readsListsSwitchesAndServers() throws BadConfig {
        ServerConfig config = load(
                "--cors-origins=https://a.example, http://b.example:8080",
                "--allow-unsigned",
                "--mesh-members=2",
                "--chain-ids=1,137",
                "--domains=chat.example",
                "--ice-servers=stun:a.example:3478,turns:b.example",
                "--log-level=DEBUG");
        assertEquals(List.of("https://a.example", "http://b.example:8080"), config.corsOrigins());
        assertTrue(config.allowUnsigned());
        assertEquals(2, config.meshMembers());
        assertEquals(List.of(1L, 137L), config.chainIds());
        assertEquals(List.of("chat.example"), config.domains());
        assertEquals(
                Bytes.utf8("[{\"urls\":\"stun:a.example:3478\"},{\"urls\":\"turns:b.example\"}]"),
                config.ice().servers());
        assertEquals(Log.Level.DEBUG, config.logLevel());
        assertEquals(
                Bytes.utf8("[{\"urls\":[\"turn:a\"],\"username\":\"u\"}]"),
                load("--ice-servers", " [{\"urls\":[\"turn:a\"],\"username\":\"u\"}] ")
                        .ice()
                        .servers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=x|port: \"x\" is no whole number from 0 to 65535",
                "--port=70000|from 0 to 65535",
                "--mesh-members=1|no whole number from 2 to 20",
                "--mesh-members=21|no whole number from 2 to 20",
                "--prot=1|--prot is not a setting; there are config, port",
                "port=1|settings begin with --",
                "--port|wants a value after it",
                "--allow-unsigned=maybe|neither true nor false",
                "--cors-origins=a.example|no origin",
                "--cors-origins=https://a.example/path|no origin",
                "--ice-servers=http://a|begins with none of stun:",
                "--ice-servers=[{]|it is no JSON",
                "--ice-servers=[{}]|wants \"urls\"",
                "--chain-ids=one|no whole number",
                "--trusted-proxies=10.0.0.0/33|no network",
                "--trusted-proxies=proxy.example|no network",
                "--log-level=loud|none of error, warn, info, debug",
                "--packets-per-second=NaN|no number from 0",
                "--config=/nowhere|cannot be read",
                "--host=|must not be empty",
                "--turn=maybe|neither true nor false",
                "--turn-host=localhost|\"localhost\" is no IP address",
                "--turn-public-address=192.0.2.1,192.0.2.2|two addresses of one family",
                "--turn-relay-ports=60000|no range of ports",
                "--turn-relay-ports=60000-50000|no range of ports",
                "--turn-relay-ports=80-90|no whole number from 1024",
                "--turn-peer-networks=10.0.0.0/33|no network",
                "--ice-seconds=4000|no whole number from 60 to 3600",
                "--coturn-servers=turn:a|coturn-servers wants coturn-secret too",
                "--coturn-secret=s|coturn-secret wants coturn-servers too",
                "--coturn-servers=http://a|begins with none of stun:",
                "--twilio-account=AC1|twilio-account wants twilio-secret too",
                "--xirsys-ident=a|xirsys-ident wants xirsys-channel too",
                "--twilio-url=ftp://a|no address"
            })
    void saysWhatIsWrongAndWhatIsAllowed(String flag, String words) {
        BadConfig bad = assertThrows(BadConfig.class, () -> load(flag));
        assertTrue(String.valueOf(bad.getMessage()).contains(words), bad.getMessage());
    }

    @Test
    void readsWhereIceServersComeFrom() throws BadConfig {
        TurnSettings turn = load().turn();
        assertNotNull(turn);
        assertEquals(3478, turn.port());
        assertEquals(Bytes.utf8("drawn"), turn.withSecret(Bytes.utf8("drawn")).secret());
        assertNull(load("--turn=false").turn());
        ServerConfig config = load(
                "--turn-secret=mine",
                "--turn-public-address=203.0.113.7, 2001:db8::7",
                "--turn-relay-ports=50000-50099",
                "--coturn-servers=turn:a,turns:b:443?transport=tcp",
                "--coturn-secret=north",
                "--twilio-account=AC1",
                "--twilio-secret=s");
        TurnSettings set = config.turn();
        assertNotNull(set);
        assertEquals(Bytes.utf8("mine"), set.withSecret(Bytes.utf8("drawn")).secret());
        assertEquals(2, set.publicAddresses().size());
        assertEquals(List.of(50_000, 50_099), List.of(set.portMin(), set.portMax()));
        IceSettings.Coturn coturn = config.ice().coturn();
        assertNotNull(coturn);
        assertEquals(List.of("turn:a", "turns:b:443?transport=tcp"), coturn.urls());
        IceSettings.Twilio twilio = config.ice().twilio();
        assertNotNull(twilio);
        assertEquals("AC1", twilio.key());
        assertNull(config.ice().xirsys());
        assertFalse(config.toString().contains("north"), config::toString);
    }

    @Test
    void anUnknownKeyInTheFileIsNamedWithTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("settings");
        Files.writeString(file, "prot = 1\n");
        BadConfig bad = assertThrows(BadConfig.class, () -> load("--config", file.toString()));
        assertTrue(String.valueOf(bad.getMessage()).contains("\"prot\" in " + file));
    }

    @Test
    void helpNamesEveryKeyInEveryForm() {
        String help = ServerConfig.help();
        for (Key<?> key : Key.ALL) {
            assertTrue(help.contains("--" + key.name()));
            assertTrue(help.contains(key.environment()));
            assertTrue(help.contains(key.description()));
        }
    }
}
