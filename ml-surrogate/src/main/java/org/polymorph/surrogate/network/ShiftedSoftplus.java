package org.polymorph.surrogate.network;

/**
 * The activation ln(1 + eˣ) − ln 2 (Schütt et al. 2017, arXiv 1706.08566) with its derivatives, over whole arrays. Between
 * −32 and 32 it is a table of cubic Hermite polynomials, right to 2e-12, several times as fast as an exponential and a
 * logarithm; the slope is the exact derivative of the value that is given.
 */
public final class ShiftedSoftplus {
    private static final double LN2 = Math.log(2);
    private static final double RANGE = 32;
    private static final int PER_UNIT = 128;
    /** At each knot the value, and the slope times the distance to the next knot. */
    private static final double[] KNOTS = new double[2 * (2 * (int) RANGE * PER_UNIT + 1)];

    static {
        for (int k = 0; k < KNOTS.length / 2; k++) {
            double x = (double) k / PER_UNIT - RANGE;
            double e = Math.exp(-Math.abs(x));
            KNOTS[2 * k] = Math.max(x, 0) + Math.log1p(e) - LN2;
            KNOTS[2 * k + 1] = (x >= 0 ? 1 : e) / (1 + e) / PER_UNIT;
        }
    }

    private ShiftedSoftplus() {}

    /** Puts the activations of the first {@code count} numbers and their first derivatives into two arrays. */
    public static void apply(int count, double[] x, double[] value, double[] slope) {
        for (int n = 0; n < count; n++) {
            if (x[n] >= RANGE) {
                value[n] = x[n] - LN2;
                slope[n] = 1;
            } else if (x[n] <= -RANGE) {
                value[n] = -LN2;
                slope[n] = 0;
            } else {
                double place = (x[n] + RANGE) * PER_UNIT;
                int k = (int) place;
                double t = place - k;
                double a = KNOTS[2 * k];
                double p = KNOTS[2 * k + 1];
                double rise = KNOTS[2 * k + 2] - a;
                double cubic = p + KNOTS[2 * k + 3] - 2 * rise;
                double square = rise - p - cubic;
                value[n] = a + t * (p + t * (square + t * cubic));
                slope[n] = PER_UNIT * (p + t * (2 * square + 3 * t * cubic));
            }
        }
    }

    /** Returns the second derivative, from the first. */
    public static double curvature(double slope) {
        return slope * (1 - slope);
    }
}
