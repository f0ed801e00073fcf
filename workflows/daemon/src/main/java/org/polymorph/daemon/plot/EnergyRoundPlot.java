package org.polymorph.daemon.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.format.Frame;

/** How energies fall from round to round: of the pool by the surrogate, and of what DFT was asked for. */
public final class EnergyRoundPlot {
    private EnergyRoundPlot() {}

    /**
     * Draws all rounds so far.
     *
     * @throws IllegalArgumentException if no round has given anything yet
     */
    public static Picture of(String campaign, CampaignReader reader) {
        Axes axes = new Axes(campaign + ": energy by round", "round", "energy or enthalpy [eV/atom]");
        Points labels = new Points();
        for (Calculation label : reader.calculations(Purpose.LABEL)) {
            label.result().ifPresent(frame -> labels.add(label.round(), energyPerAtom(frame)));
        }
        Points least = new Points();
        Points tenth = new Points();
        Points middle = new Points();
        int last = reader.campaign().orElseThrow().state().round();
        for (int round = 0; round <= last; round++) {
            double[] pool = reader.frames(round).stream()
                    .mapToDouble(CandidateFrame::enthalpy)
                    .filter(Double::isFinite)
                    .toArray();
            if (pool.length > 0) {
                least.add(round, Axes.quantile(pool, 0));
                tenth.add(round, Axes.quantile(pool, 0.1));
                middle.add(round, Axes.quantile(pool, 0.5));
            }
        }
        if (labels.size() + least.size() == 0) {
            throw new IllegalArgumentException("nothing to draw yet: no label has been calculated");
        }
        Points results = new Points();
        reader.results().forEach(result -> results.add(last, result.enthalpy()));
        double top = top(axes, List.of(middle, tenth, least, results), labels);
        long higher = Arrays.stream(labels.y()).filter(y -> y > top).count();
        axes.dots(
                "labels (DFT)" + (higher > 0 ? ", " + higher + " higher ones not shown" : ""),
                labels,
                Palette.fainter(Palette.GREY, 190),
                SeriesMarkers.CIRCLE,
                7);
        axes.line("pool, median", middle, Palette.SKY, 2f, SeriesMarkers.TRIANGLE_UP);
        axes.line("lowest tenth", tenth, Palette.ORANGE, 2f, SeriesMarkers.SQUARE);
        axes.line("lowest", least, Palette.BLUE, 2.5f, SeriesMarkers.CIRCLE);
        axes.dots("results (DFT)", results, Palette.VERMILION, SeriesMarkers.DIAMOND, 12);
        axes.xCounts(last);
        return new Picture(axes);
    }

    // displaced structures may lie far above all that matters; returns where the frame ends
    private static double top(Axes axes, List<Points> pool, Points labels) {
        double[] lines = pool.stream()
                .flatMapToDouble(points -> Arrays.stream(points.y()))
                .toArray();
        double[] all = DoubleStream.concat(Arrays.stream(lines), Arrays.stream(labels.y()))
                .toArray();
        double low = Axes.quantile(all, 0);
        double high = Axes.quantile(all, 1);
        if (lines.length > 0) {
            double highestLine = Axes.quantile(lines, 1);
            high = Math.min(high, highestLine + (highestLine - low));
        }
        axes.yRange(low, high);
        return axes.style().getYAxisMax();
    }

    private static double energyPerAtom(Frame frame) {
        return frame.evaluation().orElseThrow().energy() / frame.structure().size();
    }
}
