package org.polymorph.daemon.plot;

import java.util.Arrays;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.surrogate.property.amd.Continuity;

/** Pictures of a property: as a model sees it, and how it changes with the distance of crystals. */
public final class PropertyPlot {
    /** So many dots are told from each other. */
    private static final int DOTS = 4000;

    private PropertyPlot() {}

    /** Draws what a model says over what the labels say. */
    public static Picture of(String property, double[] labels, double[] estimates) {
        Axes axes = new Axes(property + " of structures that were held out", "label", "estimate", 680, 680);
        double low = Math.min(least(labels), least(estimates));
        double high = Math.max(most(labels), most(estimates));
        Points diagonal = new Points();
        diagonal.add(low, low);
        diagonal.add(high, high);
        axes.guide("as it should be", diagonal);
        Points points = new Points();
        for (int i = 0; i < labels.length; i++) {
            points.add(labels[i], estimates[i]);
        }
        axes.dots(property, points, Palette.BLUE, SeriesMarkers.CIRCLE, 6);
        axes.xRange(low, high);
        axes.yRange(low, high);
        return new Picture(axes);
    }

    /** Draws differences of pairs over their distances, and the bound. */
    public static Picture of(String property, Continuity continuity) {
        double[] distances = continuity.distances();
        double[] differences = continuity.differences();
        Axes axes = new Axes(
                "Continuity of " + property + " in the distance of crystals",
                "largest difference of average minimum distances [Å]",
                "difference of " + property);
        double last = Math.max(4 * continuity.threshold(), Axes.quantile(distances, 0.05));
        int shown = (int) Arrays.stream(distances).filter(d -> d <= last).count();
        int step = Math.max(1, shown / DOTS);
        Points pairs = new Points();
        double top = 0;
        for (int p = 0; p < shown; p++) {
            // all of the near ones, which the bound is about, and every so many of the others
            boolean near = p < DOTS && distances[p] <= continuity.threshold();
            if (near || p % step == 0) {
                pairs.add(distances[p], differences[p]);
                top = Math.max(top, differences[p]);
            }
        }
        axes.dots("pairs of crystals", pairs, Palette.BLUE, SeriesMarkers.CIRCLE, 4);
        if (continuity.threshold() > 0) {
            double end = Math.min(continuity.threshold(), top / Math.max(continuity.constant(), 1e-300));
            bound(axes, "c: no pair is above", continuity.constant(), end);
            bound(axes, "95 of a hundred are below", continuity.usual(), continuity.threshold());
            Points threshold = new Points();
            threshold.add(continuity.threshold(), 0);
            threshold.add(continuity.threshold(), top);
            axes.guide("d", threshold);
            axes.note("d", continuity.threshold(), top);
        }
        axes.xRange(0, last);
        axes.yRange(0, top);
        return new Picture(axes);
    }

    private static void bound(Axes axes, String name, double slope, double end) {
        Points line = new Points();
        line.add(0, 0);
        line.add(end, slope * end);
        axes.line(name, line, name.startsWith("c") ? Palette.ORANGE : Palette.GREEN, 2f, SeriesMarkers.NONE);
    }

    private static double least(double[] numbers) {
        return Arrays.stream(numbers).min().orElseThrow();
    }

    private static double most(double[] numbers) {
        return Arrays.stream(numbers).max().orElseThrow();
    }
}
