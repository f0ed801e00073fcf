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
        return RankOrder.correlation(errors.errors(), errors.deviations());
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
        double[] ranks = RankOrder.ranks(errors.deviations());
        double sum = 0;
        for (int k = 0; k < worst; k++) {
            sum += ranks[order[k]];
        }
        // Mann and Whitney 1947, doi 10.1214/aoms/1177730491
        return (sum - worst * (worst + 1) / 2.0) / ((double) worst * (count - worst));
    }
}
