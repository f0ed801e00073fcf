package org.polymorph.daemon.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;

/** The pool as the surrogate has relaxed it: enthalpy over volume, with the lowest clusters told apart. */
public final class EnergyVolumePlot {
    private static final int LARGEST = 24;
    private static final int CLUSTERS = Palette.SERIES.size();
    /** Share of the pool within the frame, from below: a few far too high candidates would press all others together. */
    private static final double SHOWN = 0.95;

    static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.CROSS);

    private EnergyVolumePlot() {}

    /**
     * Draws the pool of the last round that is relaxed.
     *
     * @throws IllegalArgumentException if none is yet
     */
    public static Picture of(String campaign, CampaignReader reader) {
        List<CandidateFrame> pool = reader.pool().stream()
                .filter(frame -> Double.isFinite(frame.enthalpy()))
                .toList();
        if (pool.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw yet: no round's pool has been relaxed");
        }
        int round = pool.get(0).round();
        List<ClusterRow> lowest =
                reader.clusters(round).stream().limit(CLUSTERS).toList();
        Map<String, Points> clusters = new LinkedHashMap<>();
        lowest.forEach(cluster -> clusters.put(cluster.id(), new Points()));
        Points others = new Points();
        for (CandidateFrame frame : pool) {
            frame.cluster().map(clusters::get).orElse(others).add(volumePerAtom(frame), frame.enthalpy());
        }
        double[] enthalpies =
                pool.stream().mapToDouble(CandidateFrame::enthalpy).toArray();
        double top = Axes.quantile(enthalpies, SHOWN);
        List<CandidateFrame> shown =
                pool.stream().filter(frame -> frame.enthalpy() <= top).toList();
        Axes axes = new Axes(
                title(campaign, round, pool.size(), pool.size() - shown.size()),
                "volume [Å³/atom]",
                "enthalpy by the surrogate [eV/atom]");
        axes.legendBeside();
        axes.dots("others", others, Palette.GREY, SeriesMarkers.CIRCLE, 6);
        int number = 0;
        for (ClusterRow cluster : lowest) {
            Points points = clusters.get(cluster.id());
            axes.dots(
                    (number + 1) + ": " + cluster.candidate() + ", " + cluster.size() + "×",
                    points == null ? new Points() : points,
                    Palette.SERIES.get(number),
                    MARKERS.get(number),
                    // the lower ones larger, as those that are drawn later may lie over them
                    LARGEST - 3 * number);
            number++;
        }
        Points results = new Points();
        reader.results().forEach(result -> results.add(result.volume(), result.enthalpy()));
        axes.dots("relaxed (DFT)", results, Palette.BLACK, SeriesMarkers.PLUS, 24);
        range(axes, shown, results);
        return new Picture(axes);
    }

    private static String title(String campaign, int round, int all, int above) {
        return campaign + ", round " + round + ": " + all + " candidates"
                + (above > 0 ? " (" + above + " higher ones not shown)" : "");
    }

    private static void range(Axes axes, List<CandidateFrame> shown, Points results) {
        List<Double> volumes = new ArrayList<>();
        List<Double> enthalpies = new ArrayList<>();
        for (CandidateFrame frame : shown) {
            volumes.add(volumePerAtom(frame));
            enthalpies.add(frame.enthalpy());
        }
        for (int i = 0; i < results.size(); i++) {
            volumes.add(results.x()[i]);
            enthalpies.add(results.y()[i]);
        }
        axes.xRange(least(volumes), most(volumes));
        axes.yRange(least(enthalpies), most(enthalpies));
    }

    private static double least(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double most(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static double volumePerAtom(CandidateFrame frame) {
        return frame.structure().volume() / frame.structure().size();
    }
}
