package tropichat.bench.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalingSettingsTest {
    private static SignalingSettings parse(String line) {
        return SignalingSettings.parse(List.of(line.split(" ", -1)));
    }

    @Test
    void whatStandsBehindTheDashesStartsTheServer() {
        assertEquals(
                List.of("java", "-jar", "--quick"),
                parse("-- java -jar --quick").serverCommand());
    }

    @Test
    void optionsAreRead() {
        SignalingSettings settings =
                parse("--against socket.io --json out.json --rounds 5 --only sdp,joins --server-core 2 -- java");
        assertTrue(settings.againstSocketIo());
        assertEquals(Path.of("out.json").toAbsolutePath(), settings.json());
        assertEquals(5, settings.rounds());
        assertEquals(Set.of("sdp", "joins"), settings.only());
        assertEquals(2, settings.serverCore());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--quick",
                "--quick --",
                "--rounds 0 -- java",
                "--rounds many -- java",
                "--rounds",
                "--against redis -- java",
                "--only everything -- java",
                "--unknown -- java",
                "--json no/such/folder/out.json -- java"
            })
    void anythingElseIsRefusedInWords(String line) {
        assertThrows(IllegalArgumentException.class, () -> parse(line));
    }
}
