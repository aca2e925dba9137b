package tropichat.server.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Operators find every setting in docs/operations.md, as it is. */
class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/operations.md");

    @TestFactory
    Stream<DynamicTest> everySettingIsInTheDocument() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        return Key.ALL.stream()
                .map(key -> DynamicTest.dynamicTest(
                        key.name(), () -> assertTrue(lines.contains(row(key)), () -> "missing:\n" + row(key))));
    }

    private static String row(Key<?> key) {
        String flag = ("--" + key.name() + " " + key.placeholder()).strip();
        String standard = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
        return "| `" + flag + "` | `" + key.environment() + "` | " + standard + " | " + key.description() + " |";
    }
}
