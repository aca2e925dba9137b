package tropichat.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Operators find everything that is counted in docs/operations.md. */
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/operations.md");

    @Test
    void everyMetricIsInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> missing = new ArrayList<>();
        for (String line :
                new Metrics(new Counters(), new TurnCounters()).scrape().split("\n", -1)) {
            String name = line.split("[ {]", 2)[0];
            if (name.startsWith("tropichat_") && !document.contains("`" + name + "`")) {
                missing.add(name);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyReasonIsInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> missing = new ArrayList<>();
        for (Refusal refusal : Refusal.values()) {
            String label = refusal.name().toLowerCase(Locale.ROOT);
            if (!document.contains("`" + label + "`")) {
                missing.add(label);
            }
        }
        assertEquals(List.of(), missing);
    }
}
