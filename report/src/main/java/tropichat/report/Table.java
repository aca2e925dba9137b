package tropichat.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: the first to the left, the others to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /** Adds a row with as many cells as there are headings. */
    public void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + rows.get(0).size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths)).append('\n');
            if (i == 0) {
                text.append(rule(widths)).append('\n');
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(i == 0 ? cells.get(i) + padding : padding + cells.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        int width = GAP.length() * (widths.length - 1);
        for (int column : widths) {
            width += column;
        }
        return "─".repeat(width);
    }
}
