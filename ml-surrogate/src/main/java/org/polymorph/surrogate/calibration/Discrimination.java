package org.polymorph.surrogate.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Whether predicted deviations tell large errors from small ones, whatever their scale. */
public final class Discrimination {
    private static final double WORST = 0.1;

    private Discrimination() {}

    /** Returns Spearman's rank correlation of error and predicted deviation; NaN where one of them is constant. */
    public static double rankCorrelation(PredictedErrors errors) {
        double[] x = ranks(errors.errors());
        double[] y = ranks(errors.deviations());
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
     * Returns the area under the curve of true against false positives where predicted deviations are to find the largest
     * tenth of the errors: the chance that such an error has the larger deviation than another one. 1 is perfect, 0.5 is no
     * better than drawing lots; NaN for fewer than two errors.
     */
    public static double worstTenth(PredictedErrors errors) {
        int count = errors.count();
        int worst = (int) Math.ceil(WORST * count);
        if (worst == count) {
            return Double.NaN;
        }
        Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.<Integer>comparingDouble(errors::error).reversed());
        double[] ranks = ranks(errors.deviations());
        double sum = 0;
        for (int k = 0; k < worst; k++) {
            sum += ranks[order[k]];
        }
        // Mann and Whitney 1947, doi 10.1214/aoms/1177730491
        return (sum - worst * (worst + 1) / 2.0) / ((double) worst * (count - worst));
    }

    // ranks from 1; equal values share the mean of their ranks
    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
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
