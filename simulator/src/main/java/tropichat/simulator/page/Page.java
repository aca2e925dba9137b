package tropichat.simulator.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tropichat.report.Figure;
import tropichat.report.Goal;
import tropichat.simulator.scenario.Fault;
import tropichat.simulator.scenario.Scenario;
import tropichat.simulator.world.Outcome;

/** A run as one HTML file that needs nothing else: what it came to, the plots, and who was linked to whom. */
public final class Page {
    private static final String STYLE = "/page.css";
    private static final double MICROS_PER_SECOND = 1e6;

    private final Outcome outcome;
    private final List<Figure> figures;
    private final StringBuilder html = new StringBuilder();

    private Page(Outcome outcome, List<Figure> figures) {
        this.outcome = outcome;
        this.figures = figures;
    }

    /** Writes {@code NAME.html} into a folder, which is made where there is none; answers the file. */
    public static Path write(Outcome outcome, List<Figure> figures, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(outcome.scenario().name() + ".html");
        return Files.writeString(file, new Page(outcome, figures).text());
    }

    private String text() throws IOException {
        Scenario scenario = outcome.scenario();
        html.append("<!doctype html><html lang='en'><head><meta charset='utf-8'><title>")
                .append(Svg.escape(scenario.name()))
                .append("</title><meta name='viewport' content='width=device-width'><style>")
                .append(style())
                .append("</style></head><body><main>");
        head(scenario);
        tiles();
        html.append("<div class='plots'>");
        Plots plots = new Plots(outcome);
        figure("Who heard what was said", "one dot for each message; red where somebody did not", plots.delivery());
        figure("How long it took", "share of deliveries within so many milliseconds", plots.delays());
        figure("Links of a peer", "over time: mean, and the most of anybody (light)", plots.linksOverTime());
        figure("Links of a peer at the end", "how many peers have so many", plots.links());
        figure("Ways", "over how many links the first copy came", plots.hops());
        figure("Redundancy", "copies sent for nothing, for each that was not", plots.redundancy());
        figure("Traffic", "bytes that a peer sends on its links in a second, mean", plots.traffic());
        figure("Living peers", "over time", plots.living());
        html.append("</div>");
        overlay();
        table();
        notes();
        return html.append("</main></body></html>").toString();
    }

    private static String style() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IOException("the jar lacks " + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void head(Scenario scenario) {
        boolean held = outcome.violation() == null && figures.stream().allMatch(Page::isFine);
        html.append("<header><p class='verdict ")
                .append(held ? "good'>held" : "bad'>did not hold")
                .append("</p><h1>")
                .append(Svg.escape(scenario.name()))
                .append("</h1><p class='title'>")
                .append(Svg.escape(scenario.title()))
                .append("</p><ul class='facts'>");
        fact("peers", String.valueOf(scenario.peers()));
        fact("network", scenario.network().name());
        fact("seed", String.valueOf(scenario.seed()));
        fact("cryptography", scenario.realCrypto() ? "real" : "keyed");
        fact("simulated", Svg.number(scenario.endMicros() / MICROS_PER_SECOND) + " s");
        fact("digest", outcome.digest());
        for (Fault fault : scenario.faults()) {
            fact("at " + Svg.number(fault.beginMicros() / MICROS_PER_SECOND) + " s", fault.words());
        }
        html.append("</ul></header>");
        String violation = outcome.violation();
        if (violation != null) {
            html.append("<p class='violation'><b>This must not happen:</b> ")
                    .append(Svg.escape(violation))
                    .append("</p>");
        }
    }

    private void fact(String name, String value) {
        html.append("<li><span>")
                .append(name)
                .append("</span> ")
                .append(Svg.escape(value))
                .append("</li>");
    }

    private void tiles() {
        html.append("<div class='tiles'>");
        double delivered = value("deliveredFraction");
        // Rounded down: what is not whole must not look whole.
        tile(Svg.number(Math.floor(delivered * 10_000) / 100) + " %", "delivered");
        double same = Math.min(value("logsSameFraction"), value("foldsSameFraction"));
        tile(Svg.number(Math.floor(same * 10_000) / 100) + " %", "have the same log");
        tile(Svg.number(value("recoverySeconds")) + " s", "to recover");
        tile(Svg.number(Math.rint(value("delayMillisMedian"))) + " ms", "median delay");
        tile(Svg.number(Math.rint(value("delayMillis99"))) + " ms", "99 % within");
        tile(Svg.number(value("lastHopMax")), "links on the longest way");
        tile(Svg.number(value("redundancy")), "redundancy");
        tile(Svg.number(value("linksMax")), "most links of a peer");
        html.append("</div>");
    }

    private double value(String key) {
        return outcome.figures().getOrDefault(key, Double.NaN);
    }

    private void tile(String value, String name) {
        html.append("<div><b>").append(value).append("</b>").append(name).append("</div>");
    }

    private void figure(String title, String words, String svg) {
        html.append("<figure><figcaption><b>")
                .append(title)
                .append("</b> ")
                .append(words)
                .append("</figcaption>")
                .append(svg)
                .append("</figure>");
    }

    private void overlay() {
        long living = outcome.people().stream().filter(Outcome.Person::alive).count();
        if (living > 0 && living <= OverlayPicture.PEERS_MAX) {
            html.append("<div class='wide'>");
            figure(
                    "The overlay at the end",
                    "who is linked to whom; hostile peers are red",
                    OverlayPicture.svg(outcome));
            html.append("</div>");
        }
    }

    private static boolean isFine(Figure figure) {
        double value = figure.subjects().get(0).median();
        return !figure.goal().isJudged(value, Double.NaN) || figure.goal().isReached(value, Double.NaN);
    }

    private void table() {
        html.append("<table><thead><tr><th>figure</th><th>value</th><th>goal</th><th></th></tr></thead><tbody>");
        for (Figure figure : figures) {
            boolean judged = !(figure.goal() instanceof Goal.None);
            html.append("<tr><td>")
                    .append(Svg.escape(figure.label()))
                    .append("</td><td>")
                    .append(String.format(
                            Locale.ROOT,
                            "%,." + figure.decimals() + "f",
                            figure.subjects().get(0).median()))
                    .append("</td><td>")
                    .append(figure.goal().label())
                    .append("</td><td>")
                    .append(!judged ? "" : isFine(figure) ? "reached" : "<b class='bad'>missed</b>")
                    .append("</td></tr>");
        }
        html.append("</tbody></table>");
    }

    private void notes() {
        html.append("<ul class='notes'>");
        outcome.losses()
                .forEach(loss -> html.append("<li>").append(Svg.escape(loss)).append("</li>"));
        outcome.refusedLinks()
                .forEach((end, count) -> html.append("<li>")
                        .append(count)
                        .append(" links refused by honest peers: ")
                        .append(end)
                        .append("</li>"));
        html.append("</ul>");
    }
}
