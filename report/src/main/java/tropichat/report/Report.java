package tropichat.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one command, for people ({@link #text}) and for programs ({@link #json}).
 *
 * <p>With one subject the JSON's {@code figures} map keys to medians. With two it has a map for each subject and
 * {@code timesBetter}: medians of the ratios taken round by round, above 1 where the first subject is ahead. Every
 * round's value stands in {@code rounds}.
 */
public final class Report {
    private final String command;
    private final List<String> subjects;
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Machine machine = Machine.current();
    private final String commit;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param command as it was called: {@code bench signaling}
     * @param subjects what is measured and, second, what it is compared with
     */
    public Report(String command, List<String> subjects, String commit) {
        this.command = command;
        this.subjects = List.copyOf(subjects);
        this.commit = commit;
    }

    /** Notes a setting that the figures depend on; {@code value} as {@link Json} takes it. */
    public void setting(String key, Object value) {
        settings.put(key, value);
    }

    public void add(Figure figure) {
        if (figure.subjects().size() != subjects.size()) {
            throw new IllegalArgumentException(figure.key() + " does not have the samples of " + subjects);
        }
        figures.add(figure);
    }

    /** Adds a remark that a reader of the figures must know. */
    public void note(String note) {
        notes.add(note);
    }

    /** Whether no figure missed its goal. */
    public boolean isReached() {
        return figures.stream().allMatch(figure -> !figure.isJudged() || figure.isReached());
    }

    /** The table with its heading and its notes. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(command)
                .append(", ")
                .append(startedAt)
                .append(", commit ")
                .append(commit)
                .append('\n');
        text.append(machine).append('\n');
        settings.forEach(
                (key, value) -> text.append(key).append(' ').append(value).append("  "));
        text.append("\n\n").append(table());
        notes.forEach(note -> text.append("\n• ").append(note));
        return text.append(notes.isEmpty() ? "" : "\n").toString();
    }

    /** Prints the table, and writes the JSON where a file is wanted. */
    public void publish(@Nullable Path json) throws IOException {
        System.out.println(text());
        if (json != null) {
            writeJson(json);
        }
    }

    public void writeJson(Path file) throws IOException {
        Files.writeString(file, Json.write(json()));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", command);
        json.put("startedAt", startedAt.toString());
        json.put("commit", commit);
        json.put("machine", machine.json());
        json.put("settings", settings);
        json.put("figures", figuresJson());
        json.put("goals", goalsJson());
        json.put("rounds", roundsJson());
        json.put("notes", notes);
        return json;
    }

    private boolean isComparison() {
        return subjects.size() > 1;
    }

    private Table table() {
        List<String> headings = new ArrayList<>(List.of("median"));
        headings.addAll(subjects);
        headings.addAll(isComparison() ? List.of("times better", "each round") : List.of());
        headings.addAll(List.of("goal", ""));
        Table table = new Table(headings);
        figures.forEach(figure -> table.row(cells(figure)));
        return table;
    }

    private List<String> cells(Figure figure) {
        List<String> cells = new ArrayList<>(List.of(figure.label()));
        figure.subjects().forEach(samples -> cells.add(number(samples.median(), figure.decimals())));
        if (isComparison()) {
            Samples ratios = figure.ratios();
            cells.add(number(ratios.median(), 2));
            cells.add(String.join(
                    " ", ratios.rounds().stream().map(ratio -> number(ratio, 2)).toList()));
        }
        cells.add(figure.goal().label());
        cells.add(!figure.isJudged() ? "" : figure.isReached() ? "reached" : "missed");
        return cells;
    }

    private Map<String, Object> figuresJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            Map<String, Object> medians = new LinkedHashMap<>();
            for (Figure figure : figures) {
                medians.put(figure.key(), figure.subjects().get(i).median());
            }
            if (!isComparison()) {
                return medians;
            }
            json.put(subjects.get(i), medians);
        }
        Map<String, Object> ratios = new LinkedHashMap<>();
        figures.forEach(figure -> ratios.put(figure.key(), figure.ratios().median()));
        json.put("timesBetter", ratios);
        return json;
    }

    private Map<String, Object> goalsJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Figure figure : figures) {
            if (figure.isJudged()) {
                Map<String, Object> goal = new LinkedHashMap<>();
                goal.put("goal", figure.goal().label());
                goal.put("reached", figure.isReached());
                json.put(figure.key(), goal);
            }
        }
        return json;
    }

    private Map<String, Object> roundsJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Figure figure : figures) {
            Map<String, Object> bySubject = new LinkedHashMap<>();
            for (int i = 0; i < subjects.size(); i++) {
                bySubject.put(subjects.get(i), figure.subjects().get(i).rounds());
            }
            json.put(figure.key(), bySubject);
        }
        return json;
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
