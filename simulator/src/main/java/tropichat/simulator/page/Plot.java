package tropichat.simulator.page;

import java.util.List;

/** One plot with its axes: bands behind, then lines, dots or bars, as they are added. */
final class Plot {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 260;
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 40;
    private static final double DOT = 2.6;

    /** One point of a line or one dot; {@code tip} is what a pointer is told. */
    record Point(double x, double y, String tip) {
        static Point of(double x, double y) {
            return new Point(x, y, "");
        }
    }

    private final Scale x;
    private final Scale y;
    private final StringBuilder behind = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();
    private final String xLabel;
    private final String yLabel;

    /** A plot from 0, or {@code xLow}, to the highest values; ranges without extent are given one. */
    Plot(String xLabel, String yLabel, double xLow, double xHigh, double yHigh) {
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        x = new Scale(xLow, xHigh > xLow ? xHigh : xLow + 1, LEFT, WIDTH - RIGHT);
        y = new Scale(0, yHigh > 0 ? yHigh : 1, HEIGHT - BOTTOM, TOP);
    }

    /** Shades a stretch of the x axis, at least a hair wide. */
    Plot band(String kind, double from, double to, String tip) {
        double left = x.at(Math.max(from, x.low()));
        double right = x.at(Math.min(to, x.high()));
        if (left <= WIDTH - RIGHT) {
            behind.append(Svg.rect("band " + kind, left, TOP, Math.max(1.5, right - left), HEIGHT - BOTTOM - TOP, tip));
        }
        return this;
    }

    Plot line(String kind, List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(Svg.number(x.at(point.x)))
                    .append(' ')
                    .append(Svg.number(y.at(point.y)));
        }
        marks.append("<path class='curve ")
                .append(kind)
                .append("' d='")
                .append(path)
                .append("'/>");
        return this;
    }

    Plot dots(String kind, List<Point> points) {
        for (Point point : points) {
            marks.append(Svg.circle("dot " + kind, x.at(point.x), y.at(point.y), DOT, point.tip));
        }
        return this;
    }

    /** One bar for each whole number from 0 on. */
    Plot bars(List<Integer> counts) {
        double width = x.at(1) - x.at(0);
        for (int i = 0; i < counts.size(); i++) {
            double top = y.at(counts.get(i));
            marks.append(Svg.rect(
                    "bar", x.at(i - 0.5) + width * 0.1, top, width * 0.8, y.at(0) - top, i + ": " + counts.get(i)));
        }
        return this;
    }

    /** The whole, with ticks on the axes. */
    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox='0 0 ").append(Svg.number(WIDTH)).append(' ').append(Svg.number(HEIGHT));
        svg.append("' role='img' aria-label='")
                .append(Svg.escape(yLabel))
                .append("'>")
                .append(behind);
        for (double tick : y.ticks(5, 0)) {
            svg.append(Svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)));
            svg.append(Svg.text("tick y", LEFT - 7, y.at(tick) + 4, label(tick)));
        }
        // Only histograms begin below 0, and they count whole things.
        for (double tick : x.ticks(8, x.low() < 0 ? 1 : 0)) {
            svg.append(Svg.line("nick", x.at(tick), HEIGHT - BOTTOM, x.at(tick), HEIGHT - BOTTOM + 4));
            svg.append(Svg.text("tick x", x.at(tick), HEIGHT - BOTTOM + 17, label(tick)));
        }
        svg.append(Svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
        svg.append(marks);
        svg.append(Svg.text("name x", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, xLabel));
        return svg.append("</svg>").toString();
    }

    private static String label(double tick) {
        return tick >= 10_000 ? Svg.number(tick / 1000) + "k" : Svg.number(tick);
    }
}
