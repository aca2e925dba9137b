package tropichat.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.bench.history.HistorySettings.Part;

final class HistorySettingsTest {
    private static HistorySettings parse(String line) {
        return HistorySettings.parse(List.of(line.split(" ", -1)));
    }

    @Test
    void optionsAreRead() {
        assertEquals(
                new HistorySettings(
                        Path.of("out.json").toAbsolutePath(), 5, false, 4, EnumSet.of(Part.PEER, Part.ROOM)),
                parse("--json out.json --rounds 5 --threads 4 --only peer,room"));
    }

    @Test
    void aLookTakesATenthOnce() {
        HistorySettings quick = parse("--quick");
        assertEquals(1, quick.rounds());
        assertEquals(1_000, quick.entries(10_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rounds 0", "--threads", "--only nothing", "--unknown"})
    void anythingElseIsRefusedInWords(String line) {
        assertThrows(IllegalArgumentException.class, () -> parse(line));
    }
}
