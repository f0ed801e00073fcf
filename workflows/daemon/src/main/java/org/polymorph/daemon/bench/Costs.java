package org.polymorph.daemon.bench;

import java.util.Arrays;

/**
 * What it took until something was found, over many runs. A run that never found it counts as one that takes for ever: a median
 * or a 90 % point that falls on one is infinite.
 *
 * @param mean over the runs that found it; NaN if none did
 */
public record Costs(int found, int runs, double median, double mean, double ninety) {

    /** Sums up costs, infinite where nothing was found. */
    static Costs of(double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        double[] finite = Arrays.stream(sorted).filter(Double::isFinite).toArray();
        return new Costs(
                finite.length,
                costs.length,
                quantile(sorted, 0.5),
                Arrays.stream(finite).average().orElse(Double.NaN),
                quantile(sorted, 0.9));
    }

    // linear between the two ranks around it
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        if (rank == below || sorted[below] == sorted[above]) {
            return sorted[below];
        }
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
