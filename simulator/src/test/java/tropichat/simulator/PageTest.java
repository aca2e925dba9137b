package tropichat.simulator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.simulator.page.Page;
import tropichat.simulator.scenario.Scenarios;
import tropichat.simulator.world.Outcome;
import tropichat.simulator.world.World;

/** The page is whole: well-formed drawings, nothing from elsewhere, no number that is none. */
class PageTest {
    private static final Pattern DRAWING = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void drawsARun() throws IOException {
        checkPage("""
                title A & B < C
                peers 34
                network lan
                join over=5s
                talk messages=20 from=15s to=40s
                kill at=20s share=0.3 by=close grace=5s
                end at=45s
                """);
    }

    @Test
    void drawsARunInWhichNothingHappened() throws IOException {
        checkPage("peers 1\nend at=1s");
    }

    private void checkPage(String scenario) throws IOException {
        Outcome outcome = World.run(Scenarios.text("page", scenario));
        String html = Files.readString(Page.write(outcome, Quantities.figures(outcome), folder));
        assertFalse(html.contains("NaN") || html.contains("Infinity"));
        assertFalse(html.contains("http"), "nothing is fetched");
        Matcher drawings = DRAWING.matcher(html);
        int count = 0;
        while (drawings.find()) {
            byte[] svg = drawings.group().getBytes(StandardCharsets.UTF_8);
            assertDoesNotThrow(() ->
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg)));
            count++;
        }
        assertTrue(count >= 6, count + " drawings");
    }
}
