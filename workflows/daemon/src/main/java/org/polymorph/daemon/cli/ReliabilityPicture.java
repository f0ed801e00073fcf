package org.polymorph.daemon.cli;

import java.util.Locale;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.PredictedErrors;
import org.polymorph.surrogate.calibration.Reliability;

/** Curves of reliability as an SVG picture. */
final class ReliabilityPicture {
    private static final int SIDE = 400;
    private static final int LEFT = 60;
    private static final int TOP = 20;
    private static final int STEPS = 100;

    private ReliabilityPicture() {}

    static String of(HeldOutErrors errors) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n",
                LEFT + SIDE + 20, TOP + SIDE + 60));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append(String.format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"black\"/>%n",
                LEFT, TOP, SIDE, SIDE));
        for (int percent = 0; percent <= 100; percent += 20) {
            text(svg, x(percent / 100.0), TOP + SIDE + 18, "middle", percent + " %");
            text(svg, LEFT - 6, y(percent / 100.0) + 4, "end", percent + " %");
        }
        text(svg, LEFT + SIDE / 2.0, TOP + SIDE + 40, "middle", "share of errors that the interval is to hold");
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">share found</text>%n",
                TOP + SIDE / 2));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"gray\" stroke-dasharray=\"4\"/>%n",
                x(0),
                y(0),
                x(1),
                y(1)));
        curve(svg, errors.energy(), "#1f77b4", "energy", 0);
        curve(svg, errors.forces(), "#d62728", "forces", 1);
        curve(svg, errors.stress(), "#2ca02c", "stress", 2);
        return svg.append("</svg>\n").toString();
    }

    private static void curve(StringBuilder svg, PredictedErrors errors, String color, String name, int place) {
        svg.append("<path fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(color)
                .append("\" d=\"");
        for (int k = 0; k <= STEPS; k++) {
            double expected = (double) k / STEPS;
            double found = k == STEPS ? 1 : errors.within(Reliability.deviations(expected));
            svg.append(String.format(Locale.ROOT, "%s%.1f %.1f", k == 0 ? "M" : "L", x(expected), y(found)));
        }
        svg.append("\"/>\n");
        svg.append(String.format("<g fill=\"%s\">", color));
        text(svg, LEFT + 12, TOP + 20 + 18.0 * place, "start", name);
        svg.append("</g>\n");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static double x(double share) {
        return LEFT + SIDE * share;
    }

    private static double y(double share) {
        return TOP + SIDE * (1 - share);
    }
}
