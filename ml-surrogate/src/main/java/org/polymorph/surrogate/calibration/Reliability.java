package org.polymorph.surrogate.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often errors lie within the intervals that predicted deviations give, against how often those of normal distributions
 * would (Kuleshov, Fenner, Ermon 2018, arXiv 1807.00263). Immutable.
 *
 * @param points by rising width
 */
public record Reliability(List<Point> points) {
    private static final int POINTS = 31;
    private static final double STEP = 0.1;
    private static final int LEVELS = 100;

    /**
     * One width of interval.
     *
     * @param deviations half the width, in predicted standard deviations
     * @param expected share of a normal distribution within it
     * @param found share of the errors within it
     */
    public record Point(double deviations, double expected, double found) {}

    public Reliability {
        points = List.copyOf(points);
    }

    /** Returns the curve up to three deviations in steps of a tenth. */
    public static Reliability of(PredictedErrors errors) {
        List<Point> points = new ArrayList<>();
        for (int k = 0; k < POINTS; k++) {
            double z = STEP * k;
            points.add(new Point(z, normal(z), errors.within(z)));
        }
        return new Reliability(points);
    }

    /** Returns the share of a normal distribution within so many standard deviations. */
    public static double normal(double deviations) {
        return 2 * NormalDistribution.cumulative(deviations) - 1;
    }

    /** Returns in how many standard deviations lies a share, from 0 to below 1, of a normal distribution. */
    public static double deviations(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("expected a share from 0 to below 1, found " + share);
        }
        double low = 0;
        double high = 10;
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (normal(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns the expected calibration error: the mean distance of the shares found from those expected, over intervals that
     * hold from 0.5 % to 99.5 % of a normal distribution. 0 is best, 0.5 the worst that deviations can do.
     */
    public static double expectedError(PredictedErrors errors) {
        double[] shares = new double[errors.count()];
        for (int i = 0; i < shares.length; i++) {
            double deviation = errors.deviation(i);
            shares[i] = deviation > 0 ? normal(errors.error(i) / deviation) : 1;
        }
        Arrays.sort(shares);
        double sum = 0;
        int inside = 0;
        for (int k = 0; k < LEVELS; k++) {
            double expected = (k + 0.5) / LEVELS;
            while (inside < shares.length && shares[inside] <= expected) {
                inside++;
            }
            sum += Math.abs((double) inside / shares.length - expected);
        }
        return sum / LEVELS;
    }
}
