package org.polymorph.daemon.plot;

import java.util.List;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.WholeFigures;

/** Which share of the searches has found the target with so many calls of the oracle. */
public final class BenchPlot {
    private static final int CURVE = 100;

    private BenchPlot() {}

    /** Draws a line a method, and what is expected of random search. */
    public static Picture of(String campaign, BenchReport report) {
        Axes axes = new Axes(
                campaign + ": searches that have found the target",
                "calls of the oracle (single points and steps of relaxations)",
                "share of the searches [%]");
        Range range = range(report);
        List<Points> lines = lines(report);
        for (int i = 0; i < lines.size(); i++) {
            axes.line(report.methods().get(i).method(), lines.get(i), Palette.SERIES.get(i), 2.5f, SeriesMarkers.NONE);
        }
        report.random()
                .ifPresent(random -> axes.line(
                        "random search, as expected of " + random.cells().hits()
                                + (random.cells().hits() == 1 ? " hit in " : " hits in ")
                                + random.cells().trials() + " cells",
                        expected(random, range),
                        Palette.BLACK,
                        1.5f,
                        SeriesMarkers.NONE));
        axes.style().setXAxisLogarithmic(true);
        axes.style().setXAxisDecimalPattern("#,##0");
        // room for lines at none and all, and no mark of a share beyond them
        axes.style().setYAxisMin(-3.0);
        axes.style().setYAxisMax(103.0);
        return new Picture(axes);
    }

    /** Returns the line of each method: calls, and % of its searches. */
    static List<Points> lines(BenchReport report) {
        Range range = range(report);
        return report.methods().stream().map(method -> steps(method, range)).toList();
    }

    /** The calls that are drawn, above zero as they are drawn by their logarithm. */
    private record Range(double start, double end) {}

    private static Range range(BenchReport report) {
        double most =
                report.methods().stream().mapToDouble(BenchPlot::end).max().orElse(1);
        double right = report.random()
                .map(random -> Math.max(most, 3 * Math.min(random.callsAHit().mean(), 100 * most)))
                .orElse(most);
        double left = report.methods().stream()
                .flatMapToDouble(method -> method.firstHits().stream().mapToDouble(calls -> calls))
                .map(calls -> calls / 2)
                .min()
                .orElse(1);
        return new Range(Math.max(1, Math.min(left, right / 10)), right);
    }

    // where the line of a method may end: at its last hit, or later where whole searches are known; without a hit at
    // the calls
    // that were spent for none
    private static double end(MethodFigures method) {
        double last = method.firstHits().stream()
                .mapToDouble(calls -> calls)
                .filter(Double::isFinite)
                .max()
                .orElse((double) method.mostCalls());
        return Math.max(last, method.whole().map(WholeFigures::calls).orElse(last));
    }

    private static Points steps(MethodFigures method, Range range) {
        Points points = new Points();
        List<Double> found =
                method.firstHits().stream().filter(Double::isFinite).sorted().toList();
        points.add(range.start(), 0);
        for (int i = 0; i < found.size(); i++) {
            points.add(found.get(i), share(i, method));
            points.add(found.get(i), share(i + 1, method));
        }
        points.add(range.end(), share(found.size(), method));
        return points;
    }

    private static double share(int hits, MethodFigures method) {
        return 100.0 * hits / method.hits().trials();
    }

    // cells are drawn independently: after n of them the chance of a hit is 1 - (1 - p)^n
    private static Points expected(RandomFigures random, Range range) {
        Points points = new Points();
        for (int i = 0; i <= CURVE; i++) {
            double calls = range.start() * Math.pow(range.end() / range.start(), (double) i / CURVE);
            double cells = calls / random.callsACell();
            points.add(
                    calls, -100 * Math.expm1(cells * Math.log1p(-random.cells().share())));
        }
        return points;
    }
}
