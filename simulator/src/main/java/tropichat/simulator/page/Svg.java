package tropichat.simulator.page;

import java.util.Locale;
import java.util.regex.Pattern;

/** Small pieces of SVG and HTML. Numbers keep two digits, which is finer than a screen. */
final class Svg {
    private static final Pattern ZEROS = Pattern.compile("\\.?0+$");

    private Svg() {}

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        String shortened = ZEROS.matcher(text).replaceFirst("");
        return shortened.equals("-0") ? "0" : shortened;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String line(String kind, double x1, double y1, double x2, double y2) {
        return "<line class='" + kind + "' x1='" + number(x1) + "' y1='" + number(y1) + "' x2='" + number(x2) + "' y2='"
                + number(y2) + "'/>";
    }

    static String rect(String kind, double x, double y, double width, double height, String tip) {
        return "<rect class='" + kind + "' x='" + number(x) + "' y='" + number(y) + "' width='"
                + number(Math.max(0, width)) + "' height='" + number(Math.max(0, height)) + "'>" + title(tip)
                + "</rect>";
    }

    static String circle(String kind, double x, double y, double radius, String tip) {
        return "<circle class='" + kind + "' cx='" + number(x) + "' cy='" + number(y) + "' r='" + number(radius) + "'>"
                + title(tip) + "</circle>";
    }

    static String text(String kind, double x, double y, String content) {
        return "<text class='" + kind + "' x='" + number(x) + "' y='" + number(y) + "'>" + escape(content) + "</text>";
    }

    /** What a pointer that rests there is told. */
    private static String title(String tip) {
        return tip.isEmpty() ? "" : "<title>" + escape(tip) + "</title>";
    }
}
