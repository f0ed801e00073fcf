package org.polymorph.daemon.plot;

import java.awt.Color;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.hull.ConvexHull;
import org.polymorph.surrogate.hull.HullPoint;

/**
 * The convex hull of energies, or under pressure enthalpies, over composition: as a curve for two elements, as a triangle seen
 * from above for three.
 */
public final class HullPlot {
    /** eV/atom; what lies no higher may well exist. */
    private static final double NEAR = 0.05;

    /** What lies further above the elements, as a part of how far the hull reaches below them, tells nothing about the hull. */
    private static final double ABOVE = 0.35;

    private HullPlot() {}

    /**
     * Draws a hull.
     *
     * @param name what the title begins with
     * @param pressure of its enthalpies, GPa; of energies zero
     * @throws IllegalArgumentException if it is not one of two or three elements
     */
    public static Picture of(String name, ConvexHull hull, double pressure) {
        String title = name + ": " + (pressure == 0 ? "energies" : "enthalpies") + " over composition" + at(pressure);
        List<HullPoint> points = hull.points();
        SortedSet<Element> found = new TreeSet<>();
        points.forEach(
                point -> found.addAll(point.entry().composition().counts().keySet()));
        List<Element> elements = List.copyOf(found);
        return switch (elements.size()) {
            case 2 -> binary(title, points, elements.get(1), pressure);
            case 3 -> ternary(title, hull, elements);
            default ->
                throw new IllegalArgumentException("a hull over composition is drawn of two or three elements, found "
                        + elements.size() + ": "
                        + String.join(
                                ", ", elements.stream().map(Element::symbol).toList()));
        };
    }

    // such as " at 30 GPa"
    private static String at(double pressure) {
        return pressure == 0
                ? ""
                : " at " + BigDecimal.valueOf(pressure).stripTrailingZeros().toPlainString() + " GPa";
    }

    private static Picture binary(String title, List<HullPoint> points, Element second, double pressure) {
        Axes axes = new Axes(
                title,
                "share of " + second.symbol() + " atoms",
                (pressure == 0 ? "energy" : "enthalpy") + " of formation" + at(pressure) + " [eV/atom]");
        Points hull = new Points();
        Points stable = new Points();
        Points others = new Points();
        double low =
                points.stream().mapToDouble(HullPoint::formationEnergy).min().orElseThrow();
        double top = Math.max(Math.max(NEAR, -ABOVE * low), highestOfTheLowest(points));
        points.stream()
                .filter(point -> point.formationEnergy() <= top)
                .sorted(Comparator.comparingDouble(point -> share(point.entry().composition(), second)))
                .forEach(point -> {
                    double x = share(point.entry().composition(), second);
                    (point.stable() ? stable : others).add(x, point.formationEnergy());
                    if (point.stable()) {
                        hull.add(x, point.formationEnergy());
                    }
                });
        axes.line("hull", hull, Palette.BLUE, 2.5f, SeriesMarkers.NONE);
        axes.dots("above the hull", others, Palette.VERMILION, SeriesMarkers.CROSS, 9);
        axes.dots("stable", stable, Palette.BLUE, SeriesMarkers.CIRCLE, 12);
        axes.xShares();
        double room = 0.08 * (top - low);
        axes.yRange(low - room, top);
        for (HullPoint point : points) {
            if (point.stable()) {
                axes.note(formula(point), share(point.entry().composition(), second), point.formationEnergy() - room);
            }
        }
        return new Picture(axes);
    }

    // of each composition at least the lowest is drawn
    private static double highestOfTheLowest(List<HullPoint> points) {
        Map<String, Double> lowest = new HashMap<>();
        points.forEach(point -> lowest.merge(formula(point), point.formationEnergy(), Math::min));
        return Collections.max(lowest.values());
    }

    private static Picture ternary(String title, ConvexHull hull, List<Element> elements) {
        List<HullPoint> points = hull.points();
        Axes axes = new Axes(title, "", "", 760, 850);
        axes.style().setAxisTicksVisible(false);
        axes.style().setPlotGridLinesVisible(false);
        axes.style().setPlotBorderVisible(false);
        Points triangle = new Points();
        for (int corner = 0; corner <= 3; corner++) {
            triangle.add(corner % 3 == 1 ? 1 : corner % 3 == 2 ? 0.5 : 0, corner % 3 == 2 ? Math.sqrt(0.75) : 0);
        }
        axes.guide("triangle", triangle);
        axes.line("coexist", ties(hull, elements), Palette.BLUE, 1.5f, SeriesMarkers.NONE);
        dots(
                axes,
                points,
                elements,
                "above by more than 0.05 eV/atom",
                NEAR,
                Double.POSITIVE_INFINITY,
                Palette.VERMILION,
                SeriesMarkers.CROSS);
        dots(axes, points, elements, "above by at most 0.05 eV/atom", 0, NEAR, Palette.ORANGE, SeriesMarkers.SQUARE);
        dots(axes, points, elements, "stable", -1, 0, Palette.BLUE, SeriesMarkers.CIRCLE);
        for (HullPoint point : points) {
            if (point.stable()) {
                double[] place = place(point.entry().composition(), elements);
                axes.note(formula(point), place[0], place[1] - 0.045);
            }
        }
        axes.xRange(0, 1);
        axes.yRange(-0.06, 0.94);
        return new Picture(axes);
    }

    // one line with gaps
    private static Points ties(ConvexHull hull, List<Element> elements) {
        Points ties = new Points();
        for (ConvexHull.Tie tie : hull.ties()) {
            for (HullPoint end : List.of(tie.one(), tie.other())) {
                double[] place = place(end.entry().composition(), elements);
                ties.add(place[0], place[1]);
            }
            ties.add(Double.NaN, Double.NaN);
        }
        return ties;
    }

    private static void dots(
            Axes axes,
            List<HullPoint> points,
            List<Element> elements,
            String name,
            double above,
            double atMost,
            Color color,
            Marker marker) {
        Points dots = new Points();
        for (HullPoint point : points) {
            double height = point.stable() ? 0 : Math.max(Double.MIN_VALUE, point.energyAboveHull());
            if (height > above && height <= atMost) {
                double[] place = place(point.entry().composition(), elements);
                dots.add(place[0], place[1]);
            }
        }
        axes.dots(name, dots, color, marker, 11);
    }

    // corners: the first element left, the second right, the third on top
    private static double[] place(Composition composition, List<Element> elements) {
        double third = share(composition, elements.get(2));
        return new double[] {share(composition, elements.get(1)) + third / 2, third * Math.sqrt(0.75)};
    }

    private static double share(Composition composition, Element element) {
        return (double) composition.count(element) / composition.size();
    }

    private static String formula(HullPoint point) {
        return point.entry().composition().reduced().toString();
    }
}
