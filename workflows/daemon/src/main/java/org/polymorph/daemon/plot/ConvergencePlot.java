package org.polymorph.daemon.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.ClusterRow;

/** How the lowest clusters change from round to round: a search has converged where their lines stay level and in order. */
public final class ConvergencePlot {
    private static final int CLUSTERS = Palette.SERIES.size();

    private ConvergencePlot() {}

    /**
     * Draws the clusters that are lowest in the last round, and above which others were before.
     *
     * @throws IllegalArgumentException if no round has been clustered yet
     */
    public static Picture of(String campaign, CampaignReader reader) {
        SortedMap<Integer, List<ClusterRow>> rounds = new TreeMap<>();
        int last = reader.campaign().orElseThrow().state().round();
        for (int round = 0; round <= last; round++) {
            List<ClusterRow> clusters = reader.clusters(round);
            if (!clusters.isEmpty()) {
                rounds.put(round, clusters);
            }
        }
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw yet: no round has been clustered");
        }
        List<ClusterRow> inTheEnd = rounds.getOrDefault(rounds.lastKey(), List.of());
        boolean hull = inTheEnd.get(0).aboveHull().isPresent();
        double reference = hull ? 0 : inTheEnd.get(0).enthalpy();
        Axes axes = new Axes(
                campaign + ": the " + Math.min(CLUSTERS, inTheEnd.size()) + " lowest clusters of round "
                        + rounds.lastKey() + ", and how they came there",
                "round",
                hull
                        ? "enthalpy above the convex hull of the round [meV/atom]"
                        : "enthalpy above the lowest of the last round [meV/atom]");
        axes.legendBeside();
        Points others = new Points();
        Map<String, Points> lines = new LinkedHashMap<>();
        inTheEnd.stream().limit(CLUSTERS).forEach(cluster -> lines.put(cluster.id(), new Points()));
        rounds.forEach((round, clusters) -> {
            lines.forEach((id, points) -> {
                double above = clusters.stream()
                        .filter(cluster -> cluster.id().equals(id))
                        .mapToDouble(cluster -> above(cluster, reference))
                        .findFirst()
                        .orElse(Double.NaN);
                points.add(round, above);
            });
            clusters.stream()
                    .limit(CLUSTERS)
                    .filter(cluster -> !lines.containsKey(cluster.id()))
                    .forEach(cluster -> others.add(round, above(cluster, reference)));
        });
        axes.dots("low at the time", others, Palette.GREY, SeriesMarkers.CROSS, 9);
        int number = 0;
        for (ClusterRow cluster : inTheEnd.stream().limit(CLUSTERS).toList()) {
            axes.line(
                    cluster.rank() + ": " + cluster.candidate(),
                    lines.getOrDefault(cluster.id(), new Points()),
                    Palette.SERIES.get(number),
                    2.5f,
                    EnergyVolumePlot.MARKERS.get(number));
            number++;
        }
        axes.xCounts(rounds.lastKey());
        return new Picture(axes);
    }

    // meV/atom
    private static double above(ClusterRow cluster, double reference) {
        return 1000 * cluster.aboveHull().orElse(cluster.enthalpy() - reference);
    }
}
