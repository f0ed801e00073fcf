package org.polymorph.daemon.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Errors of one quantity together with the standard deviations that the model itself gave for them. Not thread-safe. */
final class ErrorStatistics {
    private double[] errors = new double[64];
    private double[] stds = new double[64];
    private int count;

    /** Adds one error, of any sign, and its predicted standard deviation. */
    void add(double error, double std) {
        if (count == errors.length) {
            errors = Arrays.copyOf(errors, 2 * count);
            stds = Arrays.copyOf(stds, 2 * count);
        }
        errors[count] = Math.abs(error);
        stds[count] = std;
        count++;
    }

    /** Returns the mean absolute error. */
    double mae() {
        return Arrays.stream(errors, 0, count).average().orElse(Double.NaN);
    }

    /** Returns the root of the mean squared error. */
    double rmse() {
        return rootMeanSquare(errors);
    }

    double largest() {
        return Arrays.stream(errors, 0, count).max().orElse(Double.NaN);
    }

    /** Returns the root mean square of the predicted standard deviations: equal to {@link #rmse} where they are right. */
    double rootMeanVariance() {
        return rootMeanSquare(stds);
    }

    /** Returns the share of errors within {@code factor} predicted standard deviations. */
    double within(double factor) {
        return (double) IntStream.range(0, count)
                        .filter(i -> errors[i] <= factor * stds[i])
                        .count()
                / count;
    }

    /** Returns Spearman's rank correlation of error and predicted standard deviation; NaN where one of them is constant. */
    double rankCorrelation() {
        double[] x = ranks(Arrays.copyOf(errors, count));
        double[] y = ranks(Arrays.copyOf(stds, count));
        double mean = (count + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < count; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
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

    private double rootMeanSquare(double[] values) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] * values[i];
        }
        return Math.sqrt(sum / count);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", count);
        json.put("mae", Json.number(mae()));
        json.put("rmse", Json.number(rmse()));
        json.put("largest", Json.number(largest()));
        json.put("std", Json.number(rootMeanVariance()));
        json.put("rmseOverStd", Json.number(rmse() / rootMeanVariance()));
        json.put("within1Std", Json.number(within(1)));
        json.put("within2Std", Json.number(within(2)));
        json.put("rankCorrelation", Json.number(rankCorrelation()));
        return json;
    }

    String[] cells(String title) {
        return new String[] {
            title,
            Outcomes.fixed("%.4g", mae()),
            Outcomes.fixed("%.4g", rmse()),
            Outcomes.fixed("%.4g", largest()),
            Outcomes.fixed("%.4g", rootMeanVariance()),
            Outcomes.fixed("%.2f", rmse() / rootMeanVariance()),
            Outcomes.fixed("%.0f", 100 * within(1)),
            Outcomes.fixed("%.0f", 100 * within(2)),
            Outcomes.fixed("%.2f", rankCorrelation())
        };
    }
}
