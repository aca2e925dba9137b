package tropichat.bench.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelaySettingsTest {
    private static RelaySettings parse(String line) {
        return RelaySettings.parse(List.of(line.split(" ", -1)));
    }

    @Test
    void optionsAreRead() {
        assertEquals(
                new RelaySettings(Path.of("out.json").toAbsolutePath(), 5, 10, 1),
                parse("--json out.json --rounds 5 --seconds 10 --core 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds 0", "--rounds", "--seconds 21", "--unknown", "--json no/such/folder/out.json"})
    void anythingElseIsRefusedInWords(String line) {
        assertThrows(IllegalArgumentException.class, () -> parse(line));
    }
}
