package tropichat.bench.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnBenchSettingsTest {
    private static TurnBenchSettings parse(String line) {
        return TurnBenchSettings.parse(List.of(line.split(" ", -1)));
    }

    @Test
    void optionsAreReadUpToTheServersCommand() {
        assertEquals(
                new TurnBenchSettings(
                        List.of("java", "--port"),
                        Set.of("out", "relays"),
                        Path.of("out.json").toAbsolutePath(),
                        5,
                        1,
                        2,
                        3,
                        4),
                parse("--only out,relays --json out.json --rounds 5 --warmup-seconds 1 --measured-seconds 2"
                        + " --server-core 3 --generator-core 4 -- java --port"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--quick",
                "--quick --",
                "--only sideways -- java",
                "--rounds 0 -- java",
                "--json no/such/folder/out.json -- java",
                "--unknown -- java"
            })
    void anythingElseIsRefusedInWords(String line) {
        assertThrows(IllegalArgumentException.class, () -> parse(line));
    }
}
