package org.polymorph.surrogate.network;

/** The activation ln(1 + eˣ) − ln 2 (Schütt et al. 2017, arXiv 1706.08566) with two derivatives, over whole arrays. */
public final class ShiftedSoftplus {
    private static final double LN2 = Math.log(2);

    private ShiftedSoftplus() {}

    /** Puts the activations of the first {@code count} numbers and their first derivatives into two arrays. */
    public static void apply(int count, double[] x, double[] value, double[] slope) {
        for (int k = 0; k < count; k++) {
            double e = Math.exp(-Math.abs(x[k]));
            value[k] = Math.max(x[k], 0) + Math.log(1 + e) - LN2;
            slope[k] = (x[k] >= 0 ? 1 : e) / (1 + e);
        }
    }

    /** Returns the second derivative, from the first. */
    public static double curvature(double slope) {
        return slope * (1 - slope);
    }
}
