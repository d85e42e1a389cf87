package io.github.guichet.status;

import java.util.Locale;

/** A plot of the last hour as inline SVG: one line, or a full and a dotted one, so that it can be read without colours. */
final class HtmlPlot {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 70;
    private static final int POINTS = 180;

    private final StatusReport report;
    private final Html html;

    HtmlPlot(StatusReport report, Html html) {
        this.report = report;
        this.html = html;
    }

    /** A plot of one series. */
    void plot(String title, Series series) {
        html.tags("<figure><figcaption><h3>").text(title).tags("</h3>");
        figures(series);
        draw(series, series);
    }

    /** A plot of two series of the same unit; the second is dotted. */
    void plot(String title, String firstName, Series first, String secondName, Series second) {
        html.tags("<figure><figcaption><h3>").text(title).tags("</h3>");
        key("first", firstName);
        figures(first);
        html.tags("<br>");
        key("second", secondName);
        figures(second);
        draw(first, second);
    }

    private void key(String kind, String name) {
        html.tags("<svg width=\"26\" height=\"8\" viewBox=\"0 0 26 8\" aria-hidden=\"true\"><path class=\"" + kind
                + "\" d=\"M1 4H25\"/></svg> ");
        html.text(name + " ");
    }

    private void figures(Series series) {
        double[] values = report.values(series);
        html.tags("<b>").text(Words.value(series, Resampled.last(values))).tags("</b>");
        html.text(" now, most " + Words.value(series, Resampled.most(values)));
    }

    private void draw(Series first, Series second) {
        double[] one = Resampled.of(report.values(first), POINTS);
        double[] two = Resampled.of(report.values(second), POINTS);
        double[] mosts = {Resampled.most(one), Resampled.most(two), 0};
        double most = first.unit() == Series.Unit.RATIO ? 1 : Resampled.most(mosts);
        html.tags(
                "</figcaption><div class=\"plot\"><svg aria-hidden=\"true\" preserveAspectRatio=\"none\" viewBox=\"0 -2 "
                        + WIDTH + " " + (HEIGHT + 4) + "\">");
        html.tags("<path class=\"grid\" d=\"M0 0H" + WIDTH + "M0 " + HEIGHT / 2 + "H" + WIDTH + "M0 " + HEIGHT + "H"
                + WIDTH + "\"/>");
        html.tags("<path class=\"first\" d=\"" + path(one, most) + "\"/>");
        if (second != first) {
            html.tags("<path class=\"second\" d=\"" + path(two, most) + "\"/>");
        }
        html.tags("</svg><span class=\"top\">").text(Words.value(first, most));
        html.tags(
                "</span><span class=\"bottom\">0</span></div><div class=\"axis\"><span>1 h ago</span><span>30 min</span>"
                        + "<span>now</span></div></figure>\n");
    }

    /** Lines through what is known, with gaps where nothing is. */
    private static String path(double[] values, double most) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                drawing = false;
                continue;
            }
            double height = most > 0 ? Math.min(1, values[i] / most) * HEIGHT : 0;
            double left = (double) i * WIDTH / values.length;
            double right = (i + 1.0) * WIDTH / values.length;
            path.append(drawing ? 'L' : 'M')
                    .append(String.format(Locale.ROOT, "%.1f %.1fH%.1f", left, HEIGHT - height, right));
            drawing = true;
        }
        return path.isEmpty() ? "M0 0" : path.toString();
    }
}
