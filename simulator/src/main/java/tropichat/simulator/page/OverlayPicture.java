package tropichat.simulator.page;

import java.util.ArrayList;
import java.util.List;
import tropichat.simulator.world.Outcome;

/**
 * Who is linked to whom at the end: a circle for a small room, else a drawing in which links pull and peers push one
 * another away (Fruchterman and Reingold 1991).
 */
final class OverlayPicture {
    /** More would be a grey cloud, and slow to draw. */
    static final int PEERS_MAX = 500;

    private static final int CIRCLE_MAX = 30;

    /** With more links for each peer a drawing is a knot: a circle shows more. */
    private static final int LINKS_DRAWN_MAX = 12;

    /** Keeps those who have lost all links in the picture. */
    private static final double GRAVITY = 1.5;

    private static final double SIZE = 720;
    private static final double MARGIN = 26;
    private static final int STEPS = 150;

    private final List<Outcome.Person> people;
    private final List<Outcome.Edge> edges;
    private final double[] x;
    private final double[] y;

    /** Where each peer stands among those drawn; −1 where it is not. */
    private final int[] placeOf;

    private OverlayPicture(Outcome outcome) {
        people = outcome.people().stream().filter(Outcome.Person::alive).toList();
        edges = outcome.edges();
        x = new double[people.size()];
        y = new double[people.size()];
        placeOf = new int[outcome.people().size()];
        for (int i = 0; i < people.size(); i++) {
            placeOf[people.get(i).index()] = i;
            double angle = 2 * Math.PI * i / people.size();
            x[i] = 0.5 + 0.5 * Math.sin(angle);
            y[i] = 0.5 - 0.5 * Math.cos(angle);
        }
    }

    static String svg(Outcome outcome) {
        OverlayPicture picture = new OverlayPicture(outcome);
        int peers = picture.people.size();
        if (peers > CIRCLE_MAX && picture.edges.size() <= peers * LINKS_DRAWN_MAX / 2) {
            picture.relax();
        }
        return picture.draw();
    }

    private void relax() {
        int count = people.size();
        double ideal = Math.sqrt(1.0 / count);
        for (int step = 0; step < STEPS; step++) {
            double[] forceX = new double[count];
            double[] forceY = new double[count];
            push(ideal, forceX, forceY);
            pull(ideal, forceX, forceY);
            double reach = 0.1 * (1 - (double) step / STEPS);
            for (int i = 0; i < count; i++) {
                forceX[i] += (0.5 - x[i]) * GRAVITY;
                forceY[i] += (0.5 - y[i]) * GRAVITY;
                double force = Math.max(1e-9, Math.hypot(forceX[i], forceY[i]));
                x[i] += forceX[i] / force * Math.min(force, reach);
                y[i] += forceY[i] / force * Math.min(force, reach);
            }
        }
    }

    private void push(double ideal, double[] forceX, double[] forceY) {
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                double dx = x[i] - x[j];
                double dy = y[i] - y[j];
                double factor = ideal * ideal / Math.max(1e-6, dx * dx + dy * dy);
                forceX[i] += dx * factor;
                forceY[i] += dy * factor;
                forceX[j] -= dx * factor;
                forceY[j] -= dy * factor;
            }
        }
    }

    private void pull(double ideal, double[] forceX, double[] forceY) {
        for (Outcome.Edge edge : edges) {
            int a = placeOf[edge.a()];
            int b = placeOf[edge.b()];
            double dx = x[a] - x[b];
            double dy = y[a] - y[b];
            double factor = Math.hypot(dx, dy) / ideal;
            forceX[a] -= dx * factor;
            forceY[a] -= dy * factor;
            forceX[b] += dx * factor;
            forceY[b] += dy * factor;
        }
    }

    private String draw() {
        Scale across = scale(x);
        Scale down = scale(y);
        StringBuilder svg = new StringBuilder("<svg class='overlay' role='img' aria-label='who is linked to whom'");
        svg.append(" viewBox='0 0 ")
                .append(Svg.number(SIZE))
                .append(' ')
                .append(Svg.number(SIZE))
                .append("'>");
        List<String> lines = new ArrayList<>();
        for (Outcome.Edge edge : edges) {
            int a = placeOf[edge.a()];
            int b = placeOf[edge.b()];
            lines.add(Svg.line("edge", across.at(x[a]), down.at(y[a]), across.at(x[b]), down.at(y[b])));
        }
        svg.append(String.join("", lines));
        double radius = people.size() > 100 ? 4 : people.size() > CIRCLE_MAX ? 6 : 10;
        for (int i = 0; i < people.size(); i++) {
            Outcome.Person person = people.get(i);
            String kind = person.honest() ? "person" : "person hostile";
            String tip =
                    "peer-" + person.index() + ", " + person.links() + " links" + (person.honest() ? "" : ", hostile");
            svg.append(Svg.circle(kind, across.at(x[i]), down.at(y[i]), radius, tip));
        }
        return svg.append("</svg>").toString();
    }

    private static Scale scale(double[] values) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Scale(low, high, MARGIN, SIZE - MARGIN);
    }
}
