package org.polymorph.surrogate.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether estimates bring things into their true order, whatever their scale and offset. */
public final class RankOrder {
    private RankOrder() {}

    /**
     * Returns Spearman's rank correlation of two lists of as many numbers: 1 for the same order, −1 for the reverse one; NaN
     * where all of a list are equal.
     */
    public static double correlation(double[] estimates, double[] truth) {
        double[] x = ranks(estimates);
        double[] y = ranks(truth);
        double mean = (x.length + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }

    /**
     * Returns which share of the k truly lowest are among the k lowest by the estimates; by lot it would be k divided by how
     * many there are.
     *
     * @throws IllegalArgumentException if there are fewer than k
     */
    public static double recall(double[] estimates, double[] truth, int k) {
        if (k < 1 || k > truth.length || estimates.length != truth.length) {
            throw new IllegalArgumentException("expected at least " + Math.max(k, 1)
                    + " estimates and as many truths, found " + estimates.length + " and " + truth.length);
        }
        Set<Integer> lowest = new HashSet<>(Arrays.asList(order(truth)).subList(0, k));
        lowest.retainAll(new HashSet<>(Arrays.asList(order(estimates)).subList(0, k)));
        return (double) lowest.size() / k;
    }

    private static Integer[] order(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        return order;
    }

    /** Returns ranks from 1; equal values share the mean of their ranks. */
    static double[] ranks(double[] values) {
        Integer[] order = order(values);
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
